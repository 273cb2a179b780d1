/**
 * Reads what detectors of the hub answer: a fixed number of guesses with a score per label and a box each
 * (DETR and all after it), or finished boxes with labels (Faster R-CNN).
 */
import type { FoundRegion } from "../detector.ts";
import { requireFloats, requireOutput, type Tensors } from "./object-network.ts";
import type { PreparedPicture } from "./prepare-picture.ts";
import { boxBetween } from "./select-regions.ts";

/** Which of its scores a guess means, and how sure it is of that, 0..1. */
export type Judge = (scores: Float32Array) => { readonly index: number; readonly confidence: number };

/** One thing or nothing: the last score stands for nothing. */
export const softmaxJudge: Judge = (scores) => {
  const index = largest(scores.subarray(0, -1));
  const top = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  const sum = scores.reduce((total, score) => total + Math.exp(score - top), 0);
  return { index, confidence: Math.exp((scores[index] ?? 0) - top) / sum };
};

/** Each label for itself. */
export const sigmoidJudge: Judge = (scores) => {
  const index = largest(scores);
  return { index, confidence: 1 / (1 + Math.exp(-(scores[index] ?? Number.NEGATIVE_INFINITY))) };
};

export interface GuessReading {
  /** Named in errors. */
  readonly network: string;
  /** By index; null is a number that no thing has. */
  readonly labels: readonly (string | null)[];
  readonly judge: Judge;
  /** Scores of one guess: `labels.length`, or more where some have another meaning. */
  readonly scoreCount: number;
  readonly minConfidence: number;
}

/**
 * `logits` (1 × guesses × scores) and `pred_boxes` (1 × guesses × 4: middle, size; relative to the network's
 * input). A guess gets its best label only. O(guesses × scores).
 * @throws ImanticsError `model-run-failed` when the outputs have another form.
 */
export function readQueries(
  outputs: Tensors,
  picture: PreparedPicture,
  { network, labels, judge, scoreCount, minConfidence }: GuessReading,
): FoundRegion[] {
  const logits = requireFloats(network, outputs, "logits", [1, null, scoreCount]);
  const boxes = requireFloats(network, outputs, "pred_boxes", [1, logits.shape[1] ?? 0, 4]);
  const [scaleX, scaleY] = [picture.width / picture.used.width, picture.height / picture.used.height];
  const found: FoundRegion[] = [];
  for (let guess = 0; guess * scoreCount < logits.data.length; guess++) {
    const scores = logits.data.subarray(guess * scoreCount, (guess + 1) * scoreCount);
    const { index, confidence } = judge(scores);
    const label = labels[index] ?? null;
    // Negated, so that NaN is dropped too.
    if (label === null || !(confidence >= minConfidence)) continue;
    const [x = 0, y = 0, width = 0, height = 0] = boxes.data.subarray(guess * 4, guess * 4 + 4);
    const box = boxBetween(
      (x - width / 2) * scaleX,
      (y - height / 2) * scaleY,
      (x + width / 2) * scaleX,
      (y + height / 2) * scaleY,
    );
    found.push({ type: "object", label, confidence, box });
  }
  return found;
}

/**
 * `boxes` (things × 4: corners in pixels of the network's input), `labels` (things, numbered from 1) and
 * `scores` (things).
 * @throws ImanticsError `model-run-failed` when the outputs have another form.
 */
export function readBoxes(
  outputs: Tensors,
  { used }: PreparedPicture,
  { network, labels, minConfidence }: Pick<GuessReading, "network" | "labels" | "minConfidence">,
): FoundRegion[] {
  const boxes = requireFloats(network, outputs, "boxes", [null, 4]);
  const count = boxes.shape[0] ?? 0;
  const scores = requireFloats(network, outputs, "scores", [count]);
  const numbers = requireOutput(network, outputs, "labels", [count]);
  return [...scores.data].flatMap((confidence, thing): FoundRegion[] => {
    const label = labels[Number(numbers.data[thing]) - 1] ?? null;
    if (label === null || !(confidence >= minConfidence)) return [];
    const [left = 0, top = 0, right = 0, bottom = 0] = boxes.data.subarray(thing * 4, thing * 4 + 4);
    const box = boxBetween(left / used.width, top / used.height, right / used.width, bottom / used.height);
    return [{ type: "object", label, confidence, box }];
  });
}

function largest(numbers: Float32Array): number {
  let best = 0;
  for (let i = 1; i < numbers.length; i++) if ((numbers[i] ?? 0) > (numbers[best] ?? 0)) best = i;
  return best;
}
