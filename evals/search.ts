/**
 * How well search finds, part by part and together, over one library of real photos:
 *
 *   captions   a caption of a photo must find it among all photos: recall@1/5/10; only photos that the
 *              embedded encoder was not fitted on
 *   things     the name of a thing must find the photos that a person marked it in: mean average precision
 *   likeness   a labelled photo must find those of its label: mean average precision
 *   print      words printed on a receipt must find it: recall@1/5
 *
 * Each is asked with every way of fusing evidence below. Weights were chosen on photos whose name hashes
 * even; the figures are for the odd ones. Chance is the same measure over a ranking drawn at random.
 *
 *   npx tsx --conditions=source evals/search.ts [photos] [library] [model]
 *
 * With a model's id that model is used, and only the default mixture is compared with the whole picture.
 * A library that is given is brought up to date and kept; otherwise a new one is made (some minutes:
 * every photo is looked at for things and text).
 */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { random } from "@imantics/core";
import { type Fusion, type Library, openLibrary, type QueryPart } from "@imantics/engine";
import { z } from "zod";
import { readPictures } from "../tools/fit-embedded-heads/dataset.ts";
import { writeEvaluation } from "./results.ts";

const photos = resolve(process.argv[2] ?? new URL("../../shared/data/photos", import.meta.url).pathname);
const folder = process.argv[3] ?? mkdtempSync(join(tmpdir(), "imantics-search-"));
/** As far as a ranking is read. */
const depth = 200;

const Photo = z.object({
  path: z.string(),
  dataset: z.string(),
  label: z.string().optional(),
  captions: z.array(z.string()).optional(),
  boxes: z.array(z.object({ label: z.string() })).optional(),
  text: z.array(z.string()).optional(),
});
type Photo = z.infer<typeof Photo>;

interface Question {
  readonly part: QueryPart;
  /** Image ids. */
  readonly right: ReadonlySet<string>;
  /** Only these count in the ranking; the others are passed over. */
  readonly among: ReadonlySet<string>;
}

interface Task {
  readonly name: string;
  readonly measure: "average precision" | readonly number[];
  readonly questions: readonly Question[];
}

const weights = (whole: number, object: number, text: number): Partial<Fusion> => ({
  weights: { whole, object, text, drawn: 0 },
});
const model = process.argv[4];
/** Weights were chosen with the embedded encoder; of another model only what they come to is asked. */
const outcomes: Readonly<Record<string, Partial<Fusion>>> = {
  "whole picture only": weights(1, 0, 0),
  "all, as by default": {},
};
const mixtures: Readonly<Record<string, Partial<Fusion>>> = {
  "whole picture only": weights(1, 0, 0),
  "things only": weights(0, 1, 0),
  "text only": weights(0, 0, 1),
  "whole + things 0.2": weights(1, 0.2, 0),
  "whole + things 0.3": weights(1, 0.3, 0),
  "whole + things 0.5": weights(1, 0.5, 0),
  "whole + things 1 (the maximum)": weights(1, 1, 0),
  "whole + text 0.3": weights(1, 0, 0.3),
  "all, as by default": {},
  "all, mean of things": { aggregate: "average" },
  "all, by confidence": { usesConfidence: true },
};

const fusions = model === undefined ? mixtures : outcomes;

const library = await openLibrary(folder);
if (model !== undefined) await library.models.use(model);
for (const request of [{ kind: "index", locations: [photos] } as const, { kind: "parts" } as const]) {
  const { id } = await library.jobs.start(request);
  for await (const _ of library.jobs.events({ job: id }));
}
const { encoder } = await library.describe();
const idOf = await idsByPath(library);
const all = z.array(Photo).parse(JSON.parse(readFileSync(join(photos, "manifest.json"), "utf8")));
const known = all.filter(({ path }) => idOf.has(path));

