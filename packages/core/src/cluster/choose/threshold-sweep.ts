/**
 * What a tree gives at each distance threshold, and the threshold that changes least: the middle of
 * the longest stretch of distances over which the clusters stay as they are. After the lifetime
 * criterion of Fred & Jain (2005).
 */
import type { Dendrogram } from "../hierarchical/dendrogram.ts";
import type { CriterionDescription, Curve } from "./curve.ts";

export const lifetimeDescription: CriterionDescription = {
  id: "lifetime",
  title: "Longest-lived cut",
  option: "distanceThreshold",
  meaning:
    "Number of clusters at each distance threshold of the tree. Speaks for the middle of the longest stretch without a merge.",
  warning:
    "With ward the last merges are the highest for any data, so it leans towards two clusters; look at the whole curve.",
  complexity: "O(n)",
  source: "Fred & Jain (2005)",
};

/**
 * `positions` are thresholds, `values` the number of clusters at each: a merge at the threshold itself
 * is not made. By default every merge height is a threshold. Looks for stretches that leave 2 clusters
 * or more, and less than half of the vectors as clusters. O(n log n).
 */
export function thresholdSweep(tree: Dendrogram, thresholds: Float64Array = tree.height): Curve {
  const positions = Float64Array.from(thresholds).sort();
  const values = positions.map((threshold) => tree.leafCount - mergesBelow(tree.height, threshold));
  const longest = longestStretch(tree);
  return {
    criterion: lifetimeDescription.id,
    positions,
    values,
    chosen: longest === undefined ? null : (longest.from + longest.to) / 2,
    reason:
      longest === undefined
        ? "No two groups of the tree stay apart over any distance."
        : `From ${longest.from.toPrecision(3)} to ${longest.to.toPrecision(3)} nothing merges, the longest such stretch: ${longest.clusterCount} clusters.`,
  };
}

function longestStretch({ height, leafCount }: Dendrogram) {
  let longest: { from: number; to: number; clusterCount: number } | undefined;
  for (let t = Math.ceil(leafCount / 2); t + 1 <= height.length; t++) {
    // After merges 0 … t-1 there are leafCount - t clusters, until the height of merge t.
    const from = height[t - 1];
    const to = height[t];
    if (to - from > (longest === undefined ? 0 : longest.to - longest.from)) {
      longest = { from, to, clusterCount: leafCount - t };
    }
  }
  return longest;
}

/** How many ascending heights are lower than `threshold`. */
function mergesBelow(height: Float64Array, threshold: number): number {
  let low = 0;
  let high = height.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (height[middle] < threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}
