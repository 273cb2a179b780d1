/**
 * The operations of a graph, each with the check that its shapes fit. All of them are differentiable
 * (`gradients.ts`) except `step`, whose derivative is 0 wherever it has one.
 * @throws RangeError naming the shapes, when they do not fit.
 */
import {
  type BinaryKind,
  type Operation,
  type Sizes,
  sameShape,
  shapeText,
  sizeOf,
  type Tensor,
  type UnaryKind,
  type Window,
} from "./tensor.ts";

const tensor = (operation: Operation, shape: Sizes, inputs: readonly Tensor[]): Tensor => ({
  shape,
  operation,
  inputs,
});

/** Numbers that are fed at every run: data, or parameters that are trained. */
export const input = (name: string, shape: Sizes): Tensor =>
  tensor({ kind: "input", name, holds: "numbers" }, shape, []);

/** Row numbers, fed as int32 at every run. Not differentiable. */
export const indexInput = (name: string, shape: Sizes): Tensor =>
  tensor({ kind: "input", name, holds: "indices" }, shape, []);

export function constant(values: ArrayLike<number>, shape: Sizes): Tensor {
  if (values.length !== sizeOf(shape)) {
    throw new RangeError(
      `A constant of shape ${shapeText(shape)} needs ${sizeOf(shape)} numbers, got ${values.length}.`,
    );
  }
  return tensor({ kind: "constant", values: Float64Array.from(values) }, shape, []);
}

export const scalar = (value: number): Tensor => constant([value], []);

const unary = (kind: UnaryKind) => (x: Tensor) => tensor({ kind }, x.shape, [x]);

export const negate = unary("negate");
export const exp = unary("exp");
export const log = unary("log");
export const sqrt = unary("sqrt");
export const tanh = unary("tanh");
export const relu = unary("relu");
/** The error function of Gauss. */
export const erf = unary("erf");
export const abs = unary("abs");
/** 1 where x > 0, else 0. */
export const step = unary("step");
/** The same numbers, which no gradient passes. */
export const stopGradient = (x: Tensor): Tensor => tensor({ kind: "stop" }, x.shape, [x]);

/** A number stands for a tensor that holds it alone. */
export type Operand = Tensor | number;
export const asTensor = (x: Operand): Tensor => (typeof x === "number" ? scalar(x) : x);

const binary =
  (kind: BinaryKind) =>
  (left: Operand, right: Operand): Tensor => {
    const [a, b] = [asTensor(left), asTensor(right)];
    return tensor({ kind }, broadcastShape(kind, a.shape, b.shape), [a, b]);
  };

/** Element by element; shapes are aligned at their last axes, and axes of length 1 repeat. */
export const add = binary("add");
export const subtract = binary("subtract");
export const multiply = binary("multiply");
export const divide = binary("divide");

function broadcastShape(what: string, a: Sizes, b: Sizes): Sizes {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw new RangeError(`Cannot ${what} ${shapeText(a)} and ${shapeText(b)}: axis ${axis} differs.`);
    }
    return left === 1 ? right : left;
  });
}

/** Products of matrices along the last two axes; the axes before them broadcast. */
export function matmul(a: Tensor, b: Tensor): Tensor {
  const [rows, inner] = a.shape.slice(-2);
  const [innerToo, columns] = b.shape.slice(-2);
  if (a.shape.length < 2 || b.shape.length < 2 || inner !== innerToo) {
    throw new RangeError(
      `Cannot multiply matrices ${shapeText(a.shape)} and ${shapeText(b.shape)}: the columns of the first must be the rows of the second.`,
    );
  }
  const batch = broadcastShape("multiply", a.shape.slice(0, -2), b.shape.slice(0, -2));
  return tensor({ kind: "matmul" }, [...batch, rows, columns], [a, b]);
}

/** exp(x) / Σ exp(x) along the last axis, safe for large numbers. */
export const softmax = (x: Tensor): Tensor => tensor({ kind: "softmax" }, x.shape, [x]);
export const logSoftmax = (x: Tensor): Tensor => tensor({ kind: "logSoftmax" }, x.shape, [x]);

/** Negative axes count from the end. */
export function axisOf(x: Tensor, axis: number): number {
  const positive = axis < 0 ? axis + x.shape.length : axis;
  if (!(Number.isInteger(positive) && positive >= 0 && positive < x.shape.length)) {
    throw new RangeError(
      `There is no axis ${axis} in ${shapeText(x.shape)}; the axes are 0 to ${x.shape.length - 1}.`,
    );
  }
  return positive;
}

const reduction =
  (kind: "sum" | "max") =>
  /** Over `axes` (default: all); they stay with length 1 when `keeps` is true. */
  (x: Tensor, axes: readonly number[] = x.shape.map((_, axis) => axis), keeps = false): Tensor => {
    const reduced = [...new Set(axes.map((axis) => axisOf(x, axis)))].sort((a, b) => a - b);
    const kept = x.shape.map((length, axis) => (reduced.includes(axis) ? 1 : length));
    const result = reduced.length === 0 ? x : tensor({ kind, axes: reduced }, kept, [x]);
    return keeps
      ? result
      : reshape(
          result,
          kept.filter((_, axis) => !reduced.includes(axis)),
        );
  };

export const sum = reduction("sum");
/** Where several are largest, the gradient is shared evenly among them. */
export const max = reduction("max");

