/** The two kinds of affine maps that heads are made of: half-whitened principal axes, and ridge regression. */
import { type Matrix, matrix, row } from "@imantics/core";
import {
  addOuterProduct,
  covarianceOf,
  type SquareMatrix,
} from "../../packages/core/src/compute/square-matrix.ts";
import { solvePositiveDefinite } from "../../packages/core/src/linear-algebra/cholesky.ts";
import { symmetricEigen } from "../../packages/core/src/linear-algebra/symmetric-eigen.ts";
import type { Projection } from "../../packages/engine/src/embed/embedded/projection.ts";

/** Below this share of the largest variance an axis is noise, and dividing by it would make it loud. */
const MIN_VARIANCE = 1e-6;

/** The first principal axes of weighted rows, each divided by the fourth root of its variance. */
export function fitHalfWhitenedAxes(
  vectors: Matrix,
  dimensions: number,
  weights?: ArrayLike<number>,
): Projection {
  const { mean, covariance } = covarianceOf(vectors, weights);
  const { values, vectors: axes } = symmetricEigen(covariance);
  const kept = matrix(vectors.columns, dimensions);
  for (let axis = 0; axis < dimensions; axis++) {
    const variance = Math.max(values[axis] ?? 0, (values[0] ?? 0) * MIN_VARIANCE);
    const scale = variance ** -0.25;
    for (let i = 0; i < vectors.columns; i++) {
      kept.data[i * dimensions + axis] = (axes.data[axis * vectors.columns + i] ?? 0) * scale;
    }
  }
  return { mean: asRow(mean), axes: kept };
}

/**
 * Weighted ridge regression `targets ≈ (inputs − mean) · axes`, as a function of its strength: the ridge
 * in units of the inputs' mean variance. The costly sums are made once, so strengths compare cheaply.
 * The offset is left out: it would be the same for every picture.
 */
export function prepareRidge(
  inputs: Matrix,
  targets: Matrix,
  weights: ArrayLike<number>,
): (strength: number) => Projection {
  const mean = weightedMean(inputs, weights);
  const targetMean = weightedMean(targets, weights);
  const size = inputs.columns;
  const gram: SquareMatrix = { size, data: new Float64Array(size * size) };
  const right = new Float64Array(size * targets.columns);
  const centred = new Float64Array(size);
  for (let i = 0; i < inputs.rows; i++) {
    const weight = weights[i] ?? 0;
    const input = row(inputs, i);
    const target = row(targets, i).map((value, c) => value - (targetMean[c] ?? 0));
    for (let j = 0; j < size; j++) centred[j] = (input[j] ?? 0) - (mean[j] ?? 0);
    addOuterProduct(gram, centred, weight);
    for (let j = 0; j < size; j++) {
      const scaled = weight * (centred[j] ?? 0);
      const start = j * targets.columns;
      for (let c = 0; c < target.length; c++) right[start + c]! += scaled * target[c]!;
    }
  }
  let trace = 0;
  for (let j = 0; j < size; j++) trace += gram.data[j * size + j] ?? 0;

  return (strength) => {
    const system: SquareMatrix = { size, data: gram.data.slice() };
    for (let j = 0; j < size; j++) system.data[j * size + j]! += (strength * trace) / size;
    const axes = Float32Array.from(solvePositiveDefinite(system, right, targets.columns));
    return { mean: asRow(mean), axes: matrix(size, targets.columns, axes) };
  };
}

function weightedMean(vectors: Matrix, weights: ArrayLike<number>): Float64Array {
  const mean = new Float64Array(vectors.columns);
  let total = 0;
  for (let i = 0; i < vectors.rows; i++) {
    const weight = weights[i] ?? 0;
    total += weight;
    for (const [j, value] of row(vectors, i).entries()) mean[j]! += weight * value;
  }
  return mean.map((value) => value / total);
}

function asRow(values: Float64Array): Matrix {
  return matrix(1, values.length, Float32Array.from(values));
}
