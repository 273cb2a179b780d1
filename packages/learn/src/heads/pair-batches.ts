/** Batches of vectors with one random neighbour each: what most heads learn from. */
import { type Matrix, type NearestNeighbours, neighbourGraph, random } from "@imantics/core";
import { type Batches, gatherRows, seedFor, shuffledBatches } from "../train/batches.ts";
import type { TrainingRun } from "../train/training-run.ts";

export interface PairBatches extends Batches {
  /** The vectors of a step, then their neighbours: 2 · size × columns. */
  pairs(step: number): Float32Array;
}

/** Mines `count` neighbours by cosine (Van Gansbeke et al., SCAN, 2020). */
export async function pairBatches(
  vectors: Matrix,
  count: number,
  batchSize: number,
  run: TrainingRun,
): Promise<PairBatches> {
  const neighbours = await mineNeighbours(vectors, count, run);
  const batches = shuffledBatches(vectors.rows, batchSize, run.seed);
  return {
    ...batches,
    pairs(step) {
      const rows = batches.rows(step);
      const chance = random(seedFor(run.seed, "neighbour", step));
      const partners = rows.map(
        (each) => neighbours.indices[each * neighbours.count + chance.integer(neighbours.count)],
      );
      return gatherRows(vectors, [...rows, ...partners]);
    },
  };
}

export const mineNeighbours = (
  vectors: Matrix,
  count: number,
  { context }: TrainingRun,
): Promise<NearestNeighbours> => neighbourGraph(vectors, count, context, { metric: "cosine" });
