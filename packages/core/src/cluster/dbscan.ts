/**
 * DBSCAN: clusters are what dense points reach, the rest is noise.
 *
 * A vector is dense (a core) when at least `minSamples` vectors, itself included, lie within `eps`,
 * eps included. A border vector within reach of several clusters goes to the one whose first core has
 * the lowest index, as in scikit-learn. Two passes over the distances instead of neighbour lists:
 * memory stays O(n) however large eps is. Pairs that the kernels' rounding cannot decide are measured
 * again in float64, so the result does not depend on who computes.
 * After Ester, Kriegel, Sander & Xu (1996).
 */
import { tileRows, tiles } from "../compute/tile-rows.ts";
import { type Matrix, normaliseRows, row, rowRange, squaredDistance } from "../matrix.ts";
import { clusteringFromLabels } from "./clustering.ts";
import { Groups } from "./dendrogram.ts";
import { defineMethod, type MethodRun } from "./method.ts";

export const dbscan = defineMethod(
  {
    id: "dbscan",
    title: "DBSCAN",
    summary: "Dense regions of any shape; finds their number and leaves sparse vectors out as noise.",
    options: [
      {
        name: "eps",
        aliases: ["epsilon"],
        type: "number",
        default: 0.5,
        min: 0,
        meaning: "Largest distance of neighbours; cosine distance is 1 minus the cosine.",
      },
      {
        name: "minSamples",
        type: "integer",
        default: 5,
        min: 1,
        meaning: "Vectors within eps, itself included, that make a vector dense.",
      },
      {
        name: "metric",
        type: "choice",
        choices: ["euclidean", "cosine"],
        default: "euclidean",
        meaning: "How vectors are compared.",
      },
    ],
    complexity: "O(n² d); memory O(n)",
    findsCount: true,
    marksNoise: true,
    placesNewPoints: false,
    source: "Ester, Kriegel, Sander & Xu (1996)",
  },
  async (vectors, { eps, minSamples, metric }, run) => {
    const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
    // ‖x - y‖² = 2 (1 - cos) on unit vectors.
    const squaredEps = metric === "cosine" ? 2 * eps : eps * eps;
    const neighbourCounts = new Int32Array(vectors.rows).fill(1);
    await forEachPairWithin(measured, squaredEps, "count neighbours", run, (i, j) => {
      neighbourCounts[i]++;
      neighbourCounts[j]++;
    });
    const cores = Uint8Array.from(neighbourCounts, (count) => (count >= minSamples ? 1 : 0));
    const groups = new Groups(vectors.rows);
    const borders: number[] = [];
    await forEachPairWithin(measured, squaredEps, "join cores", run, (i, j) => {
      if (cores[i] && cores[j]) groups.join(i, j);
      else if (cores[i]) borders.push(j, i);
      else if (cores[j]) borders.push(i, j);
    });
    const labels = Int32Array.from(cores, (isCore, i) => (isCore ? groups.find(i) : -1));
    for (let p = 0; p < borders.length; p += 2) {
      const cluster = groups.find(borders[p + 1]);
      const border = borders[p];
      if (labels[border] < 0 || cluster < labels[border]) labels[border] = cluster;
    }
    return clusteringFromLabels(vectors, labels, { metric, kernels: run.kernels, extras: { cores } });
  },
);

/** Calls `visit` for every pair i < j of rows at most √`limit` apart, to float32 precision of `limit`. */
async function forEachPairWithin(
  vectors: Matrix,
  limit: number,
  stage: string,
  run: MethodRun,
  visit: (i: number, j: number) => void,
): Promise<void> {
  const norms = await run.kernels.squaredNorms(vectors);
  const largestNorm = norms.reduce((largest, norm) => Math.max(largest, norm), 0);
  // What products of float32 numbers may miss, and what storing the input as float32 may have moved.
  const doubt = 1e-5 * largestNorm + 1e-6 * limit;
  const inclusive = limit * (1 + 1e-6) + 1e-12 * largestNorm;
  for (const { start, end } of tiles(vectors.rows, tileRows(vectors.rows))) {
    const tile = await run.kernels.squaredDistances(
      rowRange(vectors, start, end),
      rowRange(vectors, start, vectors.rows),
    );
    for (let i = start; i < end; i++) {
      const from = (i - start) * tile.columns - start;
      for (let j = i + 1; j < vectors.rows; j++) {
        const distance = tile.data[from + j];
        if (distance > limit + doubt) continue;
        if (distance < limit - doubt || squaredDistance(row(vectors, i), row(vectors, j)) <= inclusive) {
          visit(i, j);
        }
      }
    }
    await run.step({ stage, done: end, total: vectors.rows });
  }
}
