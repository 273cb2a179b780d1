/**
 * The descent of UMAP: pairs are drawn as often as their weight says, both ends move together, and each
 * end moves away from a few strangers. The loop itself is in `../compute/pair-descent.ts`.
 *
 * Moves shrink with the third power of what is left of the descent, not in step with it: what blurs a map in
 * the end is the noise of the draws, of which a long calm end removes more than further epochs would.
 * After McInnes, Healy & Melville (2018).
 */

import { type ClosenessCurve, type TurnPairs, WHOLE_TURN } from "../compute/pair-descent.ts";
import { openPairDescent } from "../compute/wasm/simd-pair-descent.ts";
import type { Matrix } from "../matrix.ts";
import type { MethodRun } from "../method/context.ts";
import { random, shuffle } from "../random.ts";
import type { NeighbourPairs } from "./neighbour-pairs.ts";

export interface UmapLayoutOptions {
  readonly epochs: number;
  readonly curve: ClosenessCurve;
}

const RATE_POWER = 3;
const REPORT_EVERY = 10;

/** Where the points of `start` (points × 2 or 3) come to lie. O(epochs × pairs) with the weights as shares. */
export async function layOut(
  start: Matrix,
  pairs: NeighbourPairs,
  { epochs, curve }: UmapLayoutOptions,
  { seed, step }: MethodRun,
): Promise<Matrix> {
  const descent = openPairDescent(start, inRandomOrder(pairs, seed), { curve, seed });
  for (let epoch = 0; epoch < epochs; epoch++) {
    if (epoch % REPORT_EVERY === 0) await step({ stage: "lay out", done: epoch, total: epochs });
    descent.round((1 - epoch / epochs) ** RATE_POWER);
  }
  return descent.places();
}

/** The heaviest pair takes a turn in every epoch. Pairs of one point come far apart: no move waits for another. */
function inRandomOrder({ starts, others, weights }: NeighbourPairs, seed: number): TurnPairs {
  const owners = new Int32Array(weights.length);
  for (let i = 0; i + 1 < starts.length; i++) owners.fill(i, starts[i], starts[i + 1]);
  const heaviest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  const order = Int32Array.from(shuffle(owners.keys(), random(seed)));
  return {
    heads: order.map((p) => owners[p]),
    tails: order.map((p) => others[p]),
    weights: order.map((p) => Math.round((weights[p] / heaviest) * WHOLE_TURN)),
  };
}
