import { describe, expect, test } from "vitest";
import type { FoundRegion } from "../detector.ts";
import { defaultObjectOptions, thesisAreas } from "./object-options.ts";
import { boxBetween, selectRegions } from "./select-regions.ts";

const guess = (
  label: string,
  confidence: number,
  [x, y, width, height]: readonly [number, number, number, number],
): FoundRegion => ({ type: "object", label, confidence, box: { x, y, width, height } });

const labels = (found: readonly FoundRegion[], options = {}, minConfidence = 0.2) =>
  selectRegions(found, { ...defaultObjectOptions, ...options }, minConfidence).map(({ label }) => label);

describe("selectRegions", () => {
  test("keeps what is sure enough, best first", () => {
    const found = [
      guess("cat", 0.3, [0, 0, 0.2, 0.2]),
      guess("dog", 0.9, [0.5, 0.5, 0.2, 0.2]),
      guess("cow", 0.1, [0.7, 0, 0.2, 0.2]),
    ];
    expect(labels(found)).toEqual(["dog", "cat"]);
  });

  test("of one thing found twice the surer guess stays", () => {
    const found = [guess("dog", 0.5, [0.1, 0.1, 0.4, 0.4]), guess("dog", 0.6, [0.12, 0.1, 0.4, 0.4])];
    expect(selectRegions(found, defaultObjectOptions, 0)).toEqual([found[1]]);
  });

  test("another label at half the place is another thing, at the same place it is not", () => {
    const rider = guess("person", 0.8, [0.2, 0.1, 0.4, 0.6]);
    const horse = guess("horse", 0.7, [0.2, 0.3, 0.4, 0.5]);
    const sheep = guess("sheep", 0.4, [0.2, 0.3, 0.4, 0.5]);
    expect(labels([rider, horse, sheep])).toEqual(["person", "horse"]);
    expect(labels([rider, horse, sheep], { anyLabelOverlap: 1 })).toEqual(["person", "horse", "sheep"]);
  });

  test("specks and the whole picture are no regions, and the thesis wanted large ones", () => {
    const found = [
      guess("speck", 0.9, [0, 0, 0.01, 0.01]),
      guess("all", 0.9, [0, 0, 1, 1]),
      guess("small", 0.9, [0.9, 0.9, 0.1, 0.1]),
      guess("large", 0.9, [0, 0.4, 0.6, 0.6]),
    ];
    expect(labels(found)).toEqual(["small", "large"]);
    expect(labels(found, thesisAreas)).toEqual(["large"]);
  });

  test("of five hundred things the surest stay", () => {
    const crowd = Array.from({ length: 500 }, (_, i) =>
      guess(`${i}`, 0.3 + ((i * 37) % 500) / 1000, [(i % 25) / 25, Math.floor(i / 25) / 20, 0.04, 0.05]),
    );
    const surest = crowd.toSorted((a, b) => b.confidence - a.confidence).slice(0, 20);
    // One cell is .2 % of the picture, below the smallest area.
    expect(labels(crowd, { minArea: 0 })).toEqual(surest.map(({ label }) => label));
  });

  test("numbers that are none are dropped", () => {
    expect(labels([guess("dog", 0.9, [Number.NaN, 0, Number.NaN, 0.5])])).toEqual([]);
  });
});

test("a box that leaves the picture is cut to it", () => {
  expect(boxBetween(-0.5, 0.25, 0.5, 1.5)).toEqual({ x: 0, y: 0.25, width: 0.5, height: 0.75 });
  expect(boxBetween(1.5, 1.5, 2, 2)).toEqual({ x: 1, y: 1, width: 0, height: 0 });
});
