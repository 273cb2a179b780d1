/**
 * Does search know when it has nothing? Queries are class names of labelled photos. For half of the
 * classes all their pictures are taken out of the index, so that nothing right is there; search
 * should then say "no good match", and should not say it for the classes that are still there.
 *
 * The bar (a quantile of what background queries find as their best) was chosen on classes whose
 * name hashes even; the figures are for the odd ones. Beside them: the area under the ROC curve,
 * which needs no bar (chance .5), and how often the best hit of a present class is of that class.
 *
 *   npx tsx --conditions=source evals/no-good-match.ts [photos] [library]
 */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { dot, row, selectRows } from "@imantics/core";
import { openLibrary, readSettings } from "@imantics/engine";
import { imageOfRegion, isWhole } from "../packages/engine/src/domain/region-id.ts";
import { openEncoder } from "../packages/engine/src/embed/open-encoder.ts";
import { cachedTextVectors } from "../packages/engine/src/embed/text-cache.ts";
import { backgroundOf, evidenceOf, spreadOf } from "../packages/engine/src/search/background.ts";
import { ImageNumbers } from "../packages/engine/src/search/image-numbers.ts";
import { probes } from "../packages/engine/src/search/probes.ts";
import { SearchIndex } from "../packages/engine/src/search/search-index.ts";
import { openStore } from "../packages/engine/src/store/open-store.ts";
import type { VectorSet } from "../packages/engine/src/store/vectors.ts";
import { writeEvaluation } from "./results.ts";

const photos = resolve(process.argv[2] ?? new URL("../../shared/data/photos", import.meta.url).pathname);
const folder = process.argv[3] ?? mkdtempSync(join(tmpdir(), "imantics-match-"));
const quantiles = [0.01, 0.05, 0.1, 0.15, 0.25, 0.4, 0.5];

const library = await openLibrary(folder);
const job = await library.jobs.start({ kind: "index", locations: [photos] });
for await (const _ of library.jobs.events({ job: job.id }));
await library.close();

const store = await openStore(folder, { readOnly: true });
const { cacheFolder } = readSettings();
const encoder = await openEncoder("embedded", { folders: [], cacheFolder });
const set = wholeOnly(await store.vectors.load(encoder.space));
const background = await cachedTextVectors(encoder, { texts: probes, templates: [] }, cacheFolder);

const labelOf = new Map<string, string>();
for (const { dataset, path, label } of JSON.parse(readFileSync(join(photos, "manifest.json"), "utf8"))) {
  if (dataset !== "caltech101" && dataset !== "imagenette") continue;
  const image = await store.facts.sources.imageOf(join(photos, path));
  if (image) labelOf.set(image, words(label));
}
const classes = [...new Set(labelOf.values())].sort();
const outcomes = [...(await outcomesWithout(0)), ...(await outcomesWithout(1))];
const [chosenOn, reportedOn] = [0, 1].map((parity) =>
  outcomes.filter((each) => hash(each.name, 0) === parity),
);

const result = {
  classes: classes.length,
  areaUnderCurve: { chance: 0.5, chosenOn: area(chosenOn!), reportedOn: area(reportedOn!) },
  bestHitIsRight: share(
    reportedOn!.filter(({ isPresent }) => isPresent),
    ({ isRight }) => isRight,
  ),
  believed: quantiles.map((quantile, at) => ({
    quantile,
    chosenOn: rates(chosenOn!, at),
    reportedOn: rates(reportedOn!, at),
  })),
};
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
writeEvaluation("no-good-match", result);
await encoder.close();
await store.close();

interface Outcome {
  readonly name: string;
  readonly isPresent: boolean;
  readonly isRight: boolean;
  /** Mean of the five best standardised scores. */
  readonly best: number;
  /** Whether the best reaches each quantile of the background's best. */
  readonly passes: readonly boolean[];
}

/** Every class as a query against an index without the classes of one half. */
async function outcomesWithout(half: number): Promise<Outcome[]> {
  const isAbsent = (name: string) => hash(name, 1) === half;
  const kept = set.ids.flatMap((id, at) => {
    const label = labelOf.get(imageOfRegion(id));
    return label !== undefined && isAbsent(label) ? [] : [at];
  });
  const images = new ImageNumbers();
  const index = new SearchIndex(set.vectors.columns, images);
  index.append(
    kept.map((at) => set.ids[at]!),
    selectRows(set.vectors, kept),
  );
  const { best: bests } = backgroundOf(background, index.sample());
  const queries = await encoder.encodeTexts(classes);
  return classes.map((name, i) => {
    const query = row(queries, i);
    const { mean, deviation } = spreadOf(query, index.sample());
    const everything = new Uint8Array(images.size).fill(1);
    const hits = [...index.top(query, 5, everything).indices];
    const [top = 0] = hits;
    const best = evidenceOf(hits.map((at) => (dot(query, index.vectorAt(at)) - mean) / deviation));
    return {
      name,
      isPresent: !isAbsent(name),
      isRight: labelOf.get(imageOfRegion(index.id(top))) === name,
      best,
      passes: quantiles.map((quantile) => best >= bests[Math.floor(quantile * bests.length)]!),
    };
  });
}

/** Probability that a present class scores above an absent one. */
function area(list: readonly Outcome[]): number {
  const present = list.filter(({ isPresent }) => isPresent);
  const absent = list.filter(({ isPresent }) => !isPresent);
  let wins = 0;
  for (const a of present) for (const b of absent) wins += a.best > b.best ? 1 : a.best === b.best ? 0.5 : 0;
  return wins / (present.length * absent.length);
}

function rates(list: readonly Outcome[], at: number) {
  const believed = ({ passes }: Outcome) => passes[at]!;
  return {
    present: share(
      list.filter(({ isPresent }) => isPresent),
      believed,
    ),
    absent: share(
      list.filter(({ isPresent }) => !isPresent),
      believed,
    ),
  };
}

function share<Item>(list: readonly Item[], is: (item: Item) => boolean): number {
  return list.filter(is).length / list.length;
}

function words(label: string): string {
  return label
    .replace(/^n\d+_/, "")
    .replace(/_easy$/, "")
    .replaceAll("_", " ")
    .toLowerCase();
}

function hash(name: string, salt: number): number {
  return createHash("sha256").update(`${salt} ${name}`).digest()[0]! % 2;
}

function wholeOnly({ ids, vectors }: VectorSet): VectorSet {
  const rows = ids.flatMap((id, at) => (isWhole(id) ? [at] : []));
  return { ids: rows.map((at) => ids[at]!), vectors: selectRows(vectors, rows) };
}
