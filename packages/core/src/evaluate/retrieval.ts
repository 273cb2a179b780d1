/**
 * How good ranked answers are, and how well neighbours share labels.
 */

import type { Kernels } from "../compute/kernels.ts";
import type { Matrix } from "../matrix.ts";
import type { Metric } from "../method/metric.ts";
import { nearestNeighbours } from "../neighbours/nearest-neighbours.ts";
import type { Labels } from "./contingency.ts";

/** What was answered, best first, and what should have been. */
export interface RankedQuery {
  readonly ranked: ArrayLike<number>;
  readonly relevant: ReadonlySet<number>;
}

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
export function meanAveragePrecision(queries: readonly RankedQuery[]): number {
  return meanOverQueries(queries, averagePrecision);
}

/** The mean of any figure over the queries that have anything relevant; NaN without any. */
export function meanOverQueries(
  queries: readonly RankedQuery[],
  measure: (ranked: ArrayLike<number>, relevant: ReadonlySet<number>) => number,
): number {
  const answerable = queries.filter(({ relevant }) => relevant.size > 0);
  const sum = answerable.reduce((total, { ranked, relevant }) => total + measure(ranked, relevant), 0);
  return sum / answerable.length;
}

/** 1 / place of the first relevant item, 0 when none is ranked. Its mean over queries is the MRR. */
export function reciprocalRank(ranked: ArrayLike<number>, relevant: ReadonlySet<number>): number {
  for (let place = 0; place < ranked.length; place++) if (relevant.has(ranked[place])) return 1 / (place + 1);
  return 0;
}

/**
 * nDCG at `k`: gains of the first `k`, divided by log2(place + 1), over the best possible order's.
 * Järvelin & Kekäläinen (2002), with gains as they are (not 2^gain - 1). NaN when nothing has a gain.
 * @param gains what each item is worth, above 0; items that are not there are worth nothing
 */
export function normalisedDiscountedGain(
  k: number,
  ranked: ArrayLike<number>,
  gains: ReadonlyMap<number, number>,
): number {
  const found = Array.from(
    { length: Math.min(k, ranked.length) },
    (_, place) => gains.get(ranked[place]) ?? 0,
  );
  const best = [...gains.values()].sort((a, b) => b - a).slice(0, k);
  return discounted(found) / discounted(best);
}

function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, place) => sum + gain / Math.log2(place + 2), 0);
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
