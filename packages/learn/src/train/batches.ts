/** Which rows make a batch, as functions of seed and step. */
import { type Matrix, random, row, shuffle } from "@imantics/core";

/** A number for a purpose within a run: seeds that are unlike for unlike purposes. */
export const seedFor = (seed: number, purpose: string, number = 0): number => {
  let hash = 0x811c9dc5;
  for (const letter of `${purpose}/${number}/${seed}`) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
};

export interface Batches {
  readonly size: number;
  readonly stepsPerEpoch: number;
  /** Row numbers of a step's batch. */
  rows(step: number): Int32Array;
}

/**
 * Every row once an epoch in a new order, in batches of one size: what is left at the end of an order
 * stays out of that epoch. No larger than the number of rows.
 */
export function shuffledBatches(rowCount: number, wanted: number, seed: number): Batches {
  const size = Math.min(wanted, rowCount);
  const stepsPerEpoch = Math.floor(rowCount / size);
  let ordered = -1;
  let order = new Int32Array(0);
  return {
    size,
    stepsPerEpoch,
    rows(step) {
      const epoch = Math.floor(step / stepsPerEpoch);
      if (epoch !== ordered) {
        const all = Array.from({ length: rowCount }, (_, i) => i);
        order = Int32Array.from(shuffle(all, random(seedFor(seed, "order", epoch))));
        ordered = epoch;
      }
      const start = (step % stepsPerEpoch) * size;
      return order.subarray(start, start + size);
    },
  };
}

/** Copies rows of `vectors` one after the other. */
export function gatherRows(vectors: Matrix, rows: ArrayLike<number>): Float32Array {
  const gathered = new Float32Array(rows.length * vectors.columns);
  for (let i = 0; i < rows.length; i++) gathered.set(row(vectors, rows[i]), i * vectors.columns);
  return gathered;
}
