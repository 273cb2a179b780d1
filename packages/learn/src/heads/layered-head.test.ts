import { matrix, random } from "@imantics/core";
import { expect, test } from "vitest";
import { plainRunner } from "../run/plain-runner.ts";
import { type Layer, layeredHead, predictOn, readLayeredHead } from "./layered-head.ts";

const chance = random(4);
const numbers = (count: number) => Float32Array.from({ length: count }, () => chance.normal());
const everyLayer: Layer[] = [
  { kind: "standardise", shift: numbers(5), scale: numbers(5) },
  { kind: "dense", weights: matrix(5, 4, numbers(20)), bias: numbers(4), relu: true },
  { kind: "unit" },
  { kind: "dense", weights: matrix(4, 3, numbers(12)), bias: numbers(3), relu: false },
  { kind: "student", centres: matrix(2, 3, numbers(6)) },
  { kind: "softmax" },
];

test("a runner gives the scores that predict gives, whatever the last chunk is", async () => {
  const head = layeredHead("all", everyLayer);
  for (const rows of [1, 1024, 1500]) {
    const vectors = matrix(rows, 5, numbers(rows * 5));
    const expected = head.predict(vectors);
    const scores = await predictOn(head, vectors, plainRunner());
    expect(scores.columns).toBe(2);
    scores.data.forEach((value, i) => {
      expect(Math.abs(value - expected.data[i])).toBeLessThan(1e-5);
    });
  }
});

test("every layer comes back from bytes", () => {
  const head = layeredHead("all", everyLayer);
  expect(readLayeredHead(head.toBytes()).layers).toEqual(everyLayer);
});

test("by hand: dense, ReLU and softmax", () => {
  const head = layeredHead("small", [
    {
      kind: "dense",
      weights: matrix(2, 2, Float32Array.of(1, -1, 2, 0)),
      bias: Float32Array.of(0, 1),
      relu: true,
    },
    { kind: "softmax" },
  ]);
  const [a, b] = head.predict(matrix(1, 2, Float32Array.of(3, -1))).data;
  // Sums 3 − 2 = 1 and −3 + 1 = −2, which ReLU makes 0.
  expect(a).toBeCloseTo(Math.E / (Math.E + 1), 6);
  expect(a + b).toBeCloseTo(1, 6);
});

test("what does not fit is refused", () => {
  const head = layeredHead("all", everyLayer);
  expect(() => head.predict(matrix(1, 4))).toThrow("These vectors have 4 numbers; the head takes 5");
  expect(() => layeredHead("wrong", [everyLayer[0], everyLayer[4]])).toThrow(
    'A layer "student" takes 3 numbers',
  );
  expect(() => layeredHead("none", [])).toThrow("at least one layer");
  expect(() => readLayeredHead(head.toBytes().subarray(1))).toThrow("no checkpoint or head");
});
