/**
 * Every clustering method, in the order in which people are offered them. One line adds a method to
 * the command line, the API, the page and the documentation.
 */
import { agglomerative } from "./agglomerative.ts";
import { birch } from "./birch.ts";
import { bisectingKmeans } from "./bisecting-kmeans.ts";
import { dbscan } from "./dbscan.ts";
import { evidenceAccumulation } from "./evidence-accumulation.ts";
import { firstNeighbours } from "./first-neighbours.ts";
import { gaussianMixture } from "./gaussian-mixture.ts";
import { hdbscan } from "./hdbscan.ts";
import { kmeans } from "./kmeans.ts";
import { landmarkSpectral } from "./landmark-spectral.ts";
import { meanShift } from "./mean-shift.ts";
import type { ClusterMethod } from "./method.ts";
import { miniBatchKmeans } from "./mini-batch-kmeans.ts";
import { optics } from "./optics.ts";
import { powerIteration } from "./power-iteration.ts";
import { spectral } from "./spectral.ts";
import { sphericalKmeans } from "./spherical-kmeans.ts";
import { twoStage } from "./two-stage.ts";

export const clusterMethods: readonly ClusterMethod[] = [
  agglomerative,
  kmeans,
  sphericalKmeans,
  miniBatchKmeans,
  bisectingKmeans,
  gaussianMixture,
  twoStage,
  birch,
  dbscan,
  hdbscan,
  optics,
  meanShift,
  spectral,
  landmarkSpectral,
  powerIteration,
  firstNeighbours,
  evidenceAccumulation,
];

/** @throws RangeError naming the methods there are. */
export function clusterMethod(id: string): ClusterMethod {
  const method = clusterMethods.find((candidate) => candidate.id === id);
  if (method) return method;
  const known = clusterMethods.map((candidate) => candidate.id).join(", ");
  throw new RangeError(`There is no clustering method "${id}"; the methods are ${known}.`);
}
