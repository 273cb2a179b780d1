/**
 * Optimisers as one pass over typed arrays: gradients come out of the graph, the update happens here.
 * One loop reads and writes each number once, which a chain of graph operations would do ten times.
 * Arithmetic in float64, state in float32.
 */
import type { Arrays } from "./named-arrays.ts";
import type { Parameter } from "./parameters.ts";

interface Decay {
  /** Default 0. */
  readonly weightDecay?: number;
}

export type OptimiserSettings =
  /** v ← μ v + g;  w ← w − rate · v. Decay is added to the gradient. */
  | ({ readonly kind: "sgd"; readonly momentum?: number; readonly nesterov?: boolean } & Decay)
  /** Kingma & Ba (2015); decay is added to the gradient. */
  | ({ readonly kind: "adam" } & Moments & Decay)
  /** Loshchilov & Hutter (2019): decay acts on the weights themselves. */
  | ({ readonly kind: "adamw" } & Moments & Decay)
  /** You et al. (2017): SGD whose rate follows each layer's norms; `trust` is their η, 0.001 by default. */
  | ({ readonly kind: "lars"; readonly momentum?: number; readonly trust?: number } & Decay);

interface Moments {
  /** Default [0.9, 0.999]. */
  readonly betas?: readonly [number, number];
  /** Default 1e-8. */
  readonly epsilon?: number;
}

/** Arrays an optimiser keeps for a parameter: its momentum, or its two moments. */
export function freshSlots({ kind }: OptimiserSettings, parameters: readonly Parameter[]): Arrays {
  const slots = kind === "adam" || kind === "adamw" ? ["mean", "variance"] : ["momentum"];
  return Object.fromEntries(
    parameters.flatMap(({ name, initial }) =>
      slots.map((slot) => [`${name}/${slot}`, new Float32Array(initial.length)]),
    ),
  );
}

/**
 * Moves `values` and `slots` in place. O(numbers).
 * @param step from 0; Adam corrects its moments by it
 */
export function updateParameter(
  settings: OptimiserSettings,
  parameter: Parameter,
  values: Float32Array,
  gradient: ArrayLike<number>,
  slots: Arrays,
  rate: number,
  step: number,
): void {
  const decays = parameter.decays ?? parameter.shape.length > 1;
  const decay = decays ? (settings.weightDecay ?? 0) : 0;
  const scaled = rate * (parameter.rateScale ?? 1);
  if (settings.kind === "adam" || settings.kind === "adamw") {
    const mean = slots[`${parameter.name}/mean`];
    const variance = slots[`${parameter.name}/variance`];
    const isDecoupled = settings.kind === "adamw";
    const { betas: [beta1, beta2] = [0.9, 0.999], epsilon = 1e-8 } = settings;
    const correction1 = 1 - beta1 ** (step + 1);
    const correction2 = 1 - beta2 ** (step + 1);
    for (let i = 0; i < values.length; i++) {
      const slope = isDecoupled ? gradient[i] : gradient[i] + decay * values[i];
      mean[i] = beta1 * mean[i] + (1 - beta1) * slope;
      variance[i] = beta2 * variance[i] + (1 - beta2) * slope * slope;
      const move = mean[i] / correction1 / (Math.sqrt(variance[i] / correction2) + epsilon);
      values[i] -= scaled * (isDecoupled ? move + decay * values[i] : move);
    }
    return;
  }
  const { momentum = 0.9 } = settings;
  const velocity = slots[`${parameter.name}/momentum`];
  const isNesterov = settings.kind === "sgd" && settings.nesterov === true;
  const trusted = settings.kind === "lars" && decays ? trustRatio(settings, values, gradient, decay) : 1;
  for (let i = 0; i < values.length; i++) {
    const slope = trusted * (gradient[i] + decay * values[i]);
    velocity[i] = momentum * velocity[i] + slope;
    values[i] -= scaled * (isNesterov ? slope + momentum * velocity[i] : velocity[i]);
  }
}

/** η ‖w‖ / (‖g‖ + decay ‖w‖); 1 where either is 0. */
function trustRatio(
  { trust = 0.001 }: { trust?: number },
  values: ArrayLike<number>,
  gradient: ArrayLike<number>,
  decay: number,
): number {
  const weight = length(values);
  const slope = length(gradient);
  return weight > 0 && slope > 0 ? (trust * weight) / (slope + decay * weight) : 1;
}

function length(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return Math.sqrt(sum);
}

/** The factor that brings all gradients together to a length of at most `most`. Pascanu et al. (2013). */
export function clippingFactor(gradients: Iterable<ArrayLike<number>>, most: number): number {
  let squares = 0;
  for (const gradient of gradients) squares += length(gradient) ** 2;
  const total = Math.sqrt(squares);
  return total > most ? most / total : 1;
}

/** average ← m · average + (1 − m) · values, in place. */
export function updateAverage(average: Float32Array, values: ArrayLike<number>, momentum: number): void {
  for (let i = 0; i < average.length; i++) average[i] = momentum * average[i] + (1 - momentum) * values[i];
}
