/**
 * A linear map of vectors: move, then take products with a few axes. What every reduction learns.
 */
import type { MethodRun } from "../cluster/method.ts";
import { type Matrix, matrix, rowRange } from "../matrix.ts";

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

/**
 * Coordinates of `vectors`: rows × dimensions. O(rows × columns × dimensions).
 * @throws RangeError when the vectors are not as wide as the axes.
 */
export async function applyLinearMap(
  { mean, axes, dimensions }: LinearMap,
  vectors: Matrix,
  { kernels, step }: Pick<MethodRun, "kernels" | "step">,
): Promise<Matrix> {
  if (vectors.columns !== mean.length) {
    throw new RangeError(`Vectors of ${vectors.columns} numbers do not fit axes of ${mean.length}.`);
  }
  const coordinates = matrix(vectors.rows, dimensions);
  const right = matrix(dimensions, vectors.columns, Float32Array.from(axes));
  for (const { start, end, piece } of centredPieces(vectors, mean)) {
    const { data } = await kernels.products(piece, right);
    coordinates.data.set(data, start * dimensions);
    await step({ stage: "project", done: end, total: vectors.rows });
  }
  return coordinates;
}
