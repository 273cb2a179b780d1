/**
 * The walks of mean shift: from every seed go to the mean of what lies within the bandwidth, again and
 * again, until that moves no more. Where walks end are the modes of the density.
 *
 * All walks go at once, as two products per tile: distances to all vectors, then the 0/1 windows times
 * the vectors. Walks that meet go on as one. Pairs that the kernels' rounding cannot place in or out of
 * a window are measured again in float64.
 * After Fukunaga & Hostetler (1975) and Comaniciu & Meer (2002), flat kernel.
 */
import { tileRows, tiles } from "../../compute/tile-rows.ts";
import { type Matrix, matrix, row, rowRange, selectRows, squaredDistance } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import { kernelDoubt } from "../../method/metric-scale.ts";

/** Where walks ended, and how many vectors lay in the last window of each. */
export interface Modes {
  readonly centres: Matrix;
  readonly windowSizes: Int32Array;
}

export interface WalkOptions {
  readonly bandwidth: number;
  readonly maxIterations: number;
}

/** A walk ends when a step is shorter than this share of the bandwidth. */
const STILL = 1e-3;

/**
 * Densest first, equal ones by their numbers, largest first; of modes within the bandwidth of each other
 * only the densest stays. O(iterations × seeds × n × d).
 */
export async function findModes(
  vectors: Matrix,
  seeds: Matrix,
  options: WalkOptions,
  run: MethodRun,
): Promise<Modes> {
  const ends = await walk(vectors, seeds, options, run);
  const order = [...ends.windowSizes.keys()].sort(
    (a, b) =>
      ends.windowSizes[b] - ends.windowSizes[a] || compareRows(row(ends.centres, b), row(ends.centres, a)),
  );
  const kept: number[] = [];
  for (const i of order) {
    const isNear = (mode: number) =>
      squaredDistance(row(ends.centres, mode), row(ends.centres, i)) <= options.bandwidth ** 2;
    if (!kept.some(isNear)) kept.push(i);
  }
  return {
    centres: selectRows(ends.centres, kept),
    windowSizes: Int32Array.from(kept, (i) => ends.windowSizes[i]),
  };
}

async function walk(
  vectors: Matrix,
  seeds: Matrix,
  { bandwidth, maxIterations }: WalkOptions,
  run: MethodRun,
): Promise<Modes> {
  const windows = await windowsOf(vectors, bandwidth, run);
  const ends: Float32Array[] = [];
  const sizes: number[] = [];
  let walking = distinctRows(seeds);
  for (let iteration = 1; walking.rows > 0; iteration++) {
    await run.step({ stage: "shift", done: Math.min(iteration, maxIterations) - 1, total: maxIterations });
    const onward: number[] = [];
    const { means, counts } = await windows.means(walking);
    for (let i = 0; i < walking.rows; i++) {
      // A seed with nothing around it is no mode.
      if (counts[i] === 0) continue;
      const moved = Math.sqrt(squaredDistance(row(walking, i), row(means, i)));
      if (moved > STILL * bandwidth && iteration < maxIterations) onward.push(i);
      else {
        ends.push(row(means, i));
        sizes.push(counts[i]);
      }
    }
    walking = distinctRows(selectRows(means, onward));
  }
  const centres = matrix(ends.length, vectors.columns);
  for (const [i, end] of ends.entries()) row(centres, i).set(end);
  return { centres, windowSizes: Int32Array.from(sizes) };
}

async function windowsOf(vectors: Matrix, bandwidth: number, { kernels }: MethodRun) {
  const limit = bandwidth * bandwidth;
  const transposed = transpose(vectors);
  const doubt = kernelDoubt(await kernels.squaredNorms(vectors)) + 1e-6 * limit;
  return {
    /** Mean and number of the vectors within the bandwidth of each place. */
    async means(places: Matrix): Promise<{ means: Matrix; counts: Int32Array }> {
      const means = matrix(places.rows, vectors.columns);
      const counts = new Int32Array(places.rows);
      for (const { start, end } of tiles(places.rows, tileRows(vectors.rows))) {
        const window = await kernels.squaredDistances(rowRange(places, start, end), vectors);
        for (let i = start; i < end; i++) counts[i] = markWithin(row(window, i - start), row(places, i));
        const sums = await kernels.products(window, transposed);
        for (let i = start; i < end; i++) {
          const mean = row(means, i);
          const sum = row(sums, i - start);
          for (let j = 0; j < mean.length; j++) mean[j] = sum[j] / counts[i];
        }
      }
      return { means, counts };
    },
  };

  /** Turns distances into 1 within the bandwidth and 0 beyond; returns how many are within. */
  function markWithin(squared: Float32Array, place: Float32Array): number {
    let count = 0;
    for (let j = 0; j < squared.length; j++) {
      const distance = squared[j];
      const isWithin =
        distance < limit - doubt ||
        (distance <= limit + doubt && squaredDistance(place, row(vectors, j)) <= limit);
      squared[j] = isWithin ? 1 : 0;
      if (isWithin) count++;
    }
    return count;
  }
}

function transpose({ rows, columns, data }: Matrix): Matrix {
  const turned = matrix(columns, rows);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) turned.data[j * rows + i] = data[i * columns + j];
  return turned;
}

/** Every different row once, in order of first appearance. */
function distinctRows(vectors: Matrix): Matrix {
  // Equal rows have equal weighted sums, and others hardly ever.
  const bySum = new Map<number, number[]>();
  const kept: number[] = [];
  for (let i = 0; i < vectors.rows; i++) {
    const values = row(vectors, i);
    const sum = values.reduce((total, value, j) => total + value * (j + 1), 0);
    const alike = bySum.get(sum);
    if (alike?.some((other) => compareRows(row(vectors, other), values) === 0)) continue;
    if (alike) alike.push(i);
    else bySum.set(sum, [i]);
    kept.push(i);
  }
  return kept.length === vectors.rows ? vectors : selectRows(vectors, kept);
}

/** Order of the first numbers that differ. */
function compareRows(a: Float32Array, b: Float32Array): number {
  for (let j = 0; j < a.length; j++) if (a[j] !== b[j]) return a[j] - b[j];
  return 0;
}
