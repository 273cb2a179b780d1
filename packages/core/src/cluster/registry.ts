/**
 * Every clustering method, in the order in which people are offered them. One line adds a method to
 * the command line, the API, the page and the documentation.
 */
import { agglomerative } from "./agglomerative.ts";
import { dbscan } from "./dbscan.ts";
import { kmeans } from "./kmeans.ts";
import type { ClusterMethod } from "./method.ts";
import { twoStage } from "./two-stage.ts";

export const clusterMethods: readonly ClusterMethod[] = [agglomerative, kmeans, twoStage, dbscan];

/** @throws RangeError naming the methods there are. */
export function clusterMethod(id: string): ClusterMethod {
  const method = clusterMethods.find((candidate) => candidate.id === id);
  if (method) return method;
  const known = clusterMethods.map((candidate) => candidate.id).join(", ");
  throw new RangeError(`There is no clustering method "${id}"; the methods are ${known}.`);
}
