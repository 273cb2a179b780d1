/**
 * DBSCAN: clusters are what dense points reach, the rest is noise.
 *
 * A vector is dense (a core) when at least `minSamples` vectors, itself included, lie within `eps`,
 * eps included. A border vector within reach of several clusters goes to the one whose first core has
 * the lowest index, as in scikit-learn. Neighbouring pairs are kept from the first pass over the
 * distances, or, when there are too many, found again in a second: memory stays bounded however large
 * eps is.
 * After Ester, Kriegel, Sander & Xu (1996).
 */
import type { Matrix } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import type { Metric } from "../../method/metric.ts";
import { toSquared } from "../../method/metric-scale.ts";
import { centredFor } from "../../neighbours/measured-neighbours.ts";
import { nearestNeighbours } from "../../neighbours/nearest-neighbours.ts";
import { forEachPairWithin } from "../../neighbours/pairs-within.ts";
import { clusteringFromLabels } from "../clustering.ts";
import { coresWithin } from "../fitted-prototypes.ts";
import { Groups } from "../hierarchical/dendrogram.ts";
import { defineMethod } from "../method.ts";

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
        default: null,
        min: 0,
        meaning:
          "Largest distance of neighbours; cosine distance is 1 minus the cosine. Unset: as far as the densest fifth of the vectors must reach to be dense.",
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
    complexity: "O(n² d); memory O(n) and up to 64 MB of pairs",
    findsCount: true,
    marksNoise: true,
    placesNewPoints: false,
    constraints: [],
    source: "Ester, Kriegel, Sander & Xu (1996)",
  },
  async (vectors, { eps, minSamples, metric }, run) => {
    const reach = eps ?? (await usualReach(vectors, minSamples, metric, run));
    const centred = centredFor(vectors, metric);
    const eachPair = (stage: string, visit: (i: number, j: number) => void) =>
      forEachPairWithin(centred, toSquared(metric)(reach), { ...run, stage }, (i, others) => {
        for (let k = 0; k < others.length; k++) visit(i, others[k]);
      });
    const neighbourCounts = new Int32Array(vectors.rows).fill(1);
    const pairs = new PairList();
    await eachPair("count neighbours", (i, j) => {
      neighbourCounts[i]++;
      neighbourCounts[j]++;
      pairs.add(i, j);
    });
    const cores = Uint8Array.from(neighbourCounts, (count) => (count >= minSamples ? 1 : 0));
    const groups = new Groups(vectors.rows);
    const borders: number[] = [];
    const join = (i: number, j: number) => {
      if (cores[i] && cores[j]) groups.join(i, j);
      else if (cores[i]) borders.push(j, i);
      else if (cores[j]) borders.push(i, j);
    };
    if (pairs.isComplete) pairs.forEach(join);
    else await eachPair("join cores", join);
    const labels = Int32Array.from(cores, (isCore, i) => (isCore ? groups.find(i) : -1));
    for (let p = 0; p < borders.length; p += 2) {
      const cluster = groups.find(borders[p + 1]);
      const border = borders[p];
      if (labels[border] < 0 || cluster < labels[border]) labels[border] = cluster;
    }
    return clusteringFromLabels(vectors, labels, {
      metric,
      kernels: run.kernels,
      extras: { cores },
      deciding: coresWithin(vectors, cores, reach),
    });
  },
);

/** Pairs kept at most: 64 MB. */
const MOST_PAIRS = 2 ** 23;

/** Pairs in the order in which they came, until there are too many. */
class PairList {
  #ends = new Int32Array(2 ** 16);
  #length = 0;
  isComplete = true;

  add(i: number, j: number): void {
    if (!this.isComplete) return;
    if (this.#length === this.#ends.length) {
      if (this.#length >= 2 * MOST_PAIRS) {
        this.isComplete = false;
        this.#ends = new Int32Array(0);
        return;
      }
      const longer = new Int32Array(2 * this.#length);
      longer.set(this.#ends);
      this.#ends = longer;
    }
    this.#ends[this.#length++] = i;
    this.#ends[this.#length++] = j;
  }

  forEach(visit: (i: number, j: number) => void): void {
    for (let p = 0; p < this.#length; p += 2) visit(this.#ends[p], this.#ends[p + 1]);
  }
}

/** Share of the vectors that are dense when nobody said what dense is. */
const DENSE_SHARE = 0.2;

/**
 * The distance within which the densest fifth of the vectors have `minSamples` vectors. Photos are no
 * even cloud: with more, the clusters of a collection flow into one; with less, hardly anything is left.
 */
async function usualReach(
  vectors: Matrix,
  minSamples: number,
  metric: Metric,
  { kernels }: MethodRun,
): Promise<number> {
  const { count, distances } = await nearestNeighbours(vectors, Math.max(1, minSamples - 1), {
    metric,
    kernels,
  });
  if (count === 0) return 0;
  const reaches = Float64Array.from(
    { length: vectors.rows },
    (_, i) => distances[(i + 1) * count - 1],
  ).sort();
  return reaches[Math.floor(DENSE_SHARE * (vectors.rows - 1))];
}
