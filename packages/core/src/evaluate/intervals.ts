/**
 * How sure a figure is: what it would have been on other draws of the same things.
 *
 * Two ways, because figures differ. A mean over things (accuracy, mAP, recall) takes the *bootstrap*:
 * things drawn again with replacement, quantiles of the figure. A figure about groups (ARI, AMI,
 * purity) must not: a thing drawn twice agrees with itself, which raises every such figure. It takes
 * *half samples* without replacement; the figure of a random half scatters as much around its mean as
 * the figure of the whole would, and that scatter is laid around the figure itself.
 * After Efron (1979); half samples after Politis & Romano (1994), delete-half jackknife: Shao & Wu (1989).
 */
import { random } from "../random.ts";

export interface IntervalOptions {
  /** `half-samples` for figures about groups, `bootstrap` for means over things. Default half-samples. */
  readonly scheme?: "half-samples" | "bootstrap";
  /** Default 200. */
  readonly rounds?: number;
  /** Probability that the interval is meant to have, 0..1. Default .95. */
  readonly level?: number;
  /** Default 0. */
  readonly seed?: number;
}

export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * `rounds` times the cost of the figure.
 * @param count how many things there are, at least 2
 * @param measure the figure for things by their indices; indices may repeat under `bootstrap`
 * @throws RangeError for fewer than 2 things, fewer than 2 rounds or a level outside (0, 1).
 */
export function interval(
  count: number,
  measure: (indices: Int32Array) => number,
  { scheme = "half-samples", rounds = 200, level = 0.95, seed = 0 }: IntervalOptions = {},
): Interval {
  if (count < 2 || rounds < 2 || !(level > 0 && level < 1)) {
    throw new RangeError(
      `An interval of level ${level} from ${rounds} rounds over ${count} things: ` +
        "it needs at least 2 things, at least 2 rounds, and a level between 0 and 1.",
    );
  }
  const chance = random(seed);
  const all = Int32Array.from({ length: count }, (_, i) => i);
  const value = measure(all);
  const figures = Float64Array.from({ length: rounds }, () =>
    measure(
      scheme === "bootstrap"
        ? all.map(() => chance.integer(count))
        : half(all, (limit) => chance.integer(limit)),
    ),
  ).sort();
  const mean = figures.reduce((sum, figure) => sum + figure, 0) / rounds;
  const shift = scheme === "bootstrap" ? 0 : value - mean;
  return {
    value,
    low: quantile(figures, (1 - level) / 2) + shift,
    high: quantile(figures, (1 + level) / 2) + shift,
  };
}

/** A random half, in random order (a Fisher-Yates shuffle that stops half way). */
function half(all: Int32Array, draw: (limit: number) => number): Int32Array {
  const order = all.slice();
  const size = order.length >> 1;
  for (let i = 0; i < size; i++) {
    const j = i + draw(order.length - i);
    const swapped = order[i];
    order[i] = order[j];
    order[j] = swapped;
  }
  return order.subarray(0, size);
}

/** Between the two nearest of ascending `values`. */
function quantile(values: Float64Array, probability: number): number {
  const at = probability * (values.length - 1);
  const below = Math.floor(at);
  const above = Math.min(values.length - 1, below + 1);
  return values[below] + (at - below) * (values[above] - values[below]);
}
