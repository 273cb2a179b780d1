/**
 * Do the maps that explain a match point at the thing? The pointing game (Zhang et al. 2016) on the COCO
 * photos, whose boxes are known: does the strongest place of the map lie in a box?
 *
 * 1. Words: the query is a label, and every label of a photo is asked for.
 * 2. A thing: the query is the largest marked thing of a photo, cut out. What search with a drawn region asks.
 * 3. Nothing: where the encoder looks; any box counts.
 *
 * Chance: the share of the photo that the boxes cover, which a random place would hit. The middle of the
 * photo is the harder baseline, as photographers put things there. Sizes of windows and what hides a place
 * were chosen on photos whose file name hashes even (`chosenOn`); `reportedOn` are the odd ones.
 *
 *   npx tsx --conditions=source evals/saliency.ts [photos] [cache]
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { dot, type Matrix, row } from "@imantics/core";
import { readSettings } from "@imantics/engine";
import { sharp, toPixels } from "../packages/engine/src/decode/sharp.ts";
import type { Box } from "../packages/engine/src/domain/box.ts";
import type { Pixels } from "../packages/engine/src/domain/pixels.ts";
import type { Encoder } from "../packages/engine/src/embed/encoder.ts";
import { openEncoder } from "../packages/engine/src/embed/open-encoder.ts";
import { encodePrompted } from "../packages/engine/src/embed/prompted-texts.ts";
import { crop } from "../packages/engine/src/regions/crop.ts";
import { occlusionMap } from "../packages/engine/src/search/saliency/occlusion-map.ts";
import { writeEvaluation } from "./results.ts";

const photos = resolve(process.argv[2] ?? new URL("../../shared/data/photos", import.meta.url).pathname);
const cacheFolder = process.argv[3] ?? readSettings().cacheFolder;
/** Places along each side at which boxes are measured. */
const FINENESS = 100;

interface Row {
  readonly dataset: string;
  readonly path: string;
  readonly w: number;
  readonly h: number;
  readonly boxes: readonly { readonly label: string; readonly xywh: number[]; readonly iscrowd: number }[];
}

type Hit = (x: number, y: number) => boolean;
/** One question: did the map hit, would a random place, would the middle. */
interface Answer {
  readonly map: number;
  readonly chance: number;
  readonly middle: number;
}

const rows: Row[] = JSON.parse(readFileSync(join(photos, "manifest.json"), "utf8"));
const coco = rows.filter(({ dataset }) => dataset === "coco");
const encoder = await openEncoder("embedded", { folders: [], cacheFolder });
const half = ({ path }: Row) => createHash("sha256").update(basename(path)).digest()[0]! % 2;

const result: Record<string, unknown> = {};
for (const [name, parity] of [
  ["chosenOn", 0],
  ["reportedOn", 1],
] as const) {
  const list = coco.filter((photo) => half(photo) === parity);
  const answers = { words: [] as Answer[], thing: [] as Answer[], nothing: [] as Answer[] };
  let cpuMs = 0;
  for (const photo of list) {
    const pixels = await toPixels(sharp(join(photos, photo.path)));
    const marked = photo.boxes.map((it) => ({ ...it, box: boxOf(it.xywh, photo) }));
    const before = process.cpuUsage();
    const remembering = rememberVectors(encoder);
    const nothing = await peakOf(pixels, remembering, null);
    const { user, system } = process.cpuUsage(before);
    cpuMs += (user + system) / 1000;
    answers.nothing.push(judge(nothing, hitOf(marked)));

    const single = marked.filter(({ iscrowd }) => iscrowd === 0);
    for (const label of new Set(single.map((it) => it.label))) {
      const query = row(await encodePrompted(encoder, [label], ["{}"]), 0);
      answers.words.push(judge(await peakOf(pixels, remembering, query), hitOf(labelled(marked, label))));
    }
    const largest = single.reduce<(typeof single)[number] | null>(
      (best, it) => (best === null || areaOf(it.box) > areaOf(best.box) ? it : best),
      null,
    );
    if (largest === null) continue;
    const thing = row(await encoder.encodeImages([crop(pixels, largest.box)]), 0);
    answers.thing.push(
      judge(await peakOf(pixels, remembering, thing), hitOf(labelled(marked, largest.label))),
    );
  }
  result[name] = {
    photos: list.length,
    cpuMsPerMap: Math.round(cpuMs / list.length),
    ...Object.fromEntries(Object.entries(answers).map(([kind, each]) => [kind, summary(each)])),
  };
}
await encoder.close();
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
writeEvaluation("saliency", result);

/** The middle of the strongest cell. */
async function peakOf(
  pixels: Pixels,
  remembering: () => Pick<Encoder, "encodeImages">,
  query: Float32Array | null,
): Promise<readonly [number, number]> {
  const { grid } = await occlusionMap(pixels, remembering(), query && ((vector) => dot(query, vector)));
  const at = grid.data.indexOf(Math.max(...grid.data));
  return [((at % grid.columns) + 0.5) / grid.columns, (Math.floor(at / grid.columns) + 0.5) / grid.rows];
}

/** The pictures of a map are the same for every query: encoded for the first, remembered for the others. */
function rememberVectors(encoder: Encoder): () => Pick<Encoder, "encodeImages"> {
  const known: Matrix[] = [];
  return () => {
    let at = 0;
    return {
      encodeImages: async (images) => {
        const here = at++;
        known[here] ??= await encoder.encodeImages(images);
        return known[here];
      },
    };
  };
}

function judge([x, y]: readonly [number, number], hit: Hit): Answer {
  let covered = 0;
  for (let at = 0; at < FINENESS ** 2; at++) {
    const place = [(at % FINENESS) + 0.5, Math.floor(at / FINENESS) + 0.5] as const;
    if (hit(place[0] / FINENESS, place[1] / FINENESS)) covered++;
  }
  return { map: hit(x, y) ? 1 : 0, chance: covered / FINENESS ** 2, middle: hit(0.5, 0.5) ? 1 : 0 };
}

function summary(answers: readonly Answer[]) {
  const of = (list: readonly Answer[]) => {
    const mean = (read: (answer: Answer) => number) =>
      Number((list.reduce((sum, answer) => sum + read(answer), 0) / list.length).toFixed(3));
    return {
      questions: list.length,
      map: mean(({ map }) => map),
      chance: mean(({ chance }) => chance),
      middle: mean(({ middle }) => middle),
    };
  };
  return { all: of(answers), smallThings: of(answers.filter(({ chance }) => chance < 0.25)) };
}

function hitOf(marked: readonly { readonly box: Box }[]): Hit {
  return (x, y) =>
    marked.some(({ box }) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height);
}

function labelled<Marked extends { readonly label: string }>(
  marked: readonly Marked[],
  label: string,
): Marked[] {
  return marked.filter((it) => it.label === label);
}

/** The manifest gives pixels of the photo as it is stored here. */
function boxOf([x = 0, y = 0, width = 0, height = 0]: number[], { w, h }: Row): Box {
  return { x: x / w, y: y / h, width: width / w, height: height / h };
}

function areaOf({ width, height }: Box): number {
  return width * height;
}
