/**
 * Is there anything to cluster? Compares how close neighbours are with how close they would be in a
 * structureless cloud of the same mean and covariance: structure means that points crowd together
 * more than the overall spread explains.
 *
 * The reference is drawn as random mixtures of the centred vectors, g·X / √n with normal g, which has
 * exactly their covariance without computing it. In the spirit of Hopkins & Skellam (1954) and the gap
 * statistic's second reference (Tibshirani, Walther & Hastie 2001). Says nothing about how many
 * clusters, and calls a bent sheet structure too.
 */
import type { Kernels } from "../../compute/kernels.ts";
import { type Matrix, matrix, normaliseRows, row } from "../../matrix.ts";
import { nearestNeighbours } from "../../neighbours/nearest-neighbours.ts";
import { random } from "../../random.ts";

export interface Tendency {
  /** Mean log ratio of neighbour distances, reference over data: 0 is none, .1 means 10 % closer. */
  readonly crowding: number;
  readonly hasStructure: boolean;
}

const NEIGHBOUR = 5;
/**
 * Crowding that a cloud without clusters reaches. Any cloud that is not normal reaches some: a uniform
 * square .18, less in more dimensions, where neighbour distances say less about the shape of a cloud.
 * Measured on uniform and normal clouds of 50 to 1,500 vectors in 2 to 512 dimensions.
 */
const toleratedCrowding = (dimensions: number): number => 0.08 + 0.12 * Math.min(1, 2 / dimensions);
/** Fewer vectors than this show nothing either way. */
const FEWEST_VECTORS = 20;

/** O(n² d); give it a sample of a few thousand at most. */
export async function clusterTendency(
  vectors: Matrix,
  { seed, kernels }: { seed: number; kernels: Kernels },
): Promise<Tendency> {
  if (vectors.rows < FEWEST_VECTORS) return { crowding: 0, hasStructure: false };
  const centred = centredRows(vectors);
  const reference = await structurelessCloud(vectors, centred, seed, kernels);
  const crowding = (await meanLogDistance(reference, kernels)) - (await meanLogDistance(vectors, kernels));
  const tolerated = toleratedCrowding(await effectiveDimensions(centred, kernels));
  return { crowding, hasStructure: crowding > tolerated };
}

function centredRows({ rows, columns, data }: Matrix): Matrix {
  const means = new Float64Array(columns);
  for (let p = 0; p < data.length; p++) means[p % columns] += data[p] / rows;
  return matrix(
    rows,
    columns,
    data.map((value, p) => value - means[p % columns]),
  );
}

async function structurelessCloud(
  vectors: Matrix,
  centred: Matrix,
  seed: number,
  kernels: Kernels,
): Promise<Matrix> {
  const { rows, columns } = vectors;
  const turned = matrix(columns, rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) turned.data[j * rows + i] = centred.data[i * columns + j];
  }
  const chance = random(seed);
  const mixture = matrix(rows, rows);
  for (let p = 0; p < mixture.data.length; p++) mixture.data[p] = chance.normal() / Math.sqrt(rows);
  const cloud = await kernels.products(mixture, turned);
  for (let j = 0; j < columns; j++) {
    const mean = vectors.data[j] - centred.data[j];
    for (let i = 0; i < rows; i++) cloud.data[i * columns + j] += mean;
  }
  return isUnitLength(vectors) ? normaliseRows(cloud) : cloud;
}

/** (Σ λ)² / Σ λ² of the covariance's eigenvalues, read from the products of all pairs. */
async function effectiveDimensions(centred: Matrix, kernels: Kernels): Promise<number> {
  const { data } = await kernels.products(centred, centred);
  let trace = 0;
  let squares = 0;
  for (let p = 0; p < data.length; p++) squares += data[p] * data[p];
  for (let i = 0; i < centred.rows; i++) trace += data[i * (centred.rows + 1)];
  return squares === 0 ? 1 : (trace * trace) / squares;
}

async function meanLogDistance(vectors: Matrix, kernels: Kernels): Promise<number> {
  const { count, distances } = await nearestNeighbours(vectors, NEIGHBOUR, { metric: "euclidean", kernels });
  const largest = distances.reduce((most, distance) => Math.max(most, distance), 0);
  let sum = 0;
  for (let i = 1; i <= vectors.rows; i++) {
    // Copies of one picture are infinitely close; they should not decide alone.
    sum += Math.log(Math.max(distances[i * count - 1], 1e-3 * largest, Number.MIN_VALUE));
  }
  return sum / vectors.rows;
}

function isUnitLength(vectors: Matrix): boolean {
  for (let i = 0; i < Math.min(vectors.rows, 100); i++) {
    const length = Math.hypot(...row(vectors, i));
    if (Math.abs(length - 1) > 1e-3) return false;
  }
  return true;
}
