/**
 * How well boxes were found: average precision as COCO defines it (101 recall points, crowds count neither
 * for nor against), and precision and recall at what a threshold lets through.
 */
import { intersectionOverUnion, sharedArea } from "@imantics/core";
import type { Box } from "../packages/engine/src/domain/box.ts";

export interface LabelledBox {
  readonly label: string;
  readonly box: Box;
}

export interface Guess extends LabelledBox {
  readonly confidence: number;
}

export interface Truth extends LabelledBox {
  /** A heap of things under one box: finding it is neither right nor wrong. */
  readonly isCrowd: boolean;
}

/** One picture: what was guessed and what is there. */
export interface Picture {
  readonly guesses: readonly Guess[];
  readonly truths: readonly Truth[];
}

/** A guess with its judgement; `null` when it fell on a crowd. */
interface Judged {
  readonly confidence: number;
  readonly isRight: boolean | null;
}

/** Average precision of one label, or null when no picture has it. */
export function averagePrecision(
  pictures: readonly Picture[],
  label: string,
  overlap: number,
): number | null {
  const wanted = pictures.flatMap(({ truths }) => truths).filter((it) => it.label === label && !it.isCrowd);
  if (wanted.length === 0) return null;
  const judged = pictures
    .flatMap((picture) => judge(ofLabel(picture, label), overlap))
    .filter(({ isRight }) => isRight !== null)
    .sort((a, b) => b.confidence - a.confidence);
  const points: { recall: number; precision: number }[] = [];
  let right = 0;
  for (const [at, { isRight }] of judged.entries()) {
    if (isRight === true) right++;
    points.push({ recall: right / wanted.length, precision: right / (at + 1) });
  }
  let best = 0;
  for (const point of points.reverse()) {
    best = Math.max(best, point.precision);
    point.precision = best;
  }
  points.reverse();
  let sum = 0;
  for (let step = 0; step <= 100; step++) {
    sum += points.find(({ recall }) => recall >= step / 100 - 1e-9)?.precision ?? 0;
  }
  return sum / 101;
}

/** Mean of the average precisions of all labels that occur, over one or several overlaps. */
export function meanAveragePrecision(pictures: readonly Picture[], overlaps: readonly number[]): number {
  const labels = new Set(pictures.flatMap(({ truths }) => truths.map(({ label }) => label)));
  const all = overlaps.flatMap((overlap) =>
    [...labels].flatMap((label) => averagePrecision(pictures, label, overlap) ?? []),
  );
  return all.reduce((sum, one) => sum + one, 0) / all.length;
}

/** Share of right guesses, share of truths found, and their harmonic mean, over all labels at once. */
export function precisionAndRecall(pictures: readonly Picture[], minConfidence: number, overlap: number) {
  let [right, wrong, there] = [0, 0, 0];
  for (const { guesses, truths } of pictures) {
    there += truths.filter(({ isCrowd }) => !isCrowd).length;
    const sure = guesses.filter(({ confidence }) => confidence >= minConfidence);
    for (const label of new Set(sure.map((guess) => guess.label))) {
      for (const { isRight } of judge(ofLabel({ guesses: sure, truths }, label), overlap)) {
        if (isRight === true) right++;
        if (isRight === false) wrong++;
      }
    }
  }
  const precision = right + wrong === 0 ? 1 : right / (right + wrong);
  const recall = right / there;
  return { precision, recall, f1: (2 * right) / (right + wrong + there) };
}

function ofLabel({ guesses, truths }: Picture, label: string): Picture {
  return {
    guesses: guesses.filter((it) => it.label === label),
    truths: truths.filter((it) => it.label === label),
  };
}

/** The surest guess takes the truth it overlaps most; a truth is found once. */
function judge({ guesses, truths }: Picture, overlap: number): Judged[] {
  const open = new Set(truths.filter(({ isCrowd }) => !isCrowd));
  const crowds = truths.filter(({ isCrowd }) => isCrowd);
  return guesses
    .toSorted((a, b) => b.confidence - a.confidence)
    .map(({ confidence, box }) => {
      const best = [...open].toSorted(
        (a, b) => intersectionOverUnion(b.box, box) - intersectionOverUnion(a.box, box),
      )[0];
      if (best !== undefined && intersectionOverUnion(best.box, box) >= overlap) {
        open.delete(best);
        return { confidence, isRight: true };
      }
      const isOnCrowd = crowds.some((crowd) => sharedPart(crowd.box, box) >= overlap);
      return { confidence, isRight: isOnCrowd ? null : false };
    });
}

/** How much of the guess lies on the crowd: COCO's measure for heaps. */
function sharedPart(crowd: Box, guess: Box): number {
  return sharedArea(crowd, guess) / (guess.width * guess.height);
}
