/**
 * Does the embedded object detector find what people marked, and do its regions help to find pictures?
 * On the COCO photos, whose boxes are known.
 *
 * 1. Boxes: average precision as COCO defines it, over all labels that occur and by superclass; precision
 *    and recall at each confidence. Chance: the guesses of another picture, and the labels of all guesses
 *    shuffled.
 * 2. Search: pictures ranked by their best region or their whole, for a label as text and for a marked
 *    thing cut out of another picture; mean average precision. Chance: pictures in random order.
 *
 * Input size, confidence, area limits and overlaps were chosen on pictures whose file name hashes even
 * (`chosenOn`); `reportedOn` are the odd ones.
 *
 *   npx tsx --conditions=source evals/objects.ts [photos] [cache]
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { random, shuffle } from "@imantics/core";
import { readSettings } from "@imantics/engine";
import { sharp, toPixels } from "../packages/engine/src/decode/sharp.ts";
import type { Pixels } from "../packages/engine/src/domain/pixels.ts";
import { openEncoder } from "../packages/engine/src/embed/open-encoder.ts";
import { detectorCatalogue } from "../packages/engine/src/models/catalogue/object-detectors.ts";
import type { FoundRegion } from "../packages/engine/src/regions/detector.ts";
import { openCenterNet } from "../packages/engine/src/regions/objects/centernet.ts";
import { superclasses, superclassOf } from "../packages/engine/src/regions/objects/coco-classes.ts";
import {
  defaultObjectOptions,
  type ObjectOptions,
} from "../packages/engine/src/regions/objects/object-options.ts";
import { selectRegions } from "../packages/engine/src/regions/objects/select-regions.ts";
import {
  averagePrecision,
  type Guess,
  meanAveragePrecision,
  type Picture,
  precisionAndRecall,
  type Truth,
} from "./average-precision.ts";
import { writeEvaluation } from "./results.ts";
import { searchQuality } from "./search-by-regions.ts";

const photos = resolve(process.argv[2] ?? new URL("../../shared/data/photos", import.meta.url).pathname);
const cacheFolder = process.argv[3] ?? readSettings().cacheFolder;
const defaults = {
  ...defaultObjectOptions,
  minConfidence: detectorCatalogue.find(({ id }) => id === "centernet")!.minConfidence,
};
/** COCO judges up to a hundred boxes of any size, unsure ones too. */
const everything = { minArea: 0, maxArea: 1, sameLabelOverlap: 0.5, anyLabelOverlap: 1, maxCount: 100 };
const LEAST = 0.02;
const overlaps = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];

interface Photo {
  readonly pixels: Pixels;
  readonly truths: readonly Truth[];
  readonly isReported: boolean;
}

interface Row {
  readonly dataset: string;
  readonly path: string;
  readonly w: number;
  readonly h: number;
  readonly boxes: readonly { readonly label: string; readonly xywh: number[]; readonly iscrowd: number }[];
}

const rows: Row[] = JSON.parse(readFileSync(join(photos, "manifest.json"), "utf8"));
const all = await Promise.all(rows.filter(({ dataset }) => dataset === "coco").map(readPhoto));
const halves = {
  chosenOn: all.filter(({ isReported }) => !isReported),
  reportedOn: all.filter(({ isReported }) => isReported),
};

const encoder = await openEncoder("embedded", { folders: [], cacheFolder });
const inputSizes: object[] = [];
for (const longestSide of [256, 384, 448, 576, 640]) {
  const { guesses, cpuMsPerPhoto } = await findAll(halves.chosenOn, longestSide);
  inputSizes.push({ longestSide, ...precisions(pictures(halves.chosenOn, guesses)), cpuMsPerPhoto });
}

