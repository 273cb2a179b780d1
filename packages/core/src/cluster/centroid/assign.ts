/**
 * Vectors to their nearest centres: the step that every centre-based method repeats while it works,
 * and by which a finished clustering takes in new vectors.
 */
import type { Kernels, Nearest } from "../../compute/kernels.ts";
import { tiles } from "../../compute/tile-rows.ts";
import { portableKernels } from "../../compute/wasm/wasm-kernels.ts";
import { type Matrix, normaliseRows, rowRange } from "../../matrix.ts";
import type { Metric } from "../../method/metric.ts";

/** Rows handed over at once: some tenths of a second of work at usual sizes. */
const BLOCK_ROWS = 65_536;

export interface AssignOptions {
  /** The metric of the clustering that the centres come from. Default euclidean. */
  readonly metric?: Metric;
  /** Default: `portableKernels`. */
  readonly kernels?: Kernels;
  readonly signal?: AbortSignal;
}

/**
 * The nearest of `centres` for every vector, as the centres of a `Clustering` whose method
 * `placesNewPoints` take in new vectors. Under the cosine metric vectors of any length are compared by
 * direction, and distances are those of unit vectors. O(rows × centres × columns).
 * @throws RangeError when there are no centres or the widths differ.
 */
export function assignToCentres(
  vectors: Matrix,
  centres: Matrix,
  { metric = "euclidean", kernels = portableKernels(), signal }: AssignOptions = {},
): Promise<Nearest> {
  const prepare = metric === "cosine" ? normaliseRows : (block: Matrix) => block;
  return nearestByBlocks(vectors, centres, {
    kernels,
    prepare,
    between: async () => signal?.throwIfAborted(),
  });
}

/** Called with the rows done and their total; may throw to stop the work. */
export type Between = (done: number, total: number) => Promise<void>;

interface BlockWork {
  readonly kernels: Kernels;
  /** Applied to each block of vectors, so that no second copy of all of them is made. */
  readonly prepare?: (block: Matrix) => Matrix;
  /** Called before every block but the first. */
  readonly between?: Between;
}

/** `Kernels.nearest` in blocks, with a chance to stop between them. */
export async function nearestByBlocks(
  vectors: Matrix,
  centres: Matrix,
  { kernels, prepare, between }: BlockWork,
): Promise<Nearest> {
  const indices = new Int32Array(vectors.rows);
  const squaredDistances = new Float32Array(vectors.rows);
  const secondSquaredDistances = new Float32Array(vectors.rows);
  for (const { start, end } of tiles(vectors.rows, BLOCK_ROWS)) {
    if (start > 0) await between?.(start, vectors.rows);
    const block = rowRange(vectors, start, end);
    const found = await kernels.nearest(prepare ? prepare(block) : block, centres);
    indices.set(found.indices, start);
    squaredDistances.set(found.squaredDistances, start);
    secondSquaredDistances.set(found.secondSquaredDistances, start);
  }
  return { indices, squaredDistances, secondSquaredDistances };
}
