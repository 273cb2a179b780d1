import { describe, expect, test } from "vitest";
import { random } from "../random.ts";
import { type DoubleRows, plainDoubleRows } from "./double-rows.ts";
import { type LowerTriangle, plainLowerTriangle } from "./lower-triangle.ts";
import { openSimdDoubleRows, openSimdLowerTriangle } from "./wasm/simd-double-rows.ts";

/** Rows of 1,037 numbers: an odd number, and more than one stretch. */
const size = 1037;

describe.each<[string, (count: number, size: number) => DoubleRows | null]>([
  ["plain", plainDoubleRows],
  ["simd", openSimdDoubleRows],
])("float64 rows, %s", (_, open) => {
  test.each([
    [1, 1],
    [3, 5],
    [4, 4],
    [6, 9],
  ])("%i rows with %i: products, and back by combinations", (leftCount, rightCount) => {
    const rows = opened(open(leftCount + rightCount, size));
    const chance = random(1);
    for (let i = 0; i < leftCount + rightCount; i++)
      rows.row(i).forEach((_, j, row) => {
        row[j] = chance.normal();
      });
    const before = Array.from({ length: leftCount + rightCount }, (_, i) => rows.row(i).slice());
    for (const length of [size, 1024, 510]) {
      const products = rows.products(0, leftCount, leftCount, rightCount, length);
      expect(products.length).toBe(leftCount * rightCount);
      for (const [at, found] of products.entries()) {
        const own = before[at % leftCount]!.subarray(0, length);
        const other = before[leftCount + Math.floor(at / leftCount)]!;
        expect(found).toBeCloseTo(
          own.reduce((sum, value, j) => sum + value * other[j]!, 0),
          9,
        );
      }
    }
    const weights = Float64Array.from({ length: leftCount * rightCount }, () => chance.normal());
    rows.add(0, leftCount, weights, leftCount, rightCount);
    for (let t = 0; t < leftCount; t++) {
      const expected = before[t]!.map((value, j) => {
        for (let s = 0; s < rightCount; s++)
          value += weights[s * leftCount + t]! * before[leftCount + s]![j]!;
        return value;
      });
      expect(largestGap(rows.row(t), expected)).toBeLessThan(1e-12);
    }
    for (let s = leftCount; s < leftCount + rightCount; s++) expect(rows.row(s)).toEqual(before[s]);
  });
});

describe.each<[string, (size: number) => LowerTriangle | null]>([
  ["plain", plainLowerTriangle],
  ["simd", openSimdLowerTriangle],
])("a triangle, %s", (_, open) => {
  test.each([1, 2, 7, 8, 61])("of %i rows is updated and multiplied as the full matrix is", (count) => {
    const triangle = opened(open(count));
    const { stride, rows, left, right, vector, product } = triangle;
    const chance = random(2);
    for (const numbers of [left, right, vector]) {
      for (let j = 0; j < count; j++) numbers[j] = chance.normal();
    }
    const full = new Float64Array(count * count);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j <= i; j++) {
        rows[i * stride + j] = full[i * count + j] = full[j * count + i] = chance.normal();
        if (i === j + 1 && i % 2 === 1) rows[j * stride + i] = rows[i * stride + j];
      }
    }
    triangle.updateAndMultiply(count);
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let j = 0; j < count; j++) {
        const entry = full[i * count + j]! - left[i]! * right[j]! - right[i]! * left[j]!;
        if (j <= i) expect(rows[i * stride + j]).toBeCloseTo(entry, 12);
        sum += entry * vector[j]!;
      }
      expect(product[i]).toBeCloseTo(sum, 11);
    }
  });
});

function opened<T>(value: T | null): T {
  if (value === null) throw new Error("There is no SIMD here.");
  return value;
}

function largestGap(one: Float64Array, other: Float64Array): number {
  return one.reduce((gap, value, j) => Math.max(gap, Math.abs(value - other[j]!)), 0);
}
