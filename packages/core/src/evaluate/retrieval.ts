/**
 * How good ranked answers are, and how well neighbours share labels.
 */
import type { Metric } from "../cluster/clustering.ts";
import type { Kernels } from "../compute/kernels.ts";
import type { Matrix } from "../matrix.ts";
import { nearestNeighbours } from "../neighbours/nearest-neighbours.ts";
import type { Labels } from "./contingency.ts";

/** Share of `relevant` found among the first `k` of `ranked`; NaN when nothing is relevant. */
export function recallAt(k: number, ranked: ArrayLike<number>, relevant: ReadonlySet<number>): number {
  return hitsAmong(k, ranked, relevant) / relevant.size;
}

/** Share of the first `k` that are relevant; places that `ranked` does not fill count as misses. */
export function precisionAt(k: number, ranked: ArrayLike<number>, relevant: ReadonlySet<number>): number {
  return hitsAmong(k, ranked, relevant) / k;
}

/** Mean precision at the places of relevant items; relevant items that were not ranked count 0. */
export function averagePrecision(ranked: ArrayLike<number>, relevant: ReadonlySet<number>): number {
  let hits = 0;
  let sum = 0;
  for (let place = 0; place < ranked.length; place++) {
    if (!relevant.has(ranked[place])) continue;
    hits++;
    sum += hits / (place + 1);
  }
  return sum / relevant.size;
}

/** mAP: the mean of `averagePrecision` over queries that have anything relevant; NaN without any. */
export function meanAveragePrecision(
  queries: readonly { readonly ranked: ArrayLike<number>; readonly relevant: ReadonlySet<number> }[],
): number {
  const answerable = queries.filter(({ relevant }) => relevant.size > 0);
  const sum = answerable.reduce(
    (total, { ranked, relevant }) => total + averagePrecision(ranked, relevant),
    0,
  );
  return sum / answerable.length;
}

/**
 * Leave-one-out: the mean share of each vector's `k` nearest neighbours that carry its label. With k = 1
 * the accuracy of a nearest-neighbour classifier. O(n² d).
 */
export async function neighbourAgreement(
  vectors: Matrix,
  labels: Labels,
  k: number,
  { metric, kernels }: { metric: Metric; kernels: Kernels },
): Promise<number> {
  if (labels.length !== vectors.rows) {
    throw new RangeError(
      `There are ${labels.length} labels for ${vectors.rows} vectors; each vector needs one.`,
    );
  }
  const { count, indices } = await nearestNeighbours(vectors, k, { metric, kernels });
  let agreeing = 0;
  for (let p = 0; p < indices.length; p++) {
    if (labels[indices[p]] === labels[Math.floor(p / count)]) agreeing++;
  }
  return agreeing / indices.length;
}

function hitsAmong(k: number, ranked: ArrayLike<number>, relevant: ReadonlySet<number>): number {
  let hits = 0;
  for (let place = 0; place < Math.min(k, ranked.length); place++) if (relevant.has(ranked[place])) hits++;
  return hits;
}
