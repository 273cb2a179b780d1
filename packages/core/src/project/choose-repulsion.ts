/**
 * The fastest way to compute the repulsion of t-SNE, as measured by `bench/tsne-repulsion.ts`: all pairs
 * for few points, the tree in a room, interpolation on a flat map, unless the map is so wide for its
 * points that most of the grid would be empty: then the tree again.
 */
import { gridFor, interpolatedRepulsion, mapBounds } from "./interpolated-repulsion.ts";
import { exactRepulsion, type Repulsion, treeRepulsion } from "./repulsion.ts";

export const MAX_EXACT_POINTS = 500;
/** So many nodes of a grid take as long as one point in the tree. */
const NODES_PER_POINT = 60;
/** Nodes along each axis that fit 1 GB. */
const MAX_SIZE = 4096;

export function chooseRepulsion(pointCount: number, dimensions: 2 | 3): Repulsion {
  if (pointCount <= MAX_EXACT_POINTS) return exactRepulsion(dimensions);
  if (dimensions === 3) return treeRepulsion(pointCount, dimensions);
  const interpolation = interpolatedRepulsion(pointCount);
  let tree: Repulsion | undefined;
  return {
    compute(coordinates, forces) {
      const { size } = gridFor(mapBounds(coordinates).width);
      if (size <= MAX_SIZE && size * size <= NODES_PER_POINT * pointCount) {
        return interpolation.compute(coordinates, forces);
      }
      tree ??= treeRepulsion(pointCount, dimensions);
      return tree.compute(coordinates, forces);
    },
  };
}
