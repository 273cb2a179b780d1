import { matrix } from "@imantics/core";
import { describe, expect, test } from "vitest";
import { classVector, type ImageHead, imageVector, MEANING_SHARE, textVector } from "./image-head.ts";
import { project, signedRoots, unit } from "./projection.ts";

const identity = (size: number) => ({
  mean: matrix(1, size),
  axes: matrix(
    size,
    size,
    Float32Array.from({ length: size * size }, (_, i) => Number(i % (size + 1) === 0)),
  ),
});

describe("arithmetic", () => {
  test("a projection is (x − mean) · axes", () => {
    const projection = {
      mean: matrix(1, 2, Float32Array.of(1, 2)),
      axes: matrix(2, 1, Float32Array.of(10, 1)),
    };
    expect([...project(projection, [3, 5])]).toEqual([23]);
  });

  test("roots keep signs, and unit length leaves zeros alone", () => {
    expect([...signedRoots([4, -9, 0])]).toEqual([2, -3, 0]);
    expect([...unit([0, 0])]).toEqual([0, 0]);
    expect([...unit([3, 4])]).toEqual([Math.fround(0.6), Math.fround(0.8)]);
  });
});

describe("vectors of pictures and words", () => {
  const head: ImageHead = {
    blocks: new Map([["mobilenet", identity(2)]]),
    likeness: identity(2),
    meaning: identity(2),
    classes: matrix(2, 2, Float32Array.of(1, 0, 0, 1)),
  };
  const features = {
    blocks: new Map([["mobilenet" as const, Float32Array.of(1, 0)]]),
    scores: Float32Array.of(99, 30, 0),
  };

  test("a picture's vector splits its squared length into likeness and meaning", () => {
    const vector = imageVector(head, features);
    const [a = 0, b = 0, c = 0, d = 0] = vector;
    expect(a * a + b * b).toBeCloseTo(1 - MEANING_SHARE, 6);
    expect(c * c + d * d).toBeCloseTo(MEANING_SHARE, 6);
  });

  test("a text meets a picture in meaning only", () => {
    const text = textVector(head, Float32Array.of(1, 0));
    expect([...text]).toEqual([0, 0, 1, 0]);
    const cosine = imageVector(head, features).reduce((sum, value, i) => sum + value * (text[i] ?? 0), 0);
    expect(cosine).toBeCloseTo(Math.sqrt(MEANING_SHARE), 5);
  });

  test("names are weighted by probability, background left out", () => {
    const even = classVector(head.classes, Float32Array.of(50, 2, 2));
    expect(even[0]).toBeCloseTo(Math.SQRT1_2, 6);
    // Log odds of ln 3 make the first name three times as loud.
    const uneven = classVector(head.classes, Float32Array.of(50, Math.log(3), 0));
    expect((uneven[0] ?? 0) / (uneven[1] ?? 1)).toBeCloseTo(3, 5);
  });
});
