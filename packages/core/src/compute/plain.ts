/**
 * The reference kernels: loops over typed arrays that a reader can check, float64 inside, float32
 * only where a result is stored. About a thirtieth of the speed of ONNX Runtime (2-3 GFLOP/s), so
 * right for a few thousand vectors, for tests, and wherever nothing else is injected.
 *
 * Distances are summed from differences, never from norms and products, so close pairs keep their
 * digits. Four right-hand rows go side by side: four independent sums hide the latency of addition
 * and each left-hand number is read once for four.
 */

import { type Matrix, matrix, row } from "../matrix.ts";
import type { ColumnGram, Kernels, LabelSums } from "./kernels.ts";
import { addOuterProduct, mirrorLowerHalf } from "./square-matrix.ts";
import { TopCollector } from "./top-collector.ts";

/** Reference implementation of {@link Kernels}; stateless, runs on the calling thread. */
export const plainKernels: Kernels = {
  name: "plain",

  async nearest(vectors, centres) {
    requireSameWidth(vectors, centres);
    if (centres.rows === 0) throw new RangeError("There are 0 centres; nearest needs at least one.");
    const indices = new Int32Array(vectors.rows);
    const squaredDistances = new Float32Array(vectors.rows);
    const secondSquaredDistances = new Float32Array(vectors.rows);
    const distances = new Float64Array(centres.rows);
    for (let i = 0; i < vectors.rows; i++) {
      distancesToRows(row(vectors, i), centres, distances);
      let best = 0;
      let second = Infinity;
      for (let c = 1; c < centres.rows; c++) {
        if (distances[c] < distances[best]) {
          second = distances[best];
          best = c;
        } else if (distances[c] < second) second = distances[c];
      }
      indices[i] = best;
      squaredDistances[i] = distances[best];
      secondSquaredDistances[i] = second;
    }
    return { indices, squaredDistances, secondSquaredDistances };
  },

  async topProducts(queries, vectors, wanted) {
    requireSameWidth(queries, vectors);
    const count = Math.min(wanted, vectors.rows);
    const indices = new Int32Array(queries.rows * count);
    const products = new Float32Array(queries.rows * count);
    if (count === 0) return { count, indices, products };
    const scores = new Float64Array(vectors.rows);
    const best = new TopCollector(count);
    for (let i = 0; i < queries.rows; i++) {
      productsWithRows(row(queries, i), vectors, scores);
      for (let j = 0; j < scores.length; j++) if (scores[j] > best.bar) best.offer(scores[j], j);
      const top = best.take();
      indices.set(top.indices, i * count);
      products.set(top.scores, i * count);
    }
    return { count, indices, products };
  },

  async products(left, right, shifts) {
    requireSameWidth(left, right);
    const tile = matrix(left.rows, right.rows);
    for (let i = 0; i < left.rows; i++) productsWithRows(row(left, i), right, row(tile, i));
    if (shifts !== undefined) shiftColumns(tile, shifts);
    return tile;
  },

  async squaredDistances(left, right) {
    requireSameWidth(left, right);
    const tile = matrix(left.rows, right.rows);
    for (let i = 0; i < left.rows; i++) distancesToRows(row(left, i), right, row(tile, i));
    return tile;
  },

  async gram(vectors, origin) {
    return gram(vectors, origin);
  },

  async sumByLabel(vectors, labels, labelCount) {
    return sumByLabel(vectors, labels, labelCount);
  },

  async squaredNorms(vectors) {
    return squaredNorms(vectors);
  },
};

/** Both are bound by memory, so every implementation may use them as they are. */
export function sumByLabel(vectors: Matrix, labels: Int32Array, labelCount: number): LabelSums {
  const { rows, columns, data } = vectors;
  const sums = new Float64Array(labelCount * columns);
  const counts = new Int32Array(labelCount);
  for (let i = 0; i < rows; i++) {
    const label = labels[i];
    if (label < 0) continue;
    counts[label]++;
    const from = i * columns;
    const to = label * columns;
    for (let j = 0; j < columns; j++) sums[to + j] += data[from + j];
  }
  return { sums, counts };
}

/** All in float64; every implementation may use it for narrow vectors, where loops are as fast. */
export function gram({ rows, columns, data }: Matrix, origin: Float32Array): ColumnGram {
  const products = emptyGram(columns);
  const moved = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      moved[j] = data[i * columns + j] - origin[j];
      products.sums[j] += moved[j];
    }
    addOuterProduct(products, moved, 1);
  }
  mirrorLowerHalf(products);
  return products;
}

/** Of no rows: zeros, for sums to be added to. */
export function emptyGram(columns: number): ColumnGram {
  return {
    size: columns,
    data: new Float64Array(columns * columns),
    sums: new Float64Array(columns),
  };
}

export function squaredNorms({ rows, columns, data }: Matrix): Float64Array {
  const norms = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const start = i * columns;
    let sum = 0;
    for (let j = start; j < start + columns; j++) sum += data[j] * data[j];
    norms[i] = sum;
  }
  return norms;
}

/** @throws RangeError when two sets of vectors cannot be multiplied. */
export function requireSameWidth(left: Matrix, right: Matrix): void {
  if (left.columns !== right.columns) {
    throw new RangeError(
      `Vectors of ${left.columns} and of ${right.columns} numbers cannot be compared; both must come from one space.`,
    );
  }
}

/** Adds to every row of `tile` the number of each column. */
export function shiftColumns({ data, columns }: Matrix, shifts: Float32Array): void {
  for (let at = 0; at < data.length; ) {
    for (let j = 0; j < columns; j++, at++) data[at] += shifts[j];
  }
}

/** out[r] = vector · rows[r]. */
function productsWithRows(
  vector: Float32Array,
  { rows, columns, data }: Matrix,
  out: Float32Array | Float64Array,
): void {
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    const at0 = r * columns;
    const at1 = at0 + columns;
    const at2 = at1 + columns;
    const at3 = at2 + columns;
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let j = 0; j < columns; j++) {
      const value = vector[j];
      sum0 += value * data[at0 + j];
      sum1 += value * data[at1 + j];
      sum2 += value * data[at2 + j];
      sum3 += value * data[at3 + j];
    }
    out[r] = sum0;
    out[r + 1] = sum1;
    out[r + 2] = sum2;
    out[r + 3] = sum3;
  }
  for (; r < rows; r++) {
    const at = r * columns;
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += vector[j] * data[at + j];
    out[r] = sum;
  }
}

/** out[r] = ‖vector − rows[r]‖². */
function distancesToRows(
  vector: Float32Array,
  { rows, columns, data }: Matrix,
  out: Float32Array | Float64Array,
): void {
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    const at0 = r * columns;
    const at1 = at0 + columns;
    const at2 = at1 + columns;
    const at3 = at2 + columns;
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let j = 0; j < columns; j++) {
      const value = vector[j];
      const d0 = value - data[at0 + j];
      const d1 = value - data[at1 + j];
      const d2 = value - data[at2 + j];
      const d3 = value - data[at3 + j];
      sum0 += d0 * d0;
      sum1 += d1 * d1;
      sum2 += d2 * d2;
      sum3 += d3 * d3;
    }
    out[r] = sum0;
    out[r + 1] = sum1;
    out[r + 2] = sum2;
    out[r + 3] = sum3;
  }
  for (; r < rows; r++) {
    const at = r * columns;
    let sum = 0;
    for (let j = 0; j < columns; j++) {
      const difference = vector[j] - data[at + j];
      sum += difference * difference;
    }
    out[r] = sum;
  }
}
