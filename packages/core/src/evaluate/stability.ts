/**
 * Stability: would the clusters be found again if some of the vectors were not there? The whole is
 * clustered once, then parts of it, and each part's clustering is compared with the whole's on the
 * vectors they share. Chance-corrected for the clustering, and for each cluster the Jaccard overlap
 * with its best counterpart. After Hennig (2007): above .75 a cluster is stable, below .5 dissolved.
 *
 * Stable is not right: one cluster, or halves of a round cloud along its longest axis, are stable too.
 */
import { type Matrix, selectRows } from "../matrix.ts";
import { random, sample } from "../random.ts";
import { noiseAsSingletons } from "./agreement.ts";
import { contingency } from "./contingency.ts";
import { adjustedMutualInformation } from "./information.ts";
import { clusterSizes } from "./silhouette.ts";

export interface StabilityOptions {
  /** Part of the vectors in each round, above 0 and at most 1. Default .8. */
  readonly share?: number;
  /** Default 10. */
  readonly rounds?: number;
  /** Default 0. */
  readonly seed?: number;
}

export interface Stability {
  /** Mean AMI with the whole's clustering over the rounds, noise as singletons. */
  readonly agreement: number;
  /** AMI of each round. */
  readonly agreements: Float64Array;
  /** By cluster of the whole, 0..1: its mean overlap with its best counterpart. */
  readonly overlaps: Float64Array;
}

/**
 * `rounds` clusterings of parts.
 * @param assignment the clustering of all vectors, -1 is noise
 * @param clusterPart clusters a part; the seed is another in every round
 * @throws RangeError when `assignment` does not label the vectors, or the part or rounds are nothing.
 */
export async function stability(
  vectors: Matrix,
  assignment: Int32Array,
  clusterPart: (part: Matrix, seed: number) => Promise<Int32Array>,
  { share = 0.8, rounds = 10, seed = 0 }: StabilityOptions = {},
): Promise<Stability> {
  const size = Math.round(share * vectors.rows);
  if (assignment.length !== vectors.rows || size < 1 || size > vectors.rows || rounds < 1) {
    throw new RangeError(
      `${rounds} rounds on ${size} of ${vectors.rows} vectors with ${assignment.length} labels: stability needs ` +
        "at least 1 round, a share above 0 and at most 1, and one label for each vector.",
    );
  }
  const chance = random(seed);
  const agreements = new Float64Array(rounds);
  const overlapSums = new Float64Array(clusterSizes(assignment).length);
  const timesSeen = new Int32Array(overlapSums.length);
  for (let round = 0; round < rounds; round++) {
    const rows = sample(vectors.rows, size, chance);
    const found = await clusterPart(selectRows(vectors, rows), chance.integer(2 ** 32));
    const whole = rows.map((i) => assignment[i]);
    agreements[round] = adjustedMutualInformation(
      contingency(noiseAsSingletons(whole), noiseAsSingletons(found)),
    );
    for (const [cluster, overlap] of bestOverlaps(whole, found)) {
      overlapSums[cluster] += overlap;
      timesSeen[cluster]++;
    }
  }
  return {
    agreement: agreements.reduce((sum, value) => sum + value, 0) / rounds,
    agreements,
    overlaps: overlapSums.map((sum, c) => (timesSeen[c] === 0 ? 0 : sum / timesSeen[c])),
  };
}

/** Best Jaccard overlap of each cluster of `whole` with a cluster of `found`; noise is no cluster. */
function bestOverlaps(whole: Int32Array, found: Int32Array): Map<number, number> {
  const wholeSizes = clusterSizes(whole);
  const foundSizes = clusterSizes(found);
  const shared = new Map<number, number>();
  for (let i = 0; i < whole.length; i++) {
    if (whole[i] < 0 || found[i] < 0) continue;
    const key = whole[i] * foundSizes.length + found[i];
    shared.set(key, (shared.get(key) ?? 0) + 1);
  }
  const best = new Map<number, number>();
  for (let c = 0; c < wholeSizes.length; c++) if (wholeSizes[c] > 0) best.set(c, 0);
  for (const [key, both] of shared) {
    const c = Math.floor(key / foundSizes.length);
    const union = wholeSizes[c] + foundSizes[key % foundSizes.length] - both;
    best.set(c, Math.max(best.get(c) ?? 0, both / union));
  }
  return best;
}
