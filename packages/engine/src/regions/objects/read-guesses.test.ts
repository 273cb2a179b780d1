import { describe, expect, test } from "vitest";
import { readBoxes, readQueries, sigmoidJudge, softmaxJudge } from "./read-guesses.ts";

const picture = { planes: new Float32Array(0), width: 100, height: 100, used: { width: 100, height: 50 } };
const boxes = { shape: [1, 2, 4], data: Float32Array.of(0.5, 0.25, 0.2, 0.1, 0.1, 0.1, 0.2, 0.2) };
const reading = {
  network: "DETR",
  labels: ["cat", "dog"],
  judge: softmaxJudge,
  scoreCount: 3,
  minConfidence: 0.5,
};

describe("readQueries", () => {
  test("boxes are relative to what of the input is picture", () => {
    const logits = { shape: [1, 2, 3], data: Float32Array.of(0, 5, 0, 5, 0, 0) };
    const found = readQueries({ logits, pred_boxes: boxes }, picture, reading);
    expect(found.map(({ label }) => label)).toEqual(["dog", "cat"]);
    expect(found[0]?.box.x).toBeCloseTo(0.4);
    expect(found[0]?.box.y).toBeCloseTo(0.4);
    expect(found[0]?.box.height).toBeCloseTo(0.2);
    const e = Math.E ** 5;
    expect(found[0]?.confidence).toBeCloseTo(e / (e + 2), 6);
    // The second starts at the corner.
    expect(found[1]?.box).toMatchObject({ x: 0, y: 0 });
  });

  test("nothing is nothing, and a gap in the numbers is nothing", () => {
    const logits = { shape: [1, 2, 3], data: Float32Array.of(0, 5, 9, 9, 0, 0) };
    const labels = [null, "dog"];
    expect(readQueries({ logits, pred_boxes: boxes }, picture, { ...reading, labels })).toEqual([]);
  });

  test("each label for itself, where nothing has no score", () => {
    const logits = { shape: [1, 2, 2], data: Float32Array.of(2, 3, -2, -3) };
    const found = readQueries({ logits, pred_boxes: boxes }, picture, {
      ...reading,
      judge: sigmoidJudge,
      scoreCount: 2,
    });
    expect(found.map(({ label }) => label)).toEqual(["dog"]);
    expect(found[0]?.confidence).toBeCloseTo(1 / (1 + Math.exp(-3)), 6);
  });

  test.each([
    ["other labels", { logits: { shape: [1, 2, 5], data: new Float32Array(10) }, pred_boxes: boxes }],
    ["other boxes", { logits: { shape: [1, 3, 3], data: new Float32Array(9) }, pred_boxes: boxes }],
    ["another type", { logits: { shape: [1, 2, 3], data: new Int32Array(6) }, pred_boxes: boxes }],
    ["other outputs", { features: { shape: [1, 8], data: new Float32Array(8) } }],
  ])("a network with %s is refused, with what it gives", (_, outputs) => {
    expect(() => readQueries(outputs, picture, reading)).toThrow(
      /DETR should give "(logits|pred_boxes)".* but gives (logits|features) \[.*choose another detector/,
    );
  });
});

test("finished boxes are in pixels of the input, and labels start at 1", () => {
  const outputs = {
    boxes: { shape: [2, 4], data: Float32Array.of(10, 5, 60, 30, 0, 0, 10, 10) },
    labels: { shape: [2], data: BigInt64Array.of(2n, 1n) },
    scores: { shape: [2], data: Float32Array.of(0.9, 0.1) },
  };
  const found = readBoxes(outputs, picture, reading);
  expect(found.map(({ label }) => label)).toEqual(["dog"]);
  expect(found[0]?.box.x).toBeCloseTo(0.1);
  expect(found[0]?.box.height).toBeCloseTo(0.5);
  expect(() => readBoxes({ boxes: outputs.boxes, scores: outputs.scores }, picture, reading)).toThrow(
    /"labels"/,
  );
});