// Captioned photos that the heads of the embedded encoder were never fitted on.
const pictures = await readPictures(resolve(photos, ".."));
const unseen = new Set(
  pictures.flatMap(({ role, captions, file }) => (role === "report" && captions.length > 0 ? [file] : [])),
);

const report: Record<string, unknown> = {};
const lines: string[] = [];
for (const half of ["chosen on", "reported on"] as const) {
  const tasks = tasksOf(known.filter(({ path }) => isReported(path) === (half === "reported on")));
  const rows: Record<string, Record<string, number>> = { chance: chanceOf(tasks) };
  for (const [name, fusion] of Object.entries(fusions)) {
    rows[name] = await measured(tasks, fusion);
    process.stderr.write(`${half}: ${name}\n`);
  }
  report[half] = { questions: Object.fromEntries(tasks.map((it) => [it.name, it.questions.length])), rows };
  lines.push(`## ${half === "reported on" ? "Reported" : "Chosen on (the other half)"}`, "", table(rows), "");
}
const name = model === undefined ? "search" : `search-${model}`;
writeEvaluation(name, { encoder: encoder.model, photos: known.length, ...report });
const page = new URL(`./results/${name}.md`, import.meta.url);
writeFileSync(page, [`# Search with the encoder ${encoder.model}`, "", head(), "", ...lines].join("\n"));
process.stdout.write(readFileSync(page, "utf8"));
await library.close();

function tasksOf(chosen: readonly Photo[]): Task[] {
  const ids = (list: readonly Photo[]) => new Set(list.flatMap(({ path }) => idOf.get(path) ?? []));
  const everything = ids(known);
  const captioned = chosen.filter(({ path }) => unseen.has(join(photos, path)));
  const marked = known.filter(({ boxes }) => boxes !== undefined && isSameHalf(chosen, boxes));
  const things = [...new Set(marked.flatMap(({ boxes = [] }) => boxes.map(({ label }) => label)))].sort();
  const labelled = known.filter(({ dataset }) => dataset === "caltech101" || dataset === "imagenette");
  const tasks: Task[] = [
    {
      name: "captions",
      measure: [1, 5, 10],
      questions: captioned.flatMap(({ path, captions = [] }) =>
        captions.map((text) => ({
          part: { kind: "text", text, weight: 1 },
          right: new Set([idOf.get(path)!]),
          among: everything,
        })),
      ),
    },
    {
      name: "things",
      measure: "average precision",
      questions: things.map((thing) => ({
        part: { kind: "text", text: thing, weight: 1 },
        right: ids(marked.filter(({ boxes = [] }) => boxes.some(({ label }) => label === thing))),
        among: ids(marked),
      })),
    },
    {
      name: "likeness",
      measure: "average precision",
      questions: chosen
        .filter((photo) => labelled.includes(photo) && hash(photo.path, 3) % 6 === 0)
        .map(({ path, label, dataset }) => ({
          part: { kind: "image", id: idOf.get(path)!, weight: 1 },
          right: ids(labelled.filter((it) => it.label === label && it.path !== path)),
          among: ids(labelled.filter((it) => it.dataset === dataset && it.path !== path)),
        })),
    },
    {
      name: "print",
      measure: [1, 5],
      questions: chosen.flatMap(({ path, text = [] }) =>
        longestWords(text)
          .map((word): Question => {
            const right = known.filter((it) => it.text?.some((line) => wordsOf(line).includes(word)));
            return { part: { kind: "text", text: word, weight: 1 }, right: ids(right), among: everything };
          })
          .slice(0, idOf.has(path) ? 3 : 0),
      ),
    },
  ];
  // Without words only pictures can ask.
  return tasks.filter(({ name }) => encoder.acceptsText || name === "likeness");
}

/** Things are asked of all marked photos of the half. */
function isSameHalf(chosen: readonly Photo[], boxes: Photo["boxes"]): boolean {
  return chosen.some((photo) => photo.boxes === boxes);
}

