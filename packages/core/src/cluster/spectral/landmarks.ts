/**
 * A few vectors that stand for many: landmarks, and every vector as a mixture of its nearest ones.
 * What is then computed between landmarks costs their number squared, not that of the vectors.
 *
 * After the anchor graphs of Liu, He & Chang (2010) and Chen & Cai (2011).
 */
import { tileRows, tiles } from "../../compute/tile-rows.ts";
import type { SparseMatrix } from "../../linear-algebra/sparse.ts";
import { type Matrix, rowRange, selectRows } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import { random, sample } from "../../random.ts";
import { lloyd } from "../centroid/lloyd.ts";
import { randomCentres } from "../centroid/seeding.ts";

/** Landmarks need not settle, only to be spread like the vectors. */
const ITERATIONS = 8;
/** Vectors per landmark among which they are sought. */
const SAMPLE_PER_LANDMARK = 20;

/** Means of small groups of a random sample. O(20 count² d) per iteration, whatever the rows. */
export async function chooseLandmarks(vectors: Matrix, count: number, run: MethodRun): Promise<Matrix> {
  const chance = random(run.seed);
  const seen = selectRows(vectors, sample(vectors.rows, SAMPLE_PER_LANDMARK * count, chance));
  const initial = randomCentres(seen, Math.min(count, seen.rows), chance);
  const limits = { maxIterations: ITERATIONS, tolerance: 0, metric: "euclidean" } as const;
  return (await lloyd(seen, initial, limits, run)).centres;
}

/**
 * Every vector as shares (sum 1) of its `wanted` nearest landmarks: rows × landmarks, landmarks that
 * are nobody's left out. Shares fade with distance as e^(-d²/2σ²); σ² is the mean d² to the last
 * landmark that counts. O(rows × landmarks × columns).
 */
export async function mixtures(
  vectors: Matrix,
  landmarks: Matrix,
  wanted: number,
  run: MethodRun,
): Promise<SparseMatrix> {
  const count = Math.min(wanted, landmarks.rows);
  const indices = new Int32Array(vectors.rows * count);
  const squared = new Float64Array(vectors.rows * count);
  for (const { start, end } of tiles(vectors.rows, tileRows(landmarks.rows))) {
    const { data } = await run.kernels.squaredDistances(rowRange(vectors, start, end), landmarks);
    for (let i = start; i < end; i++) {
      const distances = data.subarray((i - start) * landmarks.rows, (i - start + 1) * landmarks.rows);
      keepSmallest(distances, indices, squared, i * count, count);
    }
    await run.step({ stage: "landmarks", done: end, total: vectors.rows });
  }
  const columns = numberAnew(indices, landmarks.rows);
  return {
    rows: vectors.rows,
    columns,
    starts: Int32Array.from({ length: vectors.rows + 1 }, (_, i) => i * count),
    indices,
    values: sharesOf(squared, count),
  };
}

function sharesOf(squared: Float64Array, count: number): Float64Array {
  const rows = squared.length / count;
  let spread = 0;
  for (let p = count - 1; p < squared.length; p += count) spread += squared[p] / rows;
  const shares = new Float64Array(squared.length);
  for (let start = 0; start < squared.length; start += count) {
    let total = 0;
    for (let p = start; p < start + count; p++) {
      // Relative to the closest: a vector far from all landmarks still has shares.
      shares[p] = spread > 0 ? Math.exp((squared[start] - squared[p]) / (2 * spread)) : 1;
      total += shares[p];
    }
    for (let p = start; p < start + count; p++) shares[p] /= total;
  }
  return shares;
}

/** Renames in place to 0, 1, … by first use; returns how many there are. */
function numberAnew(indices: Int32Array, limit: number): number {
  const number = new Int32Array(limit).fill(-1);
  let used = 0;
  for (let p = 0; p < indices.length; p++) {
    if (number[indices[p]] < 0) number[indices[p]] = used++;
    indices[p] = number[indices[p]];
  }
  return used;
}

/** Insertion of the `count` smallest values, ascending, ties by lower index. */
function keepSmallest(
  values: Float32Array,
  indices: Int32Array,
  kept: Float64Array,
  start: number,
  count: number,
): void {
  kept.fill(Infinity, start, start + count);
  for (let j = 0; j < values.length; j++) {
    const value = values[j];
    let at = start + count - 1;
    if (value >= kept[at]) continue;
    for (; at > start && kept[at - 1] > value; at--) {
      kept[at] = kept[at - 1];
      indices[at] = indices[at - 1];
    }
    kept[at] = value;
    indices[at] = j;
  }
}
