/**
 * What classical descriptors are worth as encoders: does the nearest other picture have the same label?
 *
 * Compares, for each descriptor of the catalogue, three ways to make a vector of it: as it is, centred on
 * its own mean (the cosine is then a correlation: what the encoder does), and PCA that keeps 95 % of the
 * variance, fitted on other pictures than those that are judged. Caltech-101 pictures of the shared photos,
 * every second one judged; chance is what a random other picture would score.
 *
 *   npx tsx --conditions=source evals/classical-descriptors.ts
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { applyPca, dot, fitPca, type Matrix, matrix, normaliseRows, row } from "@imantics/core";
import type { Pixels } from "@imantics/engine";
import { z } from "zod";
import { decodePixels } from "../packages/engine/src/decode/decode.ts";
import { describeClassically, descriptors } from "../packages/engine/src/embed/classical-encoder.ts";
import { writeEvaluation } from "./results.ts";

const photos = join(import.meta.dirname, "..", "..", "shared", "data", "photos");
if (!existsSync(photos)) throw new Error(`The photos are not in ${photos}.`);

const Photo = z.object({ path: z.string(), dataset: z.string(), label: z.string().optional() });
const rows = z
  .array(Photo)
  .parse(JSON.parse(readFileSync(join(photos, "manifest.json"), "utf8")))
  .flatMap(({ path, dataset, label }) =>
    dataset === "caltech101" && label !== undefined ? [{ path, label }] : [],
  );
const labels = rows.map(({ label }) => label);
const judged = labels.flatMap((_, at) => (at % 2 === 0 ? [at] : []));
const fitted = labels.flatMap((_, at) => (at % 2 === 1 ? [at] : []));

const pictures: Pixels[] = [];
for (const { path } of rows) pictures.push(await decodePixels(readFileSync(join(photos, path)), 256));

const pick = (all: readonly Float32Array[], which: readonly number[]): Matrix => {
  const picked = matrix(which.length, all[0]!.length);
  for (const [to, from] of which.entries()) picked.data.set(all[from]!, to * picked.columns);
  return picked;
};

/** Share of judged pictures whose nearest other judged picture has their label. */
function nearestAgree(vectors: Matrix): number {
  let agreed = 0;
  for (let i = 0; i < vectors.rows; i++) {
    let [best, nearest] = [Number.NEGATIVE_INFINITY, -1];
    for (let j = 0; j < vectors.rows; j++) {
      if (i === j) continue;
      const cosine = dot(row(vectors, i), row(vectors, j));
      if (cosine > best) [best, nearest] = [cosine, j];
    }
    if (labels[judged[i]!] === labels[judged[nearest]!]) agreed++;
  }
  return agreed / vectors.rows;
}

const counts = new Map<string, number>();
for (const at of judged) counts.set(labels[at]!, (counts.get(labels[at]!) ?? 0) + 1);
const pairs = judged.length * (judged.length - 1);
const chance = [...counts.values()].reduce((sum, n) => sum + n * (n - 1), 0) / pairs;
const found = Object.keys(descriptors).map((id) => {
  const plain = pictures.map((picture) => describeClassically(id, picture));
  const centred = plain.map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  });
  const pca = fitPca(pick(plain, fitted), { varianceKept: 0.95 });
  const result = {
    id,
    numbers: plain[0]!.length,
    asItIs: nearestAgree(normaliseRows(pick(plain, judged))),
    centred: nearestAgree(normaliseRows(pick(centred, judged))),
    pca: nearestAgree(normaliseRows(applyPca(pca, pick(plain, judged)))),
    pcaNumbers: pca.dimensions,
  };
  console.log(result);
  return result;
});
writeEvaluation("classical-descriptors", {
  measure: "share of pictures whose nearest other picture has their label",
  pictures: judged.length,
  labels: counts.size,
  chance,
  found,
});
