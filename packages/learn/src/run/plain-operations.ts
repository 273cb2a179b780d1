/** The operations of a graph as loops over typed arrays, without any regard for speed but their order. */
import { type BinaryKind, type Sizes, sizeOf, type UnaryKind } from "../graph/tensor.ts";
import { errorFunction } from "./error-function.ts";

export type Numbers = Float32Array | Float64Array;

export interface Shaped {
  readonly values: Numbers;
  readonly shape: Sizes;
}

/** How far apart two entries are that differ by one along `axis`. */
export const strideOf = (shape: Sizes, axis: number): number => sizeOf(shape.slice(axis + 1));

const unaries: Readonly<Record<UnaryKind, (x: number) => number>> = {
  negate: (x) => -x,
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  tanh: Math.tanh,
  relu: (x) => (x > 0 ? x : 0),
  erf: errorFunction,
  abs: Math.abs,
  step: (x) => (x > 0 ? 1 : 0),
};

export function unary(kind: UnaryKind, x: Numbers, result: Numbers): void {
  const apply = unaries[kind];
  for (let i = 0; i < x.length; i++) result[i] = apply(x[i]);
}

const binaries: Readonly<Record<BinaryKind, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
};

export function binary(kind: BinaryKind, a: Shaped, b: Shaped, shape: Sizes, result: Numbers): void {
  const apply = binaries[kind];
  const fromA = strides(a.shape, shape);
  const fromB = strides(b.shape, shape);
  walk(shape, [fromA, fromB], (at, [i, j]) => {
    result[at] = apply(a.values[i], b.values[j]);
  });
}

/** Strides of `shape` inside `result`: 0 where it repeats. */
function strides(shape: Sizes, result: Sizes): number[] {
  const added = result.length - shape.length;
  return result.map((_, axis) =>
    axis < added || shape[axis - added] === 1 ? 0 : strideOf(shape, axis - added),
  );
}

/** Visits every entry of `shape` in order, with an offset for each list of strides. */
function walk(
  shape: Sizes,
  lists: readonly (readonly number[])[],
  visit: (at: number, offsets: readonly number[]) => void,
): void {
  const size = sizeOf(shape);
  const counters = new Int32Array(shape.length);
  const offsets = lists.map(() => 0);
  for (let at = 0; at < size; at++) {
    visit(at, offsets);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      counters[axis]++;
      for (let l = 0; l < lists.length; l++) offsets[l] += lists[l][axis];
      if (counters[axis] < shape[axis]) break;
      for (let l = 0; l < lists.length; l++) offsets[l] -= lists[l][axis] * shape[axis];
      counters[axis] = 0;
    }
  }
}

export function broadcast(x: Numbers, from: Sizes, shape: Sizes, result: Numbers): void {
  walk(shape, [strides(from, shape)], (at, [i]) => {
    result[at] = x[i];
  });
}

export function transpose(
  x: Numbers,
  from: Sizes,
  order: readonly number[],
  shape: Sizes,
  result: Numbers,
): void {
  walk(shape, [order.map((axis) => strideOf(from, axis))], (at, [i]) => {
    result[at] = x[i];
  });
}

/** Sums in float64, whatever the result holds. */
export function reduce(kind: "sum" | "max", x: Numbers, from: Sizes, kept: Sizes, result: Numbers): void {
  const totals = new Float64Array(result.length).fill(kind === "sum" ? 0 : -Infinity);
  walk(from, [strides(kept, from)], (at, [i]) => {
    totals[i] = kind === "sum" ? totals[i] + x[at] : Math.max(totals[i], x[at]);
  });
  result.set(totals);
}

export function softmax(kind: "softmax" | "logSoftmax", x: Numbers, columns: number, result: Numbers): void {
  for (let start = 0; start < x.length; start += columns) {
    let largest = -Infinity;
    for (let j = start; j < start + columns; j++) largest = Math.max(largest, x[j]);
    let total = 0;
    for (let j = start; j < start + columns; j++) total += Math.exp(x[j] - largest);
    const logTotal = Math.log(total);
    for (let j = start; j < start + columns; j++) {
      const logShare = x[j] - largest - logTotal;
      result[j] = kind === "softmax" ? Math.exp(logShare) : logShare;
    }
  }
}

/** Copies what both have along `axis`, from entry `start` of x to entry `at` of the result. */
export function copyAlong(
  axis: number,
  x: Numbers,
  from: Sizes,
  start: number,
  result: Numbers,
  shape: Sizes,
  at: number,
): void {
  const stride = strideOf(from, axis);
  const length = Math.min(from[axis] - start, shape[axis] - at) * stride;
  const blocks = sizeOf(from.slice(0, axis));
  for (let block = 0; block < blocks; block++) {
    const begin = (block * from[axis] + start) * stride;
    result.set(x.subarray(begin, begin + length), (block * shape[axis] + at) * stride);
  }
}

export function concat(parts: readonly Shaped[], axis: number, shape: Sizes, result: Numbers): void {
  let at = 0;
  for (const { values, shape: from } of parts) {
    copyAlong(axis, values, from, 0, result, shape, at);
    at += from[axis];
  }
}

export function gather(table: Numbers, indices: Numbers, width: number, result: Numbers): void {
  const count = table.length / width;
  for (let i = 0; i < indices.length; i++) {
    requireRow(indices[i], count);
    result.set(table.subarray(indices[i] * width, (indices[i] + 1) * width), i * width);
  }
}

export function scatter(rows: Numbers, indices: Numbers, width: number, result: Numbers): void {
  for (let i = 0; i < indices.length; i++) {
    requireRow(indices[i], result.length / width);
    for (let j = 0; j < width; j++) result[indices[i] * width + j] += rows[i * width + j];
  }
}

function requireRow(index: number, count: number): void {
  if (!(index >= 0 && index < count)) {
    throw new RangeError(`Row ${index} was asked for; there are rows 0 to ${count - 1}.`);
  }
}
