/** What the browser test computes with core, in a worker and in Node alike. */
import {
  clusterMethod,
  exactSearch,
  featureMethod,
  matrix,
  neighbourGraph,
  perceptualHash,
  portableKernels,
  reductionMethod,
  row,
} from "@imantics/core";

/** Arrays without a type of their own, so that they survive the way from and to a page. */
export interface Input {
  readonly rows: number;
  readonly columns: number;
  readonly numbers: readonly number[];
}

export interface Output {
  readonly kernels: string;
  /** Cluster of every vector, by method. */
  readonly labels: Record<string, readonly number[]>;
  /** Indices of exact search. */
  readonly nearest: readonly number[];
  readonly approximate: readonly number[];
  readonly varianceShares: readonly number[];
  readonly coordinates: readonly number[];
  readonly hash: string;
}

export async function computeInCore({ rows, columns, numbers }: Input): Promise<Output> {
  const vectors = matrix(rows, columns, Float32Array.from(numbers));
  const kernels = portableKernels();
  const context = { seed: 3, kernels };
  const labelsOf = async (id: string, options: Record<string, unknown>) => [
    ...(await clusterMethod(id).cluster(vectors, options, context)).assignment,
  ];
  const search = exactSearch(columns);
  search.append(vectors);
  const graph = await neighbourGraph(vectors, 10, context, { exactUpTo: 0 });
  const pca = await reductionMethod("pca").reduce(vectors, { dimensions: 3 }, context);
  const bytes = Uint8Array.from({ length: 3 * 16 * 16 }, (_, i) => (i * 37) % 256);
  const picture = { width: 16, height: 16, data: bytes };
  return {
    kernels: kernels.name,
    labels: {
      kmeans: await labelsOf("kmeans", { clusterCount: 5 }),
      ward: await labelsOf("agglomerative", { clusterCount: 5, linkage: "ward" }),
      dbscan: await labelsOf("dbscan", { minSamples: 5 }),
    },
    nearest: [...search.top(row(vectors, 7), 25).indices],
    approximate: [...graph.indices],
    varianceShares: [...(pca.varianceShares ?? [])],
    coordinates: [...pca.coordinates.data],
    hash: perceptualHash(picture) + featureMethod("hog").describe(picture).length,
  };
}

if ("WorkerGlobalScope" in globalThis) {
  addEventListener("message", ({ data }: MessageEvent<Input>) => {
    // An error must reach the page as one, not as a rejection that nobody hears.
    computeInCore(data).then(postMessage, (error: unknown) => setTimeout(() => reportError(error)));
  });
}
