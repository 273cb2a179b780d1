/**
 * From the coordinates of an embedding to clusters: the last step of the spectral methods.
 *
 * k-means takes the best of several seedings. "Discretise" has no seeding: it turns the eigenvectors
 * towards the nearest matrix of zeros and ones, from a start that pivoting finds.
 * After Yu & Shi (2003); the start after Damle, Minden & Ying (2019).
 */
import type { SquareMatrix } from "../../compute/square-matrix.ts";
import { symmetricEigen } from "../../linear-algebra/symmetric-eigen.ts";
import { type Matrix, matrix, normaliseRows, row } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import { random } from "../../random.ts";
import { type LloydResult, lloyd } from "../centroid/lloyd.ts";
import { spreadCentres } from "../centroid/seeding.ts";

export const restartsOption = {
  name: "restarts",
  aliases: ["n_init"],
  type: "integer",
  default: 5,
  min: 1,
  max: 1000,
  meaning: "How many seedings of the k-means on the embedding to try; the best result is kept.",
} as const;

export interface PartitionOptions {
  /** `discretise` needs as many columns as clusters. */
  readonly by: "k-means" | "discretise";
  readonly restarts: number;
}

/** Products in an iteration below which giving way to other work, a millisecond, takes longer than the iteration. */
const NUMBERS_AT_ONCE = 2 ** 26;

/** At most `count` labels; O(n count² (restarts + iterations)). */
export async function partition(
  coordinates: Matrix,
  count: number,
  { by, restarts }: PartitionOptions,
  run: MethodRun,
): Promise<Int32Array> {
  if (by === "discretise") return discretise(coordinates, run);
  const chance = random(run.seed);
  const isSmall = coordinates.data.length * count <= NUMBERS_AT_ONCE;
  const within: MethodRun = isSmall ? { ...run, step: async () => {} } : run;
  let best: LloydResult | undefined;
  for (let restart = 0; restart < restarts; restart++) {
    await run.step({ stage: "seed", done: restart, total: restarts });
    const initial = await spreadCentres(coordinates, count, chance, run.kernels);
    const limits = { maxIterations: 300, tolerance: 1e-4, metric: "euclidean" } as const;
    const result = await lloyd(coordinates, initial, limits, within);
    if (best === undefined || result.inertia < best.inertia) best = result;
  }
  if (best === undefined) throw new Error("internal: k-means made no run.");
  return best.assignment;
}

const MAX_TURNS = 50;

/** Alternates between the nearest labels of a rotation and the best rotation of the labels. */
async function discretise(coordinates: Matrix, run: MethodRun): Promise<Int32Array> {
  const size = coordinates.columns;
  const unit = normaliseRows(coordinates);
  let rotation = nearestRotation(asColumns(unit, pivotRows(coordinates)));
  let labels = labelsUnder(unit, rotation);
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    await run.step({ stage: "discretise", done: turn, total: MAX_TURNS });
    // Columns: the sum of the members of each label.
    const sums: SquareMatrix = { size, data: new Float64Array(size * size) };
    for (let i = 0; i < unit.rows; i++) {
      const values = row(unit, i);
      for (let j = 0; j < size; j++) sums.data[j * size + labels[i]] += values[j];
    }
    rotation = nearestRotation(sums);
    const next = labelsUnder(unit, rotation);
    const isSettled = next.every((label, i) => label === labels[i]);
    labels = next;
    if (isSettled) break;
  }
  return labels;
}

/** As many rows as columns, each the one that sticks out farthest from the span of those before. */
function pivotRows(coordinates: Matrix): Int32Array {
  const size = coordinates.columns;
  const rest = Float64Array.from(coordinates.data);
  return Int32Array.from({ length: size }, () => {
    let farthest = 0;
    let longest = -1;
    for (let i = 0; i < coordinates.rows; i++) {
      const squared = squaredLength(rest, i * size, size);
      if (squared > longest) {
        longest = squared;
        farthest = i;
      }
    }
    if (longest > 0) removeDirection(rest, rest.slice(farthest * size, (farthest + 1) * size));
    return farthest;
  });
}

function squaredLength(data: Float64Array, start: number, length: number): number {
  let sum = 0;
  for (let j = start; j < start + length; j++) sum += data[j] * data[j];
  return sum;
}

function removeDirection(rows: Float64Array, direction: Float64Array): void {
  const size = direction.length;
  const squared = squaredLength(direction, 0, size);
  for (let start = 0; start < rows.length; start += size) {
    let along = 0;
    for (let j = 0; j < size; j++) along += rows[start + j] * direction[j];
    for (let j = 0; j < size; j++) rows[start + j] -= (along / squared) * direction[j];
  }
}

/** The rows named, as the columns of a square matrix. */
function asColumns(unit: Matrix, rows: Int32Array): SquareMatrix {
  const size = unit.columns;
  const turned: SquareMatrix = { size, data: new Float64Array(size * size) };
  for (let c = 0; c < size; c++) {
    const values = row(unit, rows[c]);
    for (let j = 0; j < size; j++) turned.data[j * size + c] = values[j];
  }
  return turned;
}

/** The orthogonal factor M (MᵀM)^-1/2 of `matrix`; directions that M lacks stay out. */
function nearestRotation({ size, data }: SquareMatrix): Matrix {
  const gram: SquareMatrix = { size, data: new Float64Array(size * size) };
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += data[j * size + a] * data[j * size + b];
      gram.data[a * size + b] = sum;
    }
  }
  const { values, vectors } = symmetricEigen(gram);
  const inverseRoot = new Float64Array(size * size);
  for (let t = 0; t < size; t++) {
    if (values[t] <= 1e-12 * values[0]) break;
    const weight = 1 / Math.sqrt(values[t]);
    for (let a = 0; a < size; a++) {
      const scaled = weight * vectors.data[t * size + a];
      for (let b = 0; b < size; b++) inverseRoot[a * size + b] += scaled * vectors.data[t * size + b];
    }
  }
  const rotation = matrix(size, size);
  for (let j = 0; j < size; j++) {
    for (let b = 0; b < size; b++) {
      let sum = 0;
      for (let a = 0; a < size; a++) sum += data[j * size + a] * inverseRoot[a * size + b];
      rotation.data[j * size + b] = sum;
    }
  }
  return rotation;
}

/** For every row the column of `unit · rotation` that is largest; ties to the lower. */
function labelsUnder(unit: Matrix, rotation: Matrix): Int32Array {
  const size = unit.columns;
  const scores = new Float64Array(size);
  return Int32Array.from({ length: unit.rows }, (_, i) => {
    scores.fill(0);
    for (let j = 0; j < size; j++) {
      const value = unit.data[i * size + j];
      for (let c = 0; c < size; c++) scores[c] += value * rotation.data[j * size + c];
    }
    let best = 0;
    for (let c = 1; c < size; c++) if (scores[c] > scores[best]) best = c;
    return best;
  });
}
