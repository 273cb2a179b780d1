/**
 * What several heads agree on, learned by one linear head: pairs that most of them put together stay
 * together (co-association with average linkage, Fred & Jain 2005), and a linear probe learns the groups.
 */
import { consensus, type Matrix } from "@imantics/core";
import type { EpochRecord, TrainingRun } from "../train/training-run.ts";
import type { Layer } from "./layered-head.ts";
import { fitLinearProbe } from "./linear-probe.ts";
import { mineNeighbours } from "./pair-batches.ts";

/** Above this pairs of all vectors are too many, and only neighbours are asked. */
const MOST_PAIRWISE = 20_000;

export async function learnConsensus(
  vectors: Matrix,
  members: readonly Int32Array[],
  clusterCount: number,
  run: TrainingRun,
): Promise<{ layer: Layer; history: readonly EpochRecord[] }> {
  const neighbours = vectors.rows > MOST_PAIRWISE ? await mineNeighbours(vectors, 20, run) : undefined;
  const { assignment } = await consensus(
    members,
    { clusterCount, ...(neighbours === undefined ? {} : { neighbours }) },
    run.context,
  );
  return fitLinearProbe(vectors, assignment, clusterCount, { stage: "learn the consensus" }, run);
}
