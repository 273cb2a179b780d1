/**
 * How long one exact search takes among 100,000 vectors in memory, and whether it is exact.
 *
 * Mark: p95 below 20 ms at 512 numbers a vector, recall 1 against a float64 loop over everything.
 * Beside it: the plain TypeScript loop that anyone would write first. 1,024 numbers for comparison.
 * Vectors are seeded unit vectors in 500 overlapping groups; half of the queries are near a vector,
 * half are not near anything. "From disk" reads a raw float32 file and prepares it.
 *
 *   npx tsx --conditions=source bench/search-latency.ts
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { exactSearch, type Matrix, matrix, normaliseRows, random, row, TopCollector } from "@imantics/core";
import { writeResult } from "./machine.ts";

const vectorCount = 100_000;
const groupCount = 500;
const hitCount = 50;
const markMs = 20;
const warmUps = 10;
const timedQueries = 200;
/** Float64 and plain loops are slow; these many queries are compared. */
const comparedQueries = 40;

const results = [];
for (const columns of [512, 1024]) results.push(await measure(columns));
// Timings on a busy machine say little; the load beside them says how busy it was.
writeResult("search-latency", { vectorCount, hitCount, markMs, loadAverage: loadavg()[0], results });

async function measure(columns: number) {
  const vectors = groupedVectors(columns);
  const folder = await mkdtemp(join(tmpdir(), "imantics-bench-"));
  const file = join(folder, "vectors.f32");
  await writeFile(file, new Uint8Array(vectors.data.buffer));
  const startedAt = performance.now();
  const bytes = await readFile(file);
  const readMs = performance.now() - startedAt;
  const stored = matrix(
    vectorCount,
    columns,
    new Float32Array(bytes.buffer, bytes.byteOffset, vectorCount * columns),
  );
  const search = exactSearch(columns);
  search.append(stored);
  const loadMs = performance.now() - startedAt;
  await rm(folder, { recursive: true });

  const queries = queriesFor(stored, warmUps + timedQueries);
  const firstMs = timeOf(() => search.top(row(queries, 0), hitCount));
  for (let q = 1; q < warmUps; q++) search.top(row(queries, q), hitCount);
  const times = Array.from({ length: timedQueries }, (_, q) =>
    timeOf(() => search.top(row(queries, warmUps + q), hitCount)),
  );
  const plainTimes: number[] = [];
  let found = 0;
  for (let q = 0; q < comparedQueries; q++) {
    const query = row(queries, warmUps + q);
    let expected = new Int32Array(0);
    plainTimes.push(timeOf(() => (expected = plainSearch(stored, query))));
    const { indices } = search.top(query, hitCount);
    found += indices.filter((index) => expected.includes(index)).length;
  }
  const result = {
    columns,
    readMs: rounded(readMs),
    loadMs: rounded(loadMs),
    firstMs: rounded(firstMs),
    p50Ms: rounded(quantile(times, 0.5)),
    p95Ms: rounded(quantile(times, 0.95)),
    ratioToMark: rounded(quantile(times, 0.95) / markMs),
    plainP50Ms: rounded(quantile(plainTimes, 0.5)),
    ratioToPlain: rounded(quantile(times, 0.5) / quantile(plainTimes, 0.5)),
    recall: found / (comparedQueries * hitCount),
    bytesPerVector: search.bytesPerVector,
  };
  console.log(
    `${vectorCount} x ${columns}: p50 ${result.p50Ms} ms, p95 ${result.p95Ms} ms = ${result.ratioToMark} of the mark; ` +
      `${result.ratioToPlain} of a plain loop (${result.plainP50Ms} ms); recall ${result.recall}; ` +
      `from disk ${result.loadMs} ms (read ${result.readMs}), first query ${result.firstMs} ms; ` +
      `${result.bytesPerVector} bytes a vector`,
  );
  return result;
}

/** One float64 sum after the other: the definition, and the peer. */
function plainSearch(vectors: Matrix, query: Float32Array): Int32Array<ArrayBuffer> {
  const { rows, columns, data } = vectors;
  const best = new TopCollector(hitCount);
  for (let i = 0; i < rows; i++) {
    const start = i * columns;
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += data[start + j]! * query[j]!;
    best.offer(sum, i);
  }
  return Int32Array.from(best.take().indices);
}

function groupedVectors(columns: number): Matrix {
  const chance = random(1);
  const centres = Float32Array.from({ length: groupCount * columns }, () => chance.normal());
  const vectors = matrix(vectorCount, columns);
  for (let i = 0; i < vectorCount; i++) {
    const centre = chance.integer(groupCount) * columns;
    const values = row(vectors, i);
    // Sums of uniforms are normal enough here and ten times faster to draw.
    for (let j = 0; j < columns; j++) {
      values[j] = centres[centre + j]! + 4 * (chance.uniform() + chance.uniform() - 1);
    }
  }
  return normaliseRows(vectors);
}

function queriesFor(vectors: Matrix, count: number): Matrix {
  const chance = random(2);
  const queries = matrix(count, vectors.columns);
  const noise = 1 / Math.sqrt(vectors.columns);
  for (let q = 0; q < count; q++) {
    const near = row(vectors, chance.integer(vectors.rows));
    const values = row(queries, q);
    for (let j = 0; j < values.length; j++) values[j] = (q % 2 ? near[j]! : 0) + noise * chance.normal();
  }
  return normaliseRows(queries);
}

function timeOf(work: () => void): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
