/**
 * What pulls points of a t-SNE map together: for every point Σ w q (y − y′) over its pairs, with
 * q = 1 / (1 + ‖y − y′‖²). This is the readable reference, in float64; `wasm/simd-attraction.ts` does the same in
 * float32, four pairs at a time.
 */

/** Every pair once: those of point i with `others`, each above i, from `starts[i]` up to `starts[i + 1]`. */
export interface WeightedPairs {
  readonly starts: Int32Array;
  readonly others: Int32Array;
  readonly weights: Float64Array;
}

export interface Attraction {
  /** Writes the forces into `forces`; both are points × dimensions. O(pairs). */
  compute(coordinates: Float64Array, forces: Float64Array): void;
}

export function plainAttraction({ starts, others, weights }: WeightedPairs, dimensions: 2 | 3): Attraction {
  return {
    compute(coordinates, forces) {
      forces.fill(0);
      for (let i = 0; i + 1 < starts.length; i++) {
        const own = i * dimensions;
        for (let p = starts[i]; p < starts[i + 1]; p++) {
          const other = others[p] * dimensions;
          let squared = 1;
          for (let d = 0; d < dimensions; d++) {
            squared += (coordinates[own + d] - coordinates[other + d]) ** 2;
          }
          const pull = weights[p] / squared;
          for (let d = 0; d < dimensions; d++) {
            const force = pull * (coordinates[own + d] - coordinates[other + d]);
            forces[own + d] += force;
            forces[other + d] -= force;
          }
        }
      }
    },
  };
}
