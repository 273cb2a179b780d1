/**
 * Walking on a graph of neighbours: numbers averaged over neighbours until they are equal within
 * groups, and mass that gathers where the graph is dense. The two ways of power iteration clustering.
 *
 * After Lin & Cohen (2010), Cho & Lee (2012), Caron et al. (2018).
 */
import { multiplySparse, rowSums, type SparseMatrix, scaleSparse } from "../../linear-algebra/sparse.ts";
import { type Matrix, matrix } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import { random } from "../../random.ts";

/**
 * Random numbers from several starts, after `steps` averagings: n × starts, each column with mean 0
 * and deviation 1 by degree (else only the mean would be left). O(starts × steps × edges).
 */
export async function averagedChance(
  graph: SparseMatrix,
  { starts, steps }: { starts: number; steps: number },
  run: MethodRun,
): Promise<Matrix> {
  const size = graph.rows;
  const degrees = rowSums(graph).map((degree) => (degree > 0 ? degree : 1));
  const averaging = scaleSparse(
    graph,
    degrees.map((degree) => 1 / degree),
    new Float64Array(size).fill(1),
  );
  const chance = random(run.seed);
  const coordinates = matrix(size, starts);
  for (let start = 0; start < starts; start++) {
    await run.step({ stage: "walk", done: start, total: starts });
    let numbers = Float64Array.from({ length: size }, () => chance.uniform());
    let next = new Float64Array(size);
    standardise(numbers, degrees);
    for (let step = 0; step < steps; step++) {
      multiplySparse(averaging, numbers, next);
      standardise(next, degrees);
      [numbers, next] = [next, numbers];
    }
    for (let i = 0; i < size; i++) coordinates.data[i * starts + start] = numbers[i];
  }
  return coordinates;
}

/** Mean 0 and deviation 1, weighted; all 0 where numbers are equal. */
function standardise(numbers: Float64Array, weights: Float64Array): void {
  let total = 0;
  let sum = 0;
  for (let i = 0; i < numbers.length; i++) {
    total += weights[i];
    sum += weights[i] * numbers[i];
  }
  const mean = sum / total;
  let squares = 0;
  for (let i = 0; i < numbers.length; i++) {
    numbers[i] -= mean;
    squares += (weights[i] / total) * numbers[i] ** 2;
  }
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  for (let i = 0; i < numbers.length; i++) numbers[i] *= scale;
}

/** Share of the mass that is spread evenly again at every step; keeps it from running into one place. */
const RETURNED = 0.001;
const GATHERING_STEPS = 200;

/**
 * Labels by peak: mass flows along the weights, then every vector goes to the neighbour where weight
 * times gain in mass is largest, and on to where nothing is gained. O(200 × edges).
 */
export async function peaksOfMass(graph: SparseMatrix, run: MethodRun): Promise<Int32Array> {
  const size = graph.rows;
  let mass = new Float64Array(size).fill(1 / size);
  let next = new Float64Array(size);
  for (let step = 0; step < GATHERING_STEPS; step++) {
    if (step % 20 === 0) await run.step({ stage: "walk", done: step, total: GATHERING_STEPS });
    multiplySparse(graph, mass, next);
    let total = 0;
    for (let i = 0; i < size; i++) total += next[i];
    for (let i = 0; i < size; i++) {
      const walked = total > 0 ? next[i] / total : mass[i];
      next[i] = RETURNED / size + (1 - RETURNED) * walked;
    }
    [mass, next] = [next, mass];
  }
  const target = steepestNeighbours(graph, mass);
  // Every step gains mass, or goes to a lower index at equal mass: no circles.
  for (let i = 0; i < size; i++) while (target[i] !== target[target[i]]) target[i] = target[target[i]];
  return target;
}

function steepestNeighbours({ rows, starts, indices, values }: SparseMatrix, mass: Float64Array): Int32Array {
  return Int32Array.from({ length: rows }, (_, i) => {
    let best = i;
    let most = 0;
    for (let p = starts[i]; p < starts[i + 1]; p++) {
      const j = indices[p];
      const gain = values[p] * (mass[j] - mass[i]);
      // Copies have equal mass and must not stay alone.
      if (gain > most || (gain === 0 && most === 0 && mass[j] === mass[i] && j < best)) {
        best = j;
        most = gain;
      }
    }
    return best;
  });
}
