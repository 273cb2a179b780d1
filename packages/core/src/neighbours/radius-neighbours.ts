/**
 * Everyone within a distance, for every vector, as a sparse matrix in rows (CSR). Exact: O(n² d) time;
 * memory grows with the number of pairs found, so choose a radius that keeps most pairs out.
 *
 * Pairs that float32 products cannot decide are measured again in float64; the radius is included.
 */
import type { Metric } from "../cluster/clustering.ts";
import type { MethodRun } from "../cluster/method.ts";
import type { Kernels } from "../compute/kernels.ts";
import { tileRows, tiles } from "../compute/tile-rows.ts";
import { type Matrix, row, rowRange, squaredDistance } from "../matrix.ts";
import { centredFor } from "./measured-neighbours.ts";

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

/** Relative tolerance of "within": what storing numbers as float32 may have moved. */
const INCLUSIVE = 1e-6;
/** What products of float32 numbers may miss, relative to the largest squared length. */
const DOUBT = 1e-5;
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
  const { measured, centred } = centredFor(vectors, metric);
  const { rows } = centred;
  // ‖x - y‖² = 2 (1 - cos) on unit vectors.
  const limit = metric === "cosine" ? 2 * radius : radius * radius;
  const norms = await kernels.squaredNorms(centred);
  const largestNorm = norms.reduce((largest, norm) => Math.max(largest, norm), 0);
  const doubtful = limit * (1 + INCLUSIVE) + DOUBT * largestNorm;
  const inclusive = limit * (1 + INCLUSIVE) + 1e-12 * largestNorm;
  const pairs: Pairs = {
    count: 0,
    lefts: new Int32Array(1024),
    rights: new Int32Array(1024),
    squares: new Float64Array(1024),
  };
  for (const { start, end } of tiles(rows, tileRows(rows))) {
    const { data, columns } = await kernels.products(
      rowRange(centred, start, end),
      rowRange(centred, start, rows),
    );
    for (let i = start; i < end; i++) {
      const at = (i - start) * columns - start;
      for (let j = i + 1; j < rows; j++) {
        if (norms[i] + norms[j] - 2 * data[at + j] > doubtful) continue;
        const squared = squaredDistance(row(measured, i), row(measured, j));
        if (squared <= inclusive) add(pairs, i, j, squared);
      }
    }
    await step?.({ stage: "find neighbours", done: end, total: rows });
  }
  return bothWays(pairs, rows, metric);
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

/** Pairs come by left row, then right row; so does each row's list, lower indices first. */
function bothWays({ count, lefts, rights, squares }: Pairs, rows: number, metric: Metric): RadiusNeighbours {
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
    distances[next[from]++] = metric === "cosine" ? squares[p] / 2 : Math.sqrt(squares[p]);
  };
  for (let p = 0; p < count; p++) put(p, rights[p], lefts[p]);
  for (let p = 0; p < count; p++) put(p, lefts[p], rights[p]);
  return { starts, indices, distances };
}
