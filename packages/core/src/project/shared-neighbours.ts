/**
 * The neighbours a projection starts from: those handed in, cut to the number it reads, or its own.
 */

import type { Matrix } from "../matrix.ts";
import type { Metric } from "../method/metric.ts";
import type { NearestNeighbours } from "../neighbours/nearest-neighbours.ts";
import { neighbourGraph } from "../neighbours/neighbour-graph.ts";
import type { ProjectionContext } from "./method.ts";

/**
 * The `wanted` nearest of every vector (all others when there are fewer).
 * O(n k) for a graph that is there; otherwise O(n² d), and approximate for many vectors.
 * @throws RangeError when the given graph is of other vectors or has too few neighbours.
 */
export async function neighboursFor(
  vectors: Matrix,
  wanted: number,
  metric: Metric,
  context: ProjectionContext,
): Promise<NearestNeighbours> {
  const count = Math.min(wanted, vectors.rows - 1);
  const given = context.neighbours;
  if (given === undefined) return neighbourGraph(vectors, count, context, { metric });
  if (given.indices.length !== vectors.rows * given.count) {
    throw new RangeError(
      `The given neighbours are those of ${given.indices.length / Math.max(1, given.count)} vectors, ` +
        `but there are ${vectors.rows}; give the graph of these vectors or none.`,
    );
  }
  if (given.count < count) {
    throw new RangeError(
      `The given graph has ${given.count} neighbours for each vector, but this method needs ${count}; ` +
        "give a larger graph or none.",
    );
  }
  return given.count === count ? given : nearestOf(given, count);
}

/** The first `count` of each vector's neighbours. */
function nearestOf(given: NearestNeighbours, count: number): NearestNeighbours {
  const rows = given.indices.length / given.count;
  const indices = new Int32Array(rows * count);
  const distances = new Float64Array(rows * count);
  for (let i = 0; i < rows; i++) {
    const start = i * given.count;
    indices.set(given.indices.subarray(start, start + count), i * count);
    distances.set(given.distances.subarray(start, start + count), i * count);
  }
  return { count, indices, distances };
}
