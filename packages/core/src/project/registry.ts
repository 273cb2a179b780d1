/**
 * Every projection method, in the order in which people are offered them. One line adds a method to
 * the command line, the API, the page and the documentation.
 */
import type { ProjectionMethod } from "./method.ts";
import { pacmap } from "./pacmap.ts";
import { pcaProjection } from "./pca.ts";
import { tsne } from "./tsne.ts";
import { umap } from "./umap.ts";

export const projectionMethods: readonly ProjectionMethod[] = [umap, tsne, pacmap, pcaProjection];

/** @throws RangeError naming the methods there are. */
export function projectionMethod(id: string): ProjectionMethod {
  const method = projectionMethods.find((candidate) => candidate.id === id);
  if (method) return method;
  const known = projectionMethods.map((candidate) => candidate.id).join(", ");
  throw new RangeError(`There is no projection method "${id}"; the methods are ${known}.`);
}
