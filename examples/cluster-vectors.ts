/**
 * Clusters vectors of any origin with the maths alone: `@imantics/core` has no engine behind it and
 * runs in Node, a worker or a browser.
 *
 *   npx tsx --conditions=source examples/cluster-vectors.ts
 */
import { agreement, clusterMethod, matrix, plainKernels, random, row, silhouette } from "@imantics/core";

// Three clouds of 40 points around three directions of a space of 16 dimensions.
const truth = Int32Array.from({ length: 120 }, (_, i) => i % 3);
const chance = random(1);
const vectors = matrix(truth.length, 16);
for (const [i, cloud] of truth.entries()) {
  const point = row(vectors, i);
  for (let j = 0; j < point.length; j++) point[j] = (j % 3 === cloud ? 1 : 0) + 0.3 * chance.normal();
}

for (const [id, options] of [
  ["kmeans", { clusterCount: 3 }],
  ["agglomerative", { clusterCount: 3 }],
] as const) {
  const { assignment, clusterCount } = await clusterMethod(id).cluster(vectors, options, { seed: 1 });
  const { mean } = await silhouette(vectors, assignment, { metric: "euclidean", kernels: plainKernels });
  const { adjustedRandIndex } = agreement(truth, assignment);
  console.log(
    `${id}: ${clusterCount} clusters, silhouette ${mean.toFixed(2)}, agreement ${adjustedRandIndex.toFixed(2)}`,
  );
}
