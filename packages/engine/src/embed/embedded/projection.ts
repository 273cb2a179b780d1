/**
 * The arithmetic between features and vectors: roots, centring, axes, unit length. Plain loops over a
 * few hundred thousand products an image, so about one CPU-ms; shared by the encoder and by the tool
 * that fits its heads.
 */
import type { Matrix } from "@imantics/core";

/** `(x − mean) · axes`: an affine map from `axes.rows` to `axes.columns` numbers. */
export interface Projection {
  /** 1 × input. */
  readonly mean: Matrix;
  /** Input × output. */
  readonly axes: Matrix;
}

/**
 * √|x| with the sign of x. Pooled activations have a long tail in which a few channels drown the rest;
 * the root evens them out. After Perronnin et al. (2010).
 */
export function signedRoots(values: ArrayLike<number>): Float32Array {
  return Float32Array.from(values, (value) => Math.sign(value) * Math.sqrt(Math.abs(value)));
}

/** Maps one vector. O(input × output). */
export function project({ mean, axes }: Projection, values: ArrayLike<number>): Float32Array {
  const { rows, columns, data } = axes;
  const sums = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    const value = (values[i] ?? 0) - (mean.data[i] ?? 0);
    if (value === 0) continue;
    const start = i * columns;
    for (let j = 0; j < columns; j++) sums[j]! += value * data[start + j]!;
  }
  return Float32Array.from(sums);
}

/** Scales to length 1, as a new array; zeros stay zeros. */
export function unit(values: ArrayLike<number>): Float32Array {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! ** 2;
  const scale = sum === 0 ? 0 : 1 / Math.sqrt(sum);
  return Float32Array.from(values, (value) => value * scale);
}

/** One vector after the other. */
export function concatenate(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
