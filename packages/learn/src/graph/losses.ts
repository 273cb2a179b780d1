/**
 * Losses that several methods share; each is one number. Log-probabilities rather than probabilities
 * go in wherever a logarithm is taken.
 */
import { mean, normaliseLength, square } from "./layers.ts";
import {
  add,
  concat,
  constant,
  exp,
  log,
  logSoftmax,
  matmul,
  multiply,
  negate,
  relu,
  subtract,
  sum,
  transpose,
} from "./operations.ts";
import type { Tensor } from "./tensor.ts";

/** Mean over rows of −Σ target · log p; targets are probabilities, rows × classes. */
export const crossEntropy = (logits: Tensor, targets: Tensor): Tensor =>
  negate(mean(sum(multiply(targets, logSoftmax(logits)), [-1])));

export const meanSquaredError = (left: Tensor, right: Tensor): Tensor => mean(square(subtract(left, right)));

/** −Σ p log p along the last axis; `epsilon` keeps an unused class finite. */
export const entropy = (shares: Tensor, epsilon = 1e-8): Tensor =>
  negate(sum(multiply(shares, log(add(shares, epsilon))), [-1]));

/** Σ p log (p / q) along the last axis, for log-probabilities. */
export const divergence = (logP: Tensor, logQ: Tensor): Tensor =>
  sum(multiply(exp(logP), subtract(logP, logQ)), [-1]);

/**
 * How much pairs tell of each other: −I of the joint table of two soft assignments, rows × classes. Axes
 * in front (several heads) stay. Ji et al. (IIC, 2019).
 */
export function mutualInformationLoss(left: Tensor, right: Tensor, epsilon = 1e-8): Tensor {
  const counted = multiply(matmul(transpose(left), right), 1 / (left.shape.at(-2) ?? 1));
  const joint = add(multiply(add(counted, transpose(counted)), 0.5), epsilon);
  const expected = multiply(sum(joint, [-1], true), sum(joint, [-2], true));
  return negate(sum(multiply(joint, subtract(log(joint), log(expected))), [-2, -1]));
}

/** NT-Xent of two views of the same rows: Chen et al. (SimCLR, 2020). */
export function contrastiveLoss(left: Tensor, right: Tensor, temperature: number): Tensor {
  const rows = left.shape[0];
  const all = normaliseLength(concat([left, right], 0));
  const self = Float64Array.from({ length: 4 * rows * rows }, (_, i) =>
    i % (2 * rows + 1) === 0 ? -1e9 : 0,
  );
  const partner = Float64Array.from({ length: 4 * rows * rows }, (_, i) => {
    const [row, column] = [Math.floor(i / (2 * rows)), i % (2 * rows)];
    return column === (row + rows) % (2 * rows) ? 1 : 0;
  });
  const size = [2 * rows, 2 * rows];
  const likeness = multiply(matmul(all, transpose(all)), 1 / temperature);
  return crossEntropy(add(likeness, constant(self, size)), constant(partner, size));
}

/** Mean hinge of the distance to the like minus that to the unlike, plus a margin. Schroff et al. (2015). */
export function tripletLoss(anchor: Tensor, like: Tensor, unlike: Tensor, margin: number): Tensor {
  const far = (other: Tensor) => sum(square(subtract(anchor, other)), [-1]);
  return mean(relu(add(subtract(far(like), far(unlike)), margin)));
}

/** Student's t shares of rows in centres: q ∝ (1 + d²/ν)^(−(ν+1)/2) with ν = 1. Xie et al. (DEC, 2016). */
export function studentLogShares(x: Tensor, centres: Tensor): Tensor {
  const lengths = add(sum(square(x), [-1], true), sum(square(centres), [-1]));
  const squaredDistances = relu(subtract(lengths, multiply(matmul(x, transpose(centres)), 2)));
  return logSoftmax(negate(log(add(squaredDistances, 1))));
}