const result: Record<string, unknown> = { photos: all.length };
for (const [half, list] of Object.entries(halves)) {
  const { guesses, cpuMsPerPhoto } = await findAll(list, undefined);
  if (half === "chosenOn")
    inputSizes.push({ longestSide: 512, ...precisions(pictures(list, guesses)), cpuMsPerPhoto });
  result[half] = {
    photos: list.length,
    boxes: boxQuality(list, guesses),
    cpuMsPerPhoto,
    search: await searchQuality(
      encoder,
      list.map((photo, at) => ({ ...photo, guesses: guesses[at]! })),
      defaults,
    ),
  };
}
await encoder.close();
result.inputSizes = inputSizes;
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
writeEvaluation("objects", result);

async function readPhoto({ path, w, h, boxes }: Row): Promise<Photo> {
  return {
    pixels: await toPixels(sharp(join(photos, path))),
    truths: boxes.map(({ label, xywh: [x, y, width, height], iscrowd }) => ({
      label,
      isCrowd: iscrowd === 1,
      box: { x: x! / w, y: y! / h, width: width! / w, height: height! / h },
    })),
    isReported: createHash("sha256").update(basename(path)).digest()[0]! % 2 === 1,
  };
}

/** All guesses of the network, however unsure, for each photo. */
async function findAll(list: readonly Photo[], longestSide: number | undefined) {
  const network = await openCenterNet({ cacheFolder, threads: 1 }, longestSide);
  await network.find(list[0]!.pixels, LEAST);
  const before = process.cpuUsage();
  const guesses: FoundRegion[][] = [];
  for (const { pixels } of list) guesses.push(await network.find(pixels, LEAST));
  const { user, system } = process.cpuUsage(before);
  await network.close();
  return { guesses, cpuMsPerPhoto: Math.round((user + system) / 1000 / list.length) };
}

function pictures(
  list: readonly Photo[],
  guesses: readonly (readonly FoundRegion[])[],
  options: Omit<ObjectOptions, "minConfidence"> = everything,
): Picture[] {
  return list.map(({ truths }, at) => ({
    truths,
    guesses: selectRegions(guesses[at]!, options, LEAST).map(({ label, box, confidence }) => ({
      label: label ?? "",
      box,
      confidence,
    })),
  }));
}

function boxQuality(list: readonly Photo[], guesses: readonly (readonly FoundRegion[])[]) {
  const found = pictures(list, guesses);
  const coarse = coarseOf(found);
  const order = shuffle([...found.keys()], random(1));
  const elsewhere = found.map(({ truths }, at) => ({ truths, guesses: found[order[at]!]!.guesses }));
  const labels = shuffle(
    found.flatMap((picture) => picture.guesses.map(({ label }) => label)),
    random(2),
  );
  const mislabelled = found.map(({ truths, guesses: own }) => ({
    truths,
    guesses: own.map((guess): Guess => ({ ...guess, label: labels.pop()! })),
  }));
  const kept = pictures(list, guesses, defaults);
  return {
    ...precisions(found),
    chance: { boxesOfAnotherPicture: precisions(elsewhere), labelsShuffled: precisions(mislabelled) },
    superclasses: Object.fromEntries(
      superclasses.map((name) => [
        name,
        {
          ap50: averagePrecision(coarse, name, 0.5),
          chance: averagePrecision(coarseOf(elsewhere), name, 0.5),
        },
      ]),
    ),
    atConfidence: [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5].map((minConfidence) => ({
      minConfidence,
      ...precisionAndRecall(kept, minConfidence, 0.5),
    })),
    sameLabelOverlap: [0.3, 0.5, 0.7, 1].map((sameLabelOverlap) => ({
      sameLabelOverlap,
      ...precisions(pictures(list, guesses, { ...everything, sameLabelOverlap })),
    })),
  };
}

function coarseOf(list: readonly Picture[]): Picture[] {
  return list.map(({ truths, guesses }) => ({
    truths: truths.map((it) => ({ ...it, label: superclassOf(it.label) })),
    guesses: guesses.map((it) => ({ ...it, label: superclassOf(it.label) })),
  }));
}

function precisions(list: readonly Picture[]) {
  return { ap50: meanAveragePrecision(list, [0.5]), ap: meanAveragePrecision(list, overlaps) };
}
