/**
 * Everyone within a distance, for every vector, as a sparse matrix in rows (CSR). Exact: O(n² d) time;
 * memory grows with the number of pairs found, so choose a radius that keeps most pairs out.
 */

import { squaredDistancesTo } from "../compute/exact-distances.ts";
import type { Kernels } from "../compute/kernels.ts";
import type { Matrix } from "../matrix.ts";
import type { MethodRun } from "../method/context.ts";
import type { Metric } from "../method/metric.ts";
import { fromSquared, toSquared } from "../method/metric-scale.ts";
import { centredFor } from "./measured-neighbours.ts";
import { forEachPairWithin } from "./pairs-within.ts";

/** Row `i` has entries `starts[i] … starts[i + 1]`, ascending by index; a vector is never its own neighbour. */
export interface RadiusNeighbours {
  /** One more than there are rows. */
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  /** Euclidean distance, or cosine distance 1 - cos, in float64 from the vectors. */
  readonly distances: Float64Array;
}

export interface RadiusOptions {
  readonly metric: Metric;
  readonly kernels: Kernels;
  /** Called between pieces of work; may throw to stop it. Default: nobody listens. */
  readonly step?: MethodRun["step"];
}

/** Pairs found, growing by doubling. */
interface Pairs {
  count: number;
  lefts: Int32Array<ArrayBuffer>;
  rights: Int32Array<ArrayBuffer>;
  squares: Float64Array<ArrayBuffer>;
}

const MOST_PAIRS = 2 ** 30;

/**
 * @param radius in the metric's own measure: for cosine 1 - cos
 * @throws RangeError for a radius that is negative or not a number, or when over 2^30 pairs are within it.
 */
export async function radiusNeighbours(
  vectors: Matrix,
  radius: number,
  { metric, kernels, step }: RadiusOptions,
): Promise<RadiusNeighbours> {
  if (!(radius >= 0)) throw new RangeError(`radius is ${radius}; it must be a number of at least 0.`);
  const centred = centredFor(vectors, metric);
  const { measured } = centred;
  const pairs: Pairs = {
    count: 0,
    lefts: new Int32Array(1024),
    rights: new Int32Array(1024),
    squares: new Float64Array(1024),
  };
  const squares = new Float64Array(measured.rows);
  await forEachPairWithin(
    centred,
    toSquared(metric)(radius),
    { kernels, step, stage: "find neighbours" },
    (index, others) => {
      squaredDistancesTo(measured, index, others, others.length, squares);
      for (let k = 0; k < others.length; k++) add(pairs, index, others[k], squares[k]);
    },
  );
  return bothWays(pairs, measured.rows, fromSquared(metric));
}

function add(pairs: Pairs, left: number, right: number, squared: number): void {
  const { count } = pairs;
  if (count === pairs.lefts.length) {
    if (count >= MOST_PAIRS) {
      throw new RangeError(`More than ${count} pairs lie within the radius; choose a smaller one.`);
    }
    pairs.lefts = doubled(pairs.lefts, Int32Array);
    pairs.rights = doubled(pairs.rights, Int32Array);
    pairs.squares = doubled(pairs.squares, Float64Array);
  }
  pairs.lefts[count] = left;
  pairs.rights[count] = right;
  pairs.squares[count] = squared;
  pairs.count++;
}

function doubled<T extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(
  numbers: T,
  Type: new (length: number) => T,
): T {
  const larger = new Type(2 * numbers.length);
  larger.set(numbers);
  return larger;
}

/** For any one row both its lefts and its rights came in ascending order; so its list does, lefts first. */
function bothWays(
  { count, lefts, rights, squares }: Pairs,
  rows: number,
  distance: (squared: number) => number,
): RadiusNeighbours {
  const starts = new Int32Array(rows + 1);
  for (let p = 0; p < count; p++) {
    starts[lefts[p] + 1]++;
    starts[rights[p] + 1]++;
  }
  for (let i = 0; i < rows; i++) starts[i + 1] += starts[i];
  const indices = new Int32Array(2 * count);
  const distances = new Float64Array(2 * count);
  const next = starts.slice(0, rows);
  const put = (p: number, from: number, to: number): void => {
    indices[next[from]] = to;
    distances[next[from]++] = distance(squares[p]);
  };
  for (let p = 0; p < count; p++) put(p, rights[p], lefts[p]);
  for (let p = 0; p < count; p++) put(p, lefts[p], rights[p]);
  return { starts, indices, distances };
}
