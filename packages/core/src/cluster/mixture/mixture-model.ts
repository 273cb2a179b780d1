/**
 * A fitted Gaussian mixture: plain numbers, so it can be stored as it is, and what follows from them
 * (size, criteria, memberships of new vectors). How it is fitted is in `gaussian-mixture.ts`.
 */
import type { Kernels } from "../../compute/kernels.ts";
import { plainKernels, requireSameWidth } from "../../compute/plain.ts";
import { tiles } from "../../compute/tile-rows.ts";
import { type Matrix, matrix, rowRange } from "../../matrix.ts";
import { logDensities } from "./mixture-density.ts";

/** Shape of the components: any ellipsoid, one for all, along the columns, or round. */
export type CovarianceType = "full" | "tied" | "diagonal" | "spherical";

export interface MixtureParameters {
  readonly covarianceType: CovarianceType;
  readonly columns: number;
  /** Share of each component; sums to 1. */
  readonly weights: Float64Array;
  /** Row-major components × columns. */
  readonly means: Float64Array;
  /**
   * Row-major: full components × columns × columns, tied columns × columns, diagonal components ×
   * columns, spherical one variance a component.
   */
  readonly covariances: Float64Array;
}

/** Components are numbered as the clusters; components that are nobody's likeliest come last. */
export interface GaussianMixture extends MixtureParameters {
  /** Mean log-likelihood of a vector before the last improvement; what is compared with `tolerance`. */
  readonly lowerBound: number;
  /** Σ log density of the vectors it was fitted to. */
  readonly logLikelihood: number;
  /** Bayesian information criterion: lower is better, more parameters cost more the more vectors there are. */
  readonly bic: number;
  /** Akaike's information criterion: lower is better. */
  readonly aic: number;
  readonly hasConverged: boolean;
}

export interface MixtureMembership {
  /** Likeliest component of each vector; ties go to the lower index. */
  readonly indices: Int32Array;
  /** Probability of that component, 0..1. */
  readonly probabilities: Float32Array;
  /** Log density of each vector: low where the mixture has seen nothing like it. */
  readonly logLikelihoods: Float64Array;
}

/** Rows measured at once: numbers of a block stay in the cache. */
export const MIXTURE_BLOCK_ROWS = 1024;

/**
 * Places `vectors`, new ones too, into the components of `mixture`.
 * O(rows × components × columns), for full covariance × columns again.
 * @throws RangeError when the widths differ.
 */
export async function assignToMixture(
  vectors: Matrix,
  mixture: MixtureParameters,
  { kernels = plainKernels }: { kernels?: Kernels } = {},
): Promise<MixtureMembership> {
  requireSameWidth(vectors, matrix(0, mixture.columns));
  const count = mixture.weights.length;
  const measure = logDensities(mixture, kernels);
  const indices = new Int32Array(vectors.rows);
  const probabilities = new Float32Array(vectors.rows);
  const logLikelihoods = new Float64Array(vectors.rows);
  for (const { start, end } of tiles(vectors.rows, MIXTURE_BLOCK_ROWS)) {
    const logs = await measure(rowRange(vectors, start, end), start);
    for (let i = start; i < end; i++) {
      const own = logs.subarray((i - start) * count, (i - start + 1) * count);
      logLikelihoods[i] = toProbabilities(own);
      let best = 0;
      for (let k = 1; k < count; k++) if (own[k] > own[best]) best = k;
      indices[i] = best;
      probabilities[i] = own[best];
    }
  }
  return { indices, probabilities, logLikelihoods };
}

/** Turns log densities into probabilities that sum to 1, in place; gives the log of their sum. */
export function toProbabilities(logs: Float64Array): number {
  let largest = -Infinity;
  for (let k = 0; k < logs.length; k++) if (logs[k] > largest) largest = logs[k];
  let sum = 0;
  for (let k = 0; k < logs.length; k++) {
    // Most are -∞ in many dimensions, and an exponential costs more than to ask.
    logs[k] = logs[k] === -Infinity ? 0 : Math.exp(logs[k] - largest);
    sum += logs[k];
  }
  for (let k = 0; k < logs.length; k++) logs[k] /= sum;
  return largest + Math.log(sum);
}

/** Free parameters: means, covariances, and all weights but one. */
export function parameterCount({ covarianceType, columns, weights }: MixtureParameters): number {
  const count = weights.length;
  const ellipsoid = (columns * (columns + 1)) / 2;
  const shapes = {
    full: count * ellipsoid,
    tied: ellipsoid,
    diagonal: count * columns,
    spherical: count,
  }[covarianceType];
  return count * columns + shapes + count - 1;
}
