/**
 * Every clustering method, in the order in which people are offered them. One line adds a method to
 * the command line, the API, the page and the documentation.
 */

import { bisectingKmeans } from "./centroid/bisecting-kmeans.ts";
import { kmeans } from "./centroid/kmeans.ts";
import { miniBatchKmeans } from "./centroid/mini-batch-kmeans.ts";
import { sphericalKmeans } from "./centroid/spherical-kmeans.ts";
import { dbscan } from "./density/dbscan.ts";
import { hdbscan } from "./density/hdbscan.ts";
import { meanShift } from "./density/mean-shift.ts";
import { optics } from "./density/optics.ts";
import { evidenceAccumulation } from "./ensemble/evidence-accumulation.ts";
import { agglomerative } from "./hierarchical/agglomerative.ts";
import { birch } from "./hierarchical/birch.ts";
import { firstNeighbours } from "./hierarchical/first-neighbours.ts";
import { twoStage } from "./hierarchical/two-stage.ts";
import type { ClusterMethod } from "./method.ts";
import { gaussianMixture } from "./mixture/gaussian-mixture.ts";
import { landmarkSpectral } from "./spectral/landmark-spectral.ts";
import { powerIteration } from "./spectral/power-iteration.ts";
import { spectral } from "./spectral/spectral.ts";

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
