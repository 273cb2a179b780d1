/**
 * OPTICS: one order of the vectors that holds the clusters of every density; the method extracts them
 * by steep slopes (xi) or at one distance (dbscan). The order itself is `reachability-order.ts`, the
 * slopes are `xi-clusters.ts`. After Ankerst, Breunig, Kriegel & Sander (1999).
 */
import { clusteringFromLabels } from "../clustering.ts";
import { coresWithin } from "../fitted-prototypes.ts";
import { defineMethod } from "../method.ts";
import { clustersWithin, type ReachabilityOrder, reachabilityOrder } from "./reachability-order.ts";
import { labelsOfValleys, xiValleys } from "./xi-clusters.ts";

export const optics = defineMethod(
  {
    id: "optics",
    title: "OPTICS",
    summary: "Dense groups of different density from one ordering; precise, leaves much out as noise.",
    options: [
      {
        name: "minSamples",
        type: "integer",
        default: 5,
        min: 1,
        meaning: "Vectors, itself included, that make a neighbourhood.",
      },
      {
        name: "extraction",
        aliases: ["cluster_method"],
        type: "choice",
        choices: ["xi", "dbscan"],
        default: "xi",
        meaning: "Clusters by steep slopes of the reachability (xi), or at one distance (dbscan).",
      },
      {
        name: "xi",
        type: "number",
        default: 0.05,
        min: 0.0001,
        max: 0.9999,
        meaning: "Share by which reachability changes on a steep slope (xi only).",
      },
      {
        name: "minClusterSize",
        type: "integer",
        default: null,
        min: 2,
        meaning: "Smaller groups are noise (xi only). Unset: minSamples, at least 2.",
      },
      {
        name: "eps",
        aliases: ["epsilon"],
        type: "number",
        default: null,
        min: 0,
        meaning:
          "Distance at which clusters are read (dbscan only). Unset: within which the densest fifth of the vectors are dense.",
      },
      {
        name: "maxDistance",
        aliases: ["max_eps"],
        type: "number",
        default: null,
        min: 0,
        meaning: "Nothing is reached from further away. Unset: no limit.",
      },
      {
        name: "metric",
        type: "choice",
        choices: ["euclidean", "cosine"],
        default: "euclidean",
        meaning: "How vectors are compared; cosine distance is 1 minus the cosine.",
      },
    ],
    complexity: "O(n² d); memory 2 n² bytes, so at most 25,000 vectors",
    findsCount: true,
    marksNoise: true,
    placesNewPoints: false,
    constraints: [],
    source: "Ankerst, Breunig, Kriegel & Sander (1999); end of clusters: Schubert & Gertz (2018)",
  },
  async (vectors, { minSamples, extraction, xi, minClusterSize, eps, maxDistance, metric }, run) => {
    if (eps !== null && maxDistance !== null && eps > maxDistance) {
      throw new RangeError(
        `Option eps is ${eps}, but nothing further than maxDistance ${maxDistance} was reached; it must be at most that.`,
      );
    }
    const order = await reachabilityOrder(
      vectors,
      { minSamples, maxDistance: maxDistance ?? Infinity, metric },
      run,
    );
    const kernels = run.kernels;
    if (extraction === "dbscan") {
      const reach = eps ?? usualReach(order);
      const cores = Uint8Array.from(order.coreDistances, (core) => (core <= reach ? 1 : 0));
      const labels = clustersWithin(order, reach);
      return clusteringFromLabels(vectors, labels, {
        metric,
        kernels,
        extras: { cores, reachability: order },
        deciding: coresWithin(vectors, cores, reach),
      });
    }
    const smallest = minClusterSize ?? Math.max(2, minSamples);
    const valleys = xiValleys(order, { xi, minSamples, minClusterSize: smallest });
    const labels = labelsOfValleys(order, valleys);
    return clusteringFromLabels(vectors, labels, { metric, kernels, extras: { reachability: order } });
  },
);

/** Core distance of the densest fifth; 0 when no vector has one. */
function usualReach({ coreDistances }: ReachabilityOrder): number {
  const reach = coreDistances.slice().sort()[Math.floor(0.2 * (coreDistances.length - 1))];
  return reach === Infinity ? 0 : reach;
}
