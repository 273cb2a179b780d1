/**
 * What `clustering.ts` measures: one row a piece of work, with the share of the peer's time that it may
 * take. The same settings go to both sides; what a row finds is compared as well as its time, because
 * speed with worse results is no speed.
 */
import {
  adjustedRandIndex,
  type ClusterContext,
  clusterMethods,
  contingency,
  type Matrix,
  nearestNeighbours,
  projectionMethods,
  projectionQuality,
  reductionMethod,
} from "@imantics/core";
import { coordinatesOf, labelsOf, type PeerOutcome } from "./peers/environment.ts";
import type { UnitVectors } from "./unit-vectors.ts";

type Context = ClusterContext & Required<Pick<ClusterContext, "kernels">>;

/** How what we found compares with what the peer found. */
export interface Comparison {
  readonly figure: string;
  readonly ours: number;
  /** Absent where one number speaks of both, as agreement does. */
  readonly peer?: number;
}

/** What our side computed, and how to hold it against a peer's. */
export interface OwnOutcome {
  compare(peer: PeerOutcome): Promise<Comparison>;
}

export interface Work {
  readonly id: string;
  readonly title: string;
  readonly data: UnitVectors;
  /** Largest share of the fastest peer's time. */
  readonly mark: number;
  readonly peers: readonly string[];
  /** For both sides; each knows its own names for them. */
  readonly settings: Readonly<Record<string, number>>;
  /** Null while the registry has no such method. */
  readonly run: ((vectors: Matrix, context: Context) => Promise<OwnOutcome>) | null;
}

const columns = 512;
export const works: readonly Work[] = [
  {
    id: "kmeans",
    title: "k-means, N=20k, K=100",
    data: { rows: 20_000, columns, groups: 100 },
    mark: 0.8,
    peers: ["sklearn-kmeans"],
    settings: { k: 100 },
    run: clusters("kmeans", { clusterCount: 100, restarts: 1 }, "inertia"),
  },
  {
    id: "neighbours",
    title: "exact neighbours, N=20k, k=20",
    data: { rows: 20_000, columns, groups: 100 },
    mark: 0.6,
    peers: ["sklearn-neighbours"],
    settings: { k: 20 },
    run: async (vectors, { kernels }) => {
      const { indices } = await nearestNeighbours(vectors, 20, { metric: "euclidean", kernels });
      return {
        compare: async (peer) => ({ figure: "same neighbours", ours: sameShare(indices, peer.values.data) }),
      };
    },
  },
  {
    id: "ward",
    title: "Ward, N=20k",
    data: { rows: 20_000, columns, groups: 100 },
    mark: 0.1,
    peers: ["sklearn-ward"],
    settings: { k: 100 },
    run: clusters("agglomerative", { linkage: "ward", clusterCount: 100 }),
  },
  {
    id: "dbscan",
    title: "DBSCAN, N=20k",
    data: { rows: 20_000, columns, groups: 100 },
    mark: 0.7,
    peers: ["sklearn-dbscan"],
    settings: { eps: 0.45, minSamples: 5 },
    run: clusters("dbscan", { eps: 0.45, minSamples: 5 }),
  },
  {
    id: "optics",
    title: "OPTICS, N=5k",
    data: { rows: 5_000, columns, groups: 50 },
    mark: 0.2,
    peers: ["sklearn-optics"],
    settings: { minSamples: 5 },
    run: clusters("optics", { minSamples: 5 }),
  },
  {
    id: "hdbscan",
    title: "HDBSCAN, N=20k",
    data: { rows: 20_000, columns, groups: 100 },
    mark: 0.5,
    // scikit-learn's own takes several times as long as this package at 512 numbers.
    peers: ["hdbscan"],
    settings: { minClusterSize: 15, minSamples: 5 },
    run: clusters("hdbscan", { minClusterSize: 15, minSamples: 5 }),
  },
  {
    id: "gaussian-mixture",
    title: "Gaussian mixture (diagonal), N=20k, K=50",
    data: { rows: 20_000, columns, groups: 50 },
    mark: 0.8,
    peers: ["sklearn-gaussian-mixture"],
    settings: { k: 50 },
    run: clusters(
      "gaussian-mixture",
      { clusterCount: 50, covariance: "diagonal" },
      "log-likelihood of a vector",
    ),
  },
  {
    id: "mean-shift",
    title: "mean shift, N=2k",
    data: { rows: 2_000, columns, groups: 20 },
    mark: 0.8,
    peers: ["sklearn-mean-shift"],
    settings: { bandwidth: 0.8 },
    run: clusters("mean-shift", { bandwidth: 0.8 }),
  },
  {
    id: "spectral",
    title: "spectral, N=5k, K=50",
    data: { rows: 5_000, columns, groups: 50 },
    mark: 0.8,
    peers: ["sklearn-spectral"],
    settings: { k: 50 },
    run: clusters("spectral", { clusterCount: 50, neighbours: 10 }),
  },
  {
    id: "tsne",
    title: "t-SNE 2-D, N=10k",
    data: { rows: 10_000, columns, groups: 50 },
    mark: 0.5,
    peers: ["sklearn-tsne"],
    settings: { perplexity: 30 },
    run: projects("tsne", { perplexity: 30 }, "Kullback-Leibler divergence"),
  },
  {
    id: "umap",
    title: "UMAP, N=20k",
    data: { rows: 20_000, columns, groups: 100 },
    mark: 0.7,
    peers: ["umap-learn"],
    // The same graph on both sides: umap-learn counts a vector among its own neighbours.
    settings: { neighbours: 15 },
    run: projects("umap", { neighbourCount: 14 }, "trustworthiness"),
  },
  {
    id: "pca",
    title: "PCA 512 → 50, N=100k",
    data: { rows: 100_000, columns, groups: 200 },
    mark: 1,
    peers: ["sklearn-pca"],
    settings: { dimensions: 50 },
    run: async (vectors, context) => {
      const { varianceShares } = await reductionMethod("pca").reduce(vectors, { dimensions: 50 }, context);
      const kept = varianceShares?.reduce((sum, share) => sum + share, 0) ?? Number.NaN;
      return {
        compare: async (peer) => ({ figure: "variance kept", ours: kept, peer: peer.figure ?? Number.NaN }),
      };
    },
  },
];

