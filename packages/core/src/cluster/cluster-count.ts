/** How many clusters, when nobody said: the option that several methods share, and its default. */

/** √(n/2): groups of about √(2n), few enough to look through and small enough to mean something. */
export function browsingCount(vectorCount: number): number {
  return Math.max(1, Math.round(Math.sqrt(vectorCount / 2)));
}

export const clusterCountOption = {
  name: "clusterCount",
  aliases: ["k", "n_clusters"],
  type: "integer",
  default: null,
  min: 1,
  meaning: "How many clusters to make. Unset: the square root of half the number of vectors.",
} as const;

/** @throws RangeError when more clusters are asked for than there are vectors. */
export function resolveClusterCount(given: number | null, vectorCount: number): number {
  if (given !== null && given > vectorCount) {
    throw new RangeError(
      `Option clusterCount is ${given}, but there are only ${vectorCount} vectors; it must be from 1 to ${vectorCount}.`,
    );
  }
  return given ?? browsingCount(vectorCount);
}
