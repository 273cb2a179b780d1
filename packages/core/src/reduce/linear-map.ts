/**
 * A linear map of vectors: move, then take products with a few axes. What every reduction learns.
 */

import { tiles } from "../compute/tile-rows.ts";
import { dot, type Matrix, matrix, rowRange } from "../matrix.ts";
import type { MethodRun } from "../method/context.ts";

/** Plain numbers, so it can be stored as it is. */
export interface LinearMap {
  /** Subtracted from every vector first. */
  readonly mean: Float64Array;
  /** One axis a row, row-major dimensions × columns; of unit length unless whitened. */
  readonly axes: Float64Array;
  readonly dimensions: number;
}

/** Rows moved and multiplied at once. */
const PIECE_ROWS = 4096;

/** Pieces of `vectors`, moved by `mean`: the differences are taken in float64 and stored as float32. */
export function* centredPieces(
  vectors: Matrix,
  mean: Float64Array,
): Generator<{ start: number; end: number; piece: Matrix }> {
  const { rows, columns } = vectors;
  const buffer = matrix(Math.min(rows, PIECE_ROWS), columns);
  for (let start = 0; start < rows; start += PIECE_ROWS) {
    const end = Math.min(rows, start + PIECE_ROWS);
    const piece = rowRange(buffer, 0, end - start);
    for (let i = 0; i < piece.rows; i++) {
      const from = (start + i) * columns;
      for (let j = 0; j < columns; j++) piece.data[i * columns + j] = vectors.data[from + j] - mean[j];
    }
    yield { start, end, piece };
  }
}

/** A mean this many times as far away as the vectors spread costs their products half a digit. */
const NEAR = 4;
/** Rows by which the spread is judged. */
const JUDGED_ROWS = 256;

/**
 * Coordinates of `vectors`: rows × dimensions. O(rows × columns × dimensions).
 *
 * Vectors around the origin are multiplied as they are, and what the mean takes away is subtracted from
 * the few coordinates; vectors far from it are moved first, so that their differences keep their digits.
 * @throws RangeError when the vectors are not as wide as the axes.
 */
export async function applyLinearMap(
  { mean, axes, dimensions }: LinearMap,
  vectors: Matrix,
  { kernels, step }: Pick<MethodRun, "kernels" | "step">,
): Promise<Matrix> {
  const { rows, columns } = vectors;
  if (columns !== mean.length) {
    throw new RangeError(`Vectors of ${columns} numbers do not fit axes of ${mean.length}.`);
  }
  const coordinates = matrix(rows, dimensions);
  const right = matrix(dimensions, columns, Float32Array.from(axes));
  const isNear = isNearOrigin(vectors, mean);
  const shifts = isNear ? Float32Array.from(productsWith(axes, mean), (product) => -product) : undefined;
  for (const { start, end, piece } of isNear ? pieces(vectors) : centredPieces(vectors, mean)) {
    const { data } = await kernels.products(piece, right, shifts);
    coordinates.data.set(data, start * dimensions);
    await step({ stage: "project", done: end, total: rows });
  }
  return coordinates;
}

/** The product of each axis with `mean`. */
function productsWith(axes: Float64Array, mean: Float64Array): Float64Array {
  const { length } = mean;
  return Float64Array.from({ length: axes.length / length }, (_, d) =>
    dot(axes.subarray(d * length, (d + 1) * length), mean),
  );
}

function* pieces(vectors: Matrix): Generator<{ start: number; end: number; piece: Matrix }> {
  for (const { start, end } of tiles(vectors.rows, PIECE_ROWS)) {
    yield { start, end, piece: rowRange(vectors, start, end) };
  }
}

/** Whether the mean is not much farther away than vectors are from it, judged by rows all over. */
function isNearOrigin({ rows, columns, data }: Matrix, mean: Float64Array): boolean {
  const every = Math.max(1, Math.floor(rows / JUDGED_ROWS));
  let judged = 0;
  let spread = 0;
  for (let i = 0; i < rows; i += every, judged++) {
    for (let j = 0; j < columns; j++) spread += (data[i * columns + j] - mean[j]) ** 2;
  }
  return dot(mean, mean) * judged <= NEAR * NEAR * spread;
}
