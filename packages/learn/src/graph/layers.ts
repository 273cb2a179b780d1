/**
 * Layers and norms composed of the operations: nothing here needs a gradient rule of its own.
 * Shapes: rows × columns unless said otherwise.
 */
import {
  add,
  asTensor,
  broadcastTo,
  divide,
  erf,
  exp,
  log,
  matmul,
  max,
  multiply,
  type Operand,
  reshape,
  softmax,
  sqrt,
  stopGradient,
  subtract,
  sum,
  tanh,
  transpose,
} from "./operations.ts";
import { type Sizes, sizeOf, type Tensor } from "./tensor.ts";

export function mean(
  x: Tensor,
  axes: readonly number[] = x.shape.map((_, axis) => axis),
  keeps = false,
): Tensor {
  const total = sum(x, axes, keeps);
  return multiply(total, sizeOf(total.shape) / sizeOf(x.shape));
}

export const square = (x: Tensor): Tensor => multiply(x, x);

/** x · weights + bias along the last axis; weights [in × out], bias [out]. Any axes in front. */
export function dense(x: Tensor, weights: Tensor, bias?: Tensor): Tensor {
  const [inner, outer] = weights.shape;
  const flat = matmul(reshape(x, [sizeOf(x.shape) / inner, inner]), weights);
  return reshape(bias === undefined ? flat : add(flat, bias), [...x.shape.slice(0, -1), outer]);
}

/** x Φ(x), exact. After Hendrycks & Gimpel (2016). */
export const gelu = (x: Tensor): Tensor => multiply(multiply(x, 0.5), add(1, erf(multiply(x, Math.SQRT1_2))));

export const sigmoid = (x: Tensor): Tensor => multiply(add(tanh(multiply(x, 0.5)), 1), 0.5);

/** log Σ exp(x) along the last axis (kept with length 1), safe for large numbers. */
export function logSumExp(x: Tensor): Tensor {
  const largest = stopGradient(max(x, [-1], true));
  return add(log(sum(exp(subtract(x, largest)), [-1], true)), largest);
}

/** Scales along `axis` to length 1. `epsilon` keeps a row of zeros finite. */
export function normaliseLength(x: Tensor, axis = -1, epsilon = 1e-12): Tensor {
  return divide(x, sqrt(add(sum(square(x), [axis], true), epsilon)));
}

/** Rows of `direction` [in × out] columns at unit length, times `gain`: Salimans & Kingma (2016). */
export const weightNorm = (direction: Tensor, gain: Operand): Tensor =>
  multiply(normaliseLength(direction, 0), asTensor(gain));

/** Mean 0 and deviation 1 along the last axis, then scale and shift. After Ba et al. (2016). */
export function layerNorm(x: Tensor, scale: Tensor, shift: Tensor, epsilon = 1e-5): Tensor {
  const centred = subtract(x, mean(x, [-1], true));
  return add(multiply(divide(centred, sqrt(add(mean(square(centred), [-1], true), epsilon))), scale), shift);
}

export interface BatchNorm {
  readonly result: Tensor;
  /** Mean and variance of this batch per channel, for the running ones that inference uses. */
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** Mean 0 and deviation 1 per channel (axis 1) over the batch. After Ioffe & Szegedy (2015). */
export function batchNorm(x: Tensor, scale: Tensor, shift: Tensor, epsilon = 1e-5): BatchNorm {
  const others = x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  const channels = perChannel(x.shape);
  const average = mean(x, others, true);
  const centred = subtract(x, average);
  const variance = mean(square(centred), others, true);
  const standard = divide(centred, sqrt(add(variance, epsilon)));
  return {
    result: add(multiply(standard, reshape(scale, channels)), reshape(shift, channels)),
    mean: reshape(average, [x.shape[1]]),
    variance: reshape(variance, [x.shape[1]]),
  };
}

const perChannel = (shape: Sizes): Sizes => shape.map((length, axis) => (axis === 1 ? length : 1));

/** Keeps where `mask` is 1 and makes up for what is dropped. The mask is fed, so that a seed fixes it. */
export const dropout = (x: Tensor, mask: Tensor, keepShare: number): Tensor =>
  multiply(multiply(x, mask), 1 / keepShare);

/** Squares of `size` × `size` side by side; what does not fill one at the edge must not be there. */
function pools(x: Tensor, size: number): Tensor {
  const [images, channels, height, width] = x.shape;
  if (height % size !== 0 || width % size !== 0) {
    throw new RangeError(`${height} × ${width} cannot be pooled by ${size}; both must be its multiples.`);
  }
  return reshape(x, [images, channels, height / size, size, width / size, size]);
}

export const maxPool = (x: Tensor, size: number): Tensor => max(pools(x, size), [3, 5]);
export const averagePool = (x: Tensor, size: number): Tensor => mean(pools(x, size), [3, 5]);

/**
 * softmax(Q Kᵀ / √d) V in `heads` heads; queries, keys and values [batch × tokens × width].
 * After Vaswani et al. (2017).
 */
export function attention(queries: Tensor, keys: Tensor, values: Tensor, heads: number): Tensor {
  const [batch, , width] = queries.shape;
  const split = (x: Tensor) => transpose(reshape(x, [batch, x.shape[1], heads, width / heads]), [0, 2, 1, 3]);
  const scores = multiply(matmul(split(queries), transpose(split(keys))), 1 / Math.sqrt(width / heads));
  return reshape(transpose(matmul(softmax(scores), split(values)), [0, 2, 1, 3]), queries.shape);
}

/**
 * Shares of rows in columns that are used equally: `iterations` times, columns are scaled to the same
 * sum and rows to sum 1. After Cuturi (2013), as in Caron et al. (SwAV, 2020).
 * @param logits rows × columns
 * @param temperature divides the logits; smaller is sharper
 */
export function sinkhorn(logits: Tensor, temperature: number, iterations = 3): Tensor {
  const [rows, columns] = logits.shape;
  let scaled = multiply(logits, 1 / temperature);
  scaled = subtract(scaled, broadcastTo(stopGradient(max(scaled, [0, 1], true)), [1, 1]));
  for (let i = 0; i < iterations; i++) {
    scaled = subtract(scaled, add(transpose(logSumExp(transpose(scaled))), Math.log(columns / rows)));
    scaled = subtract(scaled, logSumExp(scaled));
  }
  return exp(scaled);
}