/** A registered method: compared by what it minimised, else by agreement of the labels. */
function clusters(id: string, options: Record<string, unknown>, figure?: string): Work["run"] {
  const method = clusterMethods.find((candidate) => candidate.id === id);
  if (method === undefined) return null;
  return async (vectors, context) => {
    const { assignment, inertia, mixture } = await method.cluster(vectors, options, context);
    return {
      async compare(peer) {
        const objective = inertia ?? (mixture && mixture.logLikelihood / vectors.rows);
        if (figure !== undefined && objective !== undefined && peer.figure !== null) {
          return { figure, ours: objective, peer: peer.figure };
        }
        const ours = adjustedRandIndex(contingency(labelsOf(peer), assignment));
        return { figure: "agreement (ARI)", ours };
      },
    };
  };
}

/** A registered projection: compared by its own objective, else by trustworthiness, measured alike for both. */
function projects(id: string, options: Record<string, unknown>, figure: string): Work["run"] {
  const method = projectionMethods.find((candidate) => candidate.id === id);
  if (method === undefined) return null;
  return async (vectors, context) => {
    const { coordinates, objective, metric } = await method.layOut(vectors, options, context);
    return {
      async compare(peer) {
        if (peer.figure !== null && objective !== undefined)
          return { figure, ours: objective, peer: peer.figure };
        const { kernels, seed } = context;
        const trustOf = async (map: Matrix) =>
          (await projectionQuality(vectors, map, { metric, kernels, seed, sampleSize: vectors.rows }))
            .trustworthiness;
        return { figure, ours: await trustOf(coordinates), peer: await trustOf(coordinatesOf(peer)) };
      },
    };
  };
}

function sameShare(ours: Int32Array, theirs: ArrayLike<number>): number {
  let same = 0;
  for (let i = 0; i < ours.length; i++) if (ours[i] === theirs[i]) same++;
  return same / ours.length;
}
