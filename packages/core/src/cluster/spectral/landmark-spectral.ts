/**
 * Spectral clustering for large collections: the graph is cut between some hundred landmarks, and
 * every vector takes the mean of its landmarks' coordinates (the Nyström extension of eigenvectors).
 *
 * With Z the shares of vectors in landmarks, vectors are as alike as Z D⁻¹ Zᵀ says; its eigenvectors
 * are those of the small graph ZᵀZ, multiplied by Z. Time and memory grow with n, not n².
 * After Fowlkes, Belongie, Chung & Malik (2004), Chen & Cai (2011).
 */
import { connectedComponents, gramOf, type SparseMatrix } from "../../linear-algebra/sparse.ts";
import { type Matrix, matrix, normaliseRows } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import { clusterCountOption, resolveClusterCount } from "../cluster-count.ts";
import { clusteringOfAll } from "../clustering-of-all.ts";
import { copiesTogether } from "../equal-rows.ts";
import { joinParts } from "../hierarchical/join-parts.ts";
import { defineMethod } from "../method.ts";
import { setOutliersApartOption } from "../outliers.ts";
import { partition, restartsOption } from "./embedding-partition.ts";
import { chooseLandmarks, mixtures } from "./landmarks.ts";
import { type SpectralEmbedding, spectralEmbedding } from "./spectral-embedding.ts";

const MOST_LANDMARKS = 1000;

export const landmarkSpectral = defineMethod(
  {
    id: "landmark-spectral",
    title: "Landmark spectral (Nyström)",
    summary:
      "Spectral clustering through some hundred landmarks: groups of any shape, for any number of vectors.",
    options: [
      clusterCountOption,
      {
        name: "landmarks",
        aliases: ["nLandmarks"],
        type: "integer",
        default: null,
        min: 2,
        max: 10_000,
        meaning:
          "Vectors that stand for all others. Unset: one for five vectors, up to 1,000, and three a cluster at least.",
      },
      {
        name: "nearestLandmarks",
        type: "integer",
        default: 5,
        min: 2,
        max: 100,
        meaning: "Landmarks that a vector is a mixture of.",
      },
      {
        name: "metric",
        type: "choice",
        choices: ["euclidean", "cosine"],
        default: "euclidean",
        meaning: "How vectors are compared.",
      },
      restartsOption,
      setOutliersApartOption,
    ],
    complexity: "O(n d p + n k² restarts + p² k) for p landmarks; memory O(n (k + 25))",
    findsCount: false,
    marksNoise: false,
    placesNewPoints: false,
    constraints: [],
    source: "Fowlkes, Belongie, Chung & Malik (2004); Chen & Cai (2011)",
  },
  async (vectors, { clusterCount, nearestLandmarks, metric, restarts, setOutliersApart, ...wanted }, run) => {
    const count = resolveClusterCount(clusterCount, vectors.rows);
    const usual = Math.max(3 * count, Math.min(MOST_LANDMARKS, Math.ceil(vectors.rows / 5)));
    const landmarkCount = Math.min(vectors.rows, Math.max(count, wanted.landmarks ?? usual));
    const options = { count, landmarkCount, nearestLandmarks, restarts };
    const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
    const cut = copiesTogether(measured, count) ?? (await cutThroughLandmarks(measured, options, run));
    return clusteringOfAll(vectors, cut, { metric, setOutliersApart, run });
  },
);

async function cutThroughLandmarks(
  vectors: Matrix,
  options: { count: number; landmarkCount: number; nearestLandmarks: number; restarts: number },
  run: MethodRun,
): Promise<Int32Array> {
  const { count, landmarkCount, nearestLandmarks, restarts } = options;
  const landmarks = await chooseLandmarks(vectors, landmarkCount, run);
  const shares = await mixtures(vectors, landmarks, nearestLandmarks, run);
  const graph = gramOf(shares);
  const parts = connectedComponents(graph);
  if (parts.count >= count) {
    // A vector lies in the part of any of its landmarks: it joins them all.
    const component = Int32Array.from(
      { length: vectors.rows },
      (_, i) => parts.component[shares.indices[shares.starts[i]]],
    );
    return joinParts(vectors, component, { count, metric: "euclidean" }, run);
  }
  const ofLandmarks = await spectralEmbedding(graph, Math.min(count, graph.rows), run);
  return partition(extend(ofLandmarks, shares), count, { by: "k-means", restarts }, run);
}

/** Coordinates of vectors: the mean of their landmarks', each axis over the root of its eigenvalue. */
function extend({ eigenvalues, coordinates }: SpectralEmbedding, shares: SparseMatrix): Matrix {
  const { columns } = coordinates;
  // The eigenvalue of ZᵀZ; where it is 0 the axis tells vectors nothing.
  const scale = eigenvalues.map((value) => (value < 1 - 1e-9 ? 1 / Math.sqrt(1 - value) : 0));
  const extended = matrix(shares.rows, columns);
  for (let i = 0; i < shares.rows; i++) {
    for (let p = shares.starts[i]; p < shares.starts[i + 1]; p++) {
      const source = shares.indices[p] * columns;
      for (let t = 0; t < columns; t++) {
        extended.data[i * columns + t] += shares.values[p] * scale[t] * coordinates.data[source + t];
      }
    }
  }
  return extended;
}
