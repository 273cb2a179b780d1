/**
 * First centres for k-means: random rows, or k-means++ with several candidates a step, of which the
 * one that lowers the objective most is kept.
 *
 * Candidates are drawn and measured many at a time: one product of all vectors with a pool of
 * candidates costs little more than with one candidate. A pool is drawn by the distances of that
 * moment; later each candidate is accepted with probability (distance now / distance then), which is
 * the distribution it would have if it were drawn now (rejection sampling), so nothing is lost.
 *
 * After Arthur & Vassilvitskii (2007); the greedy choice of 2 + ln k candidates is theirs, section 7.
 */
import type { Kernels } from "../../compute/kernels.ts";
import { tiles } from "../../compute/tile-rows.ts";
import { type Matrix, row, rowRange, selectRows, squaredDistance } from "../../matrix.ts";
import { type Random, sample } from "../../random.ts";

/** Most candidates and most distances (256 MB of them) in a pool. */
const LARGEST_POOL = 128;
const POOL_NUMBERS = 2 ** 26;
/** A tile of 8 MB. */
const PRODUCTS_AT_ONCE = 2 ** 21;
/** Products of float32 lose what is this much smaller than the vectors; it is measured again. */
const LEAST_RELATIVE_DISTANCE = 1e-5;

/** `count` different rows, each equally likely. */
export function randomCentres(vectors: Matrix, count: number, chance: Random): Matrix {
  return selectRows(vectors, sample(vectors.rows, count, chance));
}

/**
 * `count` rows far from each other, or fewer when there are fewer different rows.
 * O(rows × columns × count × ln count).
 */
export async function spreadCentres(
  vectors: Matrix,
  count: number,
  chance: Random,
  kernels: Kernels,
): Promise<Matrix> {
  const perStep = 2 + Math.floor(Math.log(count));
  const largest = Math.min(LARGEST_POOL, Math.floor(POOL_NUMBERS / vectors.rows));
  let poolSize = 4 * perStep;
  const chosen = [chance.integer(vectors.rows)];
  const squaredNorms = await kernels.squaredNorms(vectors);
  const nearest = await distancesTo(vectors, squaredNorms, chosen, kernels);
  while (chosen.length < count) {
    const then = nearest.slice();
    const pool = drawByWeight(then, Math.min(poolSize, perStep * (count - chosen.length)), chance);
    if (pool.length === 0) break;
    const distances = await distancesTo(vectors, squaredNorms, pool, kernels);
    let next = 0;
    let steps = 0;
    while (chosen.length < count) {
      const accepted: number[] = [];
      for (; next < pool.length && accepted.length < perStep; next++) {
        const index = pool[next];
        if (chance.uniform() * then[index] < nearest[index]) accepted.push(next);
      }
      // Those accepted so far are let go: whether a pool is used up says nothing about who is in it.
      if (accepted.length < perStep) break;
      const best = bestCandidate(nearest, distances, accepted);
      chosen.push(pool[best]);
      takeSmaller(nearest, column(distances, best, vectors.rows));
      steps++;
    }
    // The better a pool lasts, the larger the next may be.
    const isWorthwhile = 2 * steps * perStep >= pool.length;
    poolSize = isWorthwhile ? Math.min(2 * poolSize, Math.max(largest, 2 * perStep)) : 2 * perStep;
  }
  return selectRows(vectors, chosen);
}

/** Squared distances of all vectors to the rows named by `indices`: one run of `rows` numbers each. */
async function distancesTo(
  vectors: Matrix,
  squaredNorms: Float64Array,
  indices: readonly number[],
  kernels: Kernels,
): Promise<Float32Array> {
  const { rows } = vectors;
  const candidates = selectRows(vectors, indices);
  const distances = new Float32Array(rows * indices.length);
  for (const { start, end } of tiles(rows, Math.ceil(PRODUCTS_AT_ONCE / indices.length))) {
    const { data } = await kernels.products(candidates, rowRange(vectors, start, end));
    for (const [c, index] of indices.entries()) {
      const norm = squaredNorms[index];
      const tooClose = LEAST_RELATIVE_DISTANCE * norm;
      const at = c * (end - start) - start;
      for (let i = start; i < end; i++) {
        const distance = norm + squaredNorms[i] - 2 * data[at + i];
        distances[c * rows + i] =
          distance > tooClose ? distance : squaredDistance(row(vectors, i), row(vectors, index));
      }
    }
  }
  return distances;
}

/** Up to `count` indices, each drawn in proportion to its weight; none when all weights are 0. */
function drawByWeight(weights: Float32Array, count: number, chance: Random): number[] {
  const cumulative = new Float64Array(weights.length);
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    total += weights[i];
    cumulative[i] = total;
  }
  if (total === 0) return [];
  return Array.from({ length: count }, () => firstAbove(cumulative, chance.uniform() * total));
}

function bestCandidate(
  nearest: Float32Array,
  distances: Float32Array,
  candidates: readonly number[],
): number {
  let best = candidates[0];
  let least = Infinity;
  for (const candidate of candidates) {
    const potential = potentialWith(nearest, column(distances, candidate, nearest.length));
    if (potential < least) {
      least = potential;
      best = candidate;
    }
  }
  return best;
}

/** Σ min(nearest, to): the objective if the candidate were a centre. */
function potentialWith(nearest: Float32Array, to: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < nearest.length; i++) sum += to[i] < nearest[i] ? to[i] : nearest[i];
  return sum;
}

function takeSmaller(nearest: Float32Array, to: Float32Array): void {
  for (let i = 0; i < nearest.length; i++) if (to[i] < nearest[i]) nearest[i] = to[i];
}

function column(distances: Float32Array, index: number, rows: number): Float32Array {
  return distances.subarray(index * rows, (index + 1) * rows);
}

function firstAbove(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
