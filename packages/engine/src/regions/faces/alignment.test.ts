import { describe, expect, test } from "vitest";
import type { Pixels } from "../../domain/pixels.ts";
import { type FacePoints, type Point, type Similarity, similarityBetween, warp } from "./alignment.ts";

const face: FacePoints = {
  leftEye: { x: 30, y: 40 },
  rightEye: { x: 70, y: 42 },
  nose: { x: 50, y: 60 },
  mouth: { x: 51, y: 80 },
};

function apply({ a, b, dx, dy }: Similarity, { x, y }: Point): Point {
  return { x: a * x - b * y + dx, y: b * x + a * y + dy };
}

function each(points: FacePoints, change: (point: Point) => Point): FacePoints {
  const { leftEye, rightEye, nose, mouth } = points;
  return { leftEye: change(leftEye), rightEye: change(rightEye), nose: change(nose), mouth: change(mouth) };
}

/** Grey pixels of the brightness that `at` says. */
function drawn(width: number, height: number, at: (x: number, y: number) => number): Pixels {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return at(pixel % width, Math.floor(pixel / width));
  });
  return { width, height, data };
}

describe("similarityBetween", () => {
  test("finds the turn, scale and shift that were made", () => {
    const made: Similarity = { a: 0.6, b: -1.3, dx: 12, dy: -40 };
    const found = similarityBetween(
      face,
      each(face, (point) => apply(made, point)),
    );
    expect(found.a).toBeCloseTo(made.a, 10);
    expect(found.b).toBeCloseTo(made.b, 10);
    expect(found.dx).toBeCloseTo(made.dx, 8);
    expect(found.dy).toBeCloseTo(made.dy, 8);
  });

  test("no other similarity nearby comes closer where no exact one exists", () => {
    const wanted = { ...face, mouth: { x: 60, y: 95 } };
    const errorOf = (map: Similarity) => {
      const errors: number[] = [];
      for (const name of ["leftEye", "rightEye", "nose", "mouth"] as const) {
        const { x, y } = apply(map, face[name]);
        errors.push((x - wanted[name].x) ** 2 + (y - wanted[name].y) ** 2);
      }
      return errors.reduce((sum, error) => sum + error, 0);
    };
    const best = similarityBetween(face, wanted);
    for (const name of ["a", "b", "dx", "dy"] as const) {
      for (const step of [-0.01, 0.01]) {
        expect(errorOf({ ...best, [name]: best[name] + step })).toBeGreaterThan(errorOf(best));
      }
    }
  });
});

describe("warp", () => {
  const still: Similarity = { a: 1, b: 0, dx: 0, dy: 0 };

  test("leaves pixels as they are where nothing is to be done", () => {
    const picture = drawn(9, 9, (x, y) => 20 * x + y);
    expect(warp(picture, still, 9).data).toEqual(picture.data);
  });

  test("is black outside the picture", () => {
    const shifted = warp(
      drawn(4, 4, () => 200),
      { ...still, dx: 2 },
      4,
    );
    expect([...shifted.data.subarray(0, 12)]).toEqual([0, 0, 0, 0, 0, 0, 200, 200, 200, 200, 200, 200]);
  });

  test("turns a quarter", () => {
    const picture = drawn(5, 5, (x, y) => 10 * x + 50 * y);
    const turned = warp(picture, { a: 0, b: 1, dx: 5, dy: 0 }, 5);
    for (let y = 0; y < 5; y++) {
      for (let x = 0; x < 5; x++) expect(turned.data[3 * (y * 5 + x)]).toBe(10 * y + 50 * (4 - x));
    }
  });

  test("averages what shrinks, so that a fine pattern becomes grey", () => {
    const pattern = drawn(64, 64, (x, y) => ((x + y) % 2) * 200);
    const { data } = warp(pattern, { a: 0.125, b: 0, dx: 0, dy: 0 }, 8);
    // At the edges black comes in.
    expect(data[3 * (4 * 8 + 4)]).toBeGreaterThanOrEqual(98);
    expect(data[3 * (4 * 8 + 4)]).toBeLessThanOrEqual(102);
  });
});
