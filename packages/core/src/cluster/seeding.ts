/**
 * First centres for k-means: random rows, or k-means++ with several candidates a step, of which the
 * one that lowers the objective most is kept.
 *
 * After Arthur & Vassilvitskii (2007); the greedy choice of 2 + ln k candidates is theirs, section 7.
 */
import type { Kernels } from "../compute/kernels.ts";
import { type Matrix, selectRows } from "../matrix.ts";
import { type Random, sample } from "../random.ts";

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
  const candidateCount = 2 + Math.floor(Math.log(count));
  const chosen = [chance.integer(vectors.rows)];
  const first = await kernels.squaredDistances(vectors, selectRows(vectors, chosen));
  let nearest = first.data;
  const cumulative = new Float64Array(vectors.rows);
  while (chosen.length < count) {
    let total = 0;
    for (let i = 0; i < nearest.length; i++) {
      total += nearest[i];
      cumulative[i] = total;
    }
    if (total === 0) break;
    const candidates = Array.from({ length: candidateCount }, () =>
      firstAbove(cumulative, chance.uniform() * total),
    );
    const { data } = await kernels.squaredDistances(vectors, selectRows(vectors, candidates));
    const potentials = new Float64Array(candidateCount);
    for (let i = 0; i < nearest.length; i++) {
      for (let c = 0; c < candidateCount; c++) {
        potentials[c] += Math.min(nearest[i], data[i * candidateCount + c]);
      }
    }
    const best = potentials.indexOf(Math.min(...potentials));
    chosen.push(candidates[best]);
    nearest = nearest.map((distance, i) => Math.min(distance, data[i * candidateCount + best]));
    // Float32 products do not give exactly 0 for the row itself; it must not be drawn again.
    for (const index of chosen) nearest[index] = 0;
  }
  return selectRows(vectors, chosen);
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