async function measured(tasks: readonly Task[], fusion: Partial<Fusion>): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const task of tasks) {
    const sums = new Map<string, number>();
    for (const { part, right, among } of task.questions) {
      const { hits } = await library.search({ parts: [part], fusion, limit: depth });
      const ranking = hits.map(({ image }) => image.id).filter((id) => among.has(id));
      add(sums, task, ranking, right);
    }
    for (const [name, sum] of sums) figures[name] = sum / task.questions.length;
  }
  return figures;
}

/** The mean over random rankings of what may be found. */
function chanceOf(tasks: readonly Task[]): Record<string, number> {
  const figures: Record<string, number> = {};
  const generator = random(1);
  for (const task of tasks) {
    const sums = new Map<string, number>();
    for (const { right, among } of task.questions) {
      const drawn = [...among].map((id) => ({ id, at: generator.uniform() })).sort((a, b) => a.at - b.at);
      add(
        sums,
        task,
        drawn.slice(0, depth).map(({ id }) => id),
        right,
      );
    }
    for (const [name, sum] of sums) figures[name] = sum / task.questions.length;
  }
  return figures;
}

function add(
  sums: Map<string, number>,
  { name, measure }: Task,
  ranking: readonly string[],
  right: ReadonlySet<string>,
): void {
  const plus = (key: string, value: number) => sums.set(key, (sums.get(key) ?? 0) + value);
  if (measure === "average precision") plus(`${name} mAP`, averagePrecision(ranking, right));
  else
    for (const k of measure) plus(`${name} R@${k}`, ranking.slice(0, k).some((id) => right.has(id)) ? 1 : 0);
}

/** Over the first `depth` of the ranking; what lies deeper counts as never found. */
function averagePrecision(ranking: readonly string[], right: ReadonlySet<string>): number {
  let found = 0;
  let sum = 0;
  for (const [at, id] of ranking.entries()) {
    if (!right.has(id)) continue;
    found++;
    sum += found / (at + 1);
  }
  return right.size === 0 ? 0 : sum / Math.min(right.size, depth);
}

function longestWords(lines: readonly string[]): string[] {
  const words = [...new Set(lines.flatMap(wordsOf))].filter((word) => word.length >= 5);
  return words.sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

function wordsOf(line: string): string[] {
  return line.toLowerCase().match(/[a-z]+/g) ?? [];
}

async function idsByPath(opened: Library): Promise<Map<string, string>> {
  const { total } = await opened.images.page({ order: "path", offset: 0, limit: 0 });
  const { tiles } = await opened.images.page({ order: "path", offset: 0, limit: total });
  const found = new Map<string, string>();
  for (const { id, paths } of await opened.images.many(tiles.map((tile) => tile.id))) {
    for (const path of paths) if (path.startsWith(photos)) found.set(path.slice(photos.length + 1), id);
  }
  return found;
}

function isReported(path: string): boolean {
  return hash(path, 2) % 2 === 1;
}

function hash(name: string, salt: number): number {
  return createHash("sha256").update(`${salt} ${name}`).digest()[0]!;
}

function head(): string {
  return (
    "Written by `evals/search.ts`. Captions: a caption must find its photo among all photos (only photos that " +
    "the embedded encoder was not fitted on). Things: mean average precision of the names of things over the " +
    "photos they are marked in (the encoder was fitted on captions of these: compare rows, not levels). " +
    "Likeness: a labelled photo must find its like. Print: a long word printed on a receipt must find a receipt " +
    "that bears it."
  );
}

function table(rows: Readonly<Record<string, Readonly<Record<string, number>>>>): string {
  const columns = Object.keys(rows.chance ?? {});
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(["", ...columns]),
    line(["---", ...columns.map(() => "---")]),
    ...Object.entries(rows).map(([name, figures]) =>
      line([name, ...columns.map((column) => (figures[column] ?? Number.NaN).toFixed(3))]),
    ),
  ].join("\n");
}
