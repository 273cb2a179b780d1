/**
 * What a method learned, as an immutable value: plain numbers and typed arrays under a `kind`, nothing
 * else. So it can be compared, cloned into a worker and stored (`byte-layout.ts`) as it is; what it can do
 * are functions over it (`fitted/registry.ts`).
 */
import type { Kernels } from "../compute/kernels.ts";
import { portableKernels } from "../compute/wasm/wasm-kernels.ts";

export interface Fitted {
  /** Which reader and which functions it belongs to. */
  readonly kind: string;
  /** Width of the vectors it takes. */
  readonly columns: number;
}

/** Clusters of new vectors, by the numbers and the measure of the clustering that was fitted. */
export interface Assigned {
  /** -1 is noise. */
  readonly assignment: Int32Array;
  /** 0..1; 0 for noise. */
  readonly strength: Float32Array;
}

/** How a fitted model is used; what it needs to know otherwise it knows. */
export interface UseOptions {
  /** Default: `portableKernels`. To repeat a fit exactly, those of the fit. */
  readonly kernels?: Kernels;
  readonly signal?: AbortSignal;
}

/** The options with their defaults. */
export function useOf({ kernels = portableKernels(), signal }: UseOptions = {}) {
  return { kernels, check: () => signal?.throwIfAborted() };
}
