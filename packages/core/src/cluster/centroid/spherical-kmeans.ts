/**
 * Spherical k-means: k-means by direction alone. Vectors count as unit vectors, centres are unit
 * mean directions, and what is maximised is the sum of cosines. The same as k-means under the cosine
 * metric, registered by the name under which people look for it.
 *
 * After Dhillon & Modha (2001).
 */
import { clusterCountOption, resolveClusterCount } from "../cluster-count.ts";
import { defineMethod } from "../method.ts";
import { setOutliersApartOption } from "../outliers.ts";
import { kmeansClustering } from "./kmeans.ts";
import { maxIterationsOption, restartsOption, seedingOption, toleranceOption } from "./kmeans-options.ts";

export const sphericalKmeans = defineMethod(
  {
    id: "spherical-kmeans",
    title: "Spherical k-means",
    summary:
      "k-means by direction: for vectors whose length means nothing, such as those of text and photos.",
    options: [
      clusterCountOption,
      seedingOption,
      restartsOption,
      maxIterationsOption,
      toleranceOption,
      setOutliersApartOption,
    ],
    complexity: "O(n d k) per iteration and restart; memory O(n d + k d)",
    findsCount: false,
    marksNoise: false,
    placesNewPoints: true,
    constraints: ["must-link", "cannot-link"],
    source: "Dhillon & Modha (2001); seeding: Arthur & Vassilvitskii (2007)",
  },
  async (vectors, { clusterCount, ...options }, run) =>
    kmeansClustering(
      vectors,
      { ...options, metric: "cosine", clusterCount: resolveClusterCount(clusterCount, vectors.rows) },
      run,
    ),
);
