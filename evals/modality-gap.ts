/**
 * Words and pictures enter one space, and still lie apart in it: the modality gap (Liang et al. 2022). Is it
 * there, does the correction close it, and does that help?
 *
 *   gap     normalised mutual information between two k-means clusters of a mixed pool (photos and captions)
 *           and what is a photo: 1 when clusters only tell words from pictures, 0 when they do not
 *   search  a caption asks a pool of photos and of other photos' captions, which must not crowd the photos
 *           out: recall@10 of its own photo
 *
 * Raw cosine, the mean of each kind taken away (and length 1 again), and what search does: scores
 * standardised by how a query spreads over each kind (`search/type-evidence.ts`).
 *
 *   npx tsx --conditions=source evals/modality-gap.ts <library with the flickr8k photos> [photos]
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  clusterMethod,
  contingency,
  dot,
  type Matrix,
  matrix,
  normalisedMutualInformation,
  normaliseRows,
  row,
  selectRows,
} from "@imantics/core";
import { readSettings } from "@imantics/engine";
import { z } from "zod";
import { wholeRegionId } from "../packages/engine/src/domain/region-id.ts";
import { openEncoder } from "../packages/engine/src/embed/open-encoder.ts";
import { spreadOf } from "../packages/engine/src/search/background.ts";
import { openStore } from "../packages/engine/src/store/open-store.ts";
import { readPictures } from "../tools/fit-embedded-heads/dataset.ts";
import { writeEvaluation } from "./results.ts";

const folder = process.argv[2];
if (folder === undefined) throw new Error("Give the folder of a library with the flickr8k photos in it.");
const photos = resolve(process.argv[3] ?? new URL("../../shared/data/photos", import.meta.url).pathname);
const Rows = z.array(z.object({ path: z.string(), captions: z.array(z.string()).optional() }));

const { cacheFolder } = readSettings();
const encoder = await openEncoder("embedded", { folders: [], cacheFolder });
const store = await openStore(folder, { readOnly: true });
const set = await store.vectors.load(encoder.space);
// Only photos that the heads of the encoder were never fitted on.
const roleOf = new Map((await readPictures(resolve(photos, ".."))).map(({ file, role }) => [file, role]));
const rowOf = new Map(set.ids.map((id, at) => [id, at]));
const pictures: number[] = [];
const captions: string[] = [];
for (const { path, captions: own } of Rows.parse(
  JSON.parse(readFileSync(join(photos, "manifest.json"), "utf8")),
)) {
  const isUnseen = roleOf.get(join(photos, path)) === "report";
  const image = own && isUnseen && (await store.facts.sources.imageOf(join(photos, path)));
  const at = image ? rowOf.get(wholeRegionId(image)) : undefined;
  if (at === undefined || !own?.[0]) continue;
  pictures.push(at);
  captions.push(own[0]);
}
const images = selectRows(set.vectors, pictures);
const texts = await encoder.encodeTexts(captions);
await encoder.close();
await store.close();

const centred = { images: withoutMean(images), texts: withoutMean(texts) };
const result = {
  pairs: captions.length,
  gap: {
    raw: await gapOf(images, texts),
    meanTakenAway: await gapOf(centred.images, centred.texts),
    chance: await gapOf(shuffled(images, texts)[0], shuffled(images, texts)[1]),
  },
  recallAt10: {
    raw: recall((query, kind, at) => dot(query, row(kind === "image" ? images : texts, at)), texts),
    meanTakenAway: recall(
      (query, kind, at) => dot(query, row(kind === "image" ? centred.images : centred.texts, at)),
      centred.texts,
    ),
    standardised: recall(standardised(), texts),
    chance: 10 / (2 * captions.length - 1),
  },
};
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
writeEvaluation("modality-gap", result);

/** Rows less their mean, of length 1 again. */
function withoutMean(vectors: Matrix): Matrix {
  const mean = new Float64Array(vectors.columns);
  for (let i = 0; i < vectors.rows; i++) {
    for (let j = 0; j < vectors.columns; j++) mean[j]! += row(vectors, i)[j]! / vectors.rows;
  }
  return normaliseRows(
    matrix(
      vectors.rows,
      vectors.columns,
      vectors.data.map((value, at) => value - mean[at % vectors.columns]!),
    ),
  );
}

/** Both kinds in one pool, two clusters. */
async function gapOf(one: Matrix, other: Matrix): Promise<number> {
  const pool = matrix(one.rows + other.rows, one.columns);
  pool.data.set(one.data);
  pool.data.set(other.data, one.data.length);
  const { assignment } = await clusterMethod("kmeans").cluster(pool, { clusterCount: 2 }, { seed: 1 });
  const kind = Int32Array.from({ length: pool.rows }, (_, at) => (at < one.rows ? 0 : 1));
  return normalisedMutualInformation(contingency(kind, assignment));
}

/** Every second row of each kind changes sides: two pools that hold the same. */
function shuffled(one: Matrix, other: Matrix): [Matrix, Matrix] {
  const pool = (odd: number) => {
    const mixed = matrix(one.rows, one.columns);
    for (let i = 0; i < one.rows; i++) mixed.data.set(row(i % 2 === odd ? one : other, i), i * one.columns);
    return mixed;
  };
  return [pool(0), pool(1)];
}

type Score = (query: Float32Array, kind: "image" | "text", at: number) => number;

/** Share of captions whose photo is among the ten best of all photos and all other captions. */
function recall(score: Score, queries: Matrix): number {
  let found = 0;
  for (let q = 0; q < queries.rows; q++) {
    const query = row(queries, q);
    const own = score(query, "image", q);
    let better = 0;
    for (let at = 0; at < queries.rows; at++) {
      if (at === q) continue;
      if (score(query, "image", at) > own) better++;
      if (score(query, "text", at) > own) better++;
    }
    if (better < 10) found++;
  }
  return found / queries.rows;
}

/** In standard deviations of the query's products with each kind. */
function standardised(): Score {
  const spreads = new Map<Float32Array, Record<"image" | "text", ReturnType<typeof spreadOf>>>();
  return (query, kind, at) => {
    const known = spreads.get(query) ?? { image: spreadOf(query, images), text: spreadOf(query, texts) };
    spreads.set(query, known);
    const { mean, deviation } = known[kind];
    return (dot(query, row(kind === "image" ? images : texts, at)) - mean) / deviation;
  };
}