export function reshape(x: Tensor, shape: Sizes): Tensor {
  if (sizeOf(shape) !== sizeOf(x.shape)) {
    throw new RangeError(
      `${shapeText(x.shape)} has ${sizeOf(x.shape)} numbers and cannot become ${shapeText(shape)}.`,
    );
  }
  return sameShape(shape, x.shape) ? x : tensor({ kind: "reshape" }, shape, [x]);
}

/** Repeats axes of length 1, and adds axes in front, until the shape is reached. */
export function broadcastTo(x: Tensor, shape: Sizes): Tensor {
  if (sameShape(x.shape, shape)) return x;
  if (!sameShape(broadcastShape("broadcast", x.shape, shape), shape)) {
    throw new RangeError(`${shapeText(x.shape)} cannot be broadcast to ${shapeText(shape)}.`);
  }
  return tensor({ kind: "broadcast" }, shape, [x]);
}

/** Axis i of the result is axis `order[i]` of x. Default: the last two change places. */
export function transpose(x: Tensor, order: readonly number[] = swapLast(x.shape.length)): Tensor {
  if (
    order.length !== x.shape.length ||
    new Set(order.map((axis) => axisOf(x, axis))).size !== order.length
  ) {
    throw new RangeError(
      `The axes of ${shapeText(x.shape)} cannot be put into the order ${order.join(", ")}.`,
    );
  }
  return tensor(
    { kind: "transpose", order },
    order.map((axis) => x.shape[axis]),
    [x],
  );
}

function swapLast(rank: number): number[] {
  const order = Array.from({ length: rank }, (_, axis) => axis);
  return rank < 2 ? order : [...order.slice(0, -2), rank - 1, rank - 2];
}

export function concat(parts: readonly Tensor[], axis: number): Tensor {
  const along = axisOf(parts[0], axis);
  for (const part of parts) {
    if (!sameShape(part.shape.toSpliced(along, 1), parts[0].shape.toSpliced(along, 1))) {
      throw new RangeError(
        `Cannot join ${shapeText(parts[0].shape)} and ${shapeText(part.shape)} along axis ${along}.`,
      );
    }
  }
  const length = parts.reduce((total, part) => total + part.shape[along], 0);
  return tensor({ kind: "concat", axis: along }, parts[0].shape.with(along, length), parts);
}

/** `length` entries along `axis`, from `start`. */
export function slice(x: Tensor, axis: number, start: number, length: number): Tensor {
  const along = axisOf(x, axis);
  if (!(start >= 0 && length >= 1 && start + length <= x.shape[along])) {
    throw new RangeError(
      `Cannot take ${length} entries from ${start} along axis ${along} of ${shapeText(x.shape)}.`,
    );
  }
  if (length === x.shape[along]) return x;
  return tensor({ kind: "slice", axis: along, start }, x.shape.with(along, length), [x]);
}

/** Zeros before and after, until the axis has `length` entries. */
export function pad(x: Tensor, axis: number, before: number, length: number): Tensor {
  const along = axisOf(x, axis);
  if (!(before >= 0 && before + x.shape[along] <= length)) {
    throw new RangeError(
      `Cannot pad axis ${along} of ${shapeText(x.shape)} by ${before} to a length of ${length}.`,
    );
  }
  return tensor({ kind: "pad", axis: along, before }, x.shape.with(along, length), [x]);
}

/** Rows (entries along the first axis) that `indices` names; what an embedding is. */
export function gather(table: Tensor, indices: Tensor): Tensor {
  requireIndices(indices);
  return tensor({ kind: "gather" }, [...indices.shape, ...table.shape.slice(1)], [table, indices]);
}

/** Zeros with `rowCount` rows, into which each row is added at its index. */
export function scatter(rows: Tensor, indices: Tensor, rowCount: number): Tensor {
  requireIndices(indices);
  return tensor({ kind: "scatter" }, [rowCount, ...rows.shape.slice(indices.shape.length)], [rows, indices]);
}

function requireIndices({ operation }: Tensor): void {
  if (operation.kind !== "input" || operation.holds !== "indices") {
    throw new RangeError(`Rows are named by an index input, not by a tensor made by ${operation.kind}.`);
  }
}

/** [images × channels × height × width] with weights [filters × channels × h × w]; no groups, no dilation. */
export function convolve(x: Tensor, weights: Tensor, window: Window): Tensor {
  if (x.shape.length !== 4 || weights.shape.length !== 4 || x.shape[1] !== weights.shape[1]) {
    throw new RangeError(
      `Cannot convolve ${shapeText(x.shape)} with ${shapeText(weights.shape)}: both need four axes and the second must agree.`,
    );
  }
  const [height, width] = [2, 3].map(
    (axis) => Math.floor((x.shape[axis] + 2 * window.padding - weights.shape[axis]) / window.stride) + 1,
  );
  if (!(height >= 1 && width >= 1)) {
    throw new RangeError(
      `Filters of ${weights.shape[2]} × ${weights.shape[3]} do not fit into ${shapeText(x.shape)} with padding ${window.padding}.`,
    );
  }
  return tensor({ kind: "convolve", window }, [x.shape[0], weights.shape[0], height, width], [x, weights]);
}

/** Gradient of a convolution with respect to what goes in. Not differentiable again. */
export const convolveInput = (gradient: Tensor, weights: Tensor, shape: Sizes, window: Window): Tensor =>
  tensor({ kind: "convolveInput", window }, shape, [gradient, weights]);

/** Gradient of a convolution with respect to its weights. Not differentiable again. */
export const convolveWeights = (x: Tensor, gradient: Tensor, shape: Sizes, window: Window): Tensor =>
  tensor({ kind: "convolveWeights", window }, shape, [x, gradient]);
