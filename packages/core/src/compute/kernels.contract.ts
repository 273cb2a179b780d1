/**
 * What every implementation of `Kernels` promises, checked against naive float64 loops written here.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Matrix, matrix, row, selectRows } from "../matrix.ts";
import { random } from "../random.ts";
import type { Kernels } from "./kernels.ts";

export interface KernelsUnderTest {
  readonly kernels: Kernels;
  close?(): Promise<void>;
}

/** Registers the suite for the implementation that `open` gives. */
export function kernelsContract(open: () => KernelsUnderTest | Promise<KernelsUnderTest>): void {
  let opened: KernelsUnderTest;
  let kernels: Kernels;
  beforeAll(async () => {
    opened = await open();
    kernels = opened.kernels;
  });
  afterAll(() => opened.close?.());

  describe.each([
    [1, 1, 1],
    [3, 2, 5],
    [37, 13, 19],
    [64, 128, 32],
    [1203, 71, 17],
  ])("%i vectors of %i numbers against %i", (rows, columns, others) => {
    const vectors = normalMatrix(rows, columns, 1);
    const right = normalMatrix(others, columns, 2);

    test("products", async () => {
      const tile = await kernels.products(vectors, right);
      const shifts = Float32Array.from({ length: others }, (_, c) => c - 1.5);
      const shifted = await kernels.products(vectors, right, shifts);
      for (const [at, value] of shifted.data.entries()) {
        expect(Math.abs(value - tile.data[at]! - shifts[at % others]!)).toBeLessThan(1e-3);
      }
      expect([tile.rows, tile.columns]).toEqual([rows, others]);
      expect(largestGap(tile.data, naiveTile(vectors, right, naiveProduct))).toBeLessThan(1e-4);
    });

    test("squared distances", async () => {
      const tile = await kernels.squaredDistances(vectors, right);
      expect(largestGap(tile.data, naiveTile(vectors, right, naiveDistance))).toBeLessThan(1e-4 * columns);
      expect(Math.min(...tile.data)).toBeGreaterThanOrEqual(0);
    });

    test("nearest centre", async () => {
      const { indices, squaredDistances, secondSquaredDistances } = await kernels.nearest(vectors, right);
      for (let i = 0; i < rows; i++) {
        const distances = Array.from({ length: others }, (_, c) =>
          naiveDistance(row(vectors, i), row(right, c)),
        );
        const [least = Infinity, second = Infinity] = distances.toSorted((a, b) => a - b);
        expect(distances[indices[i]!]!).toBeLessThan(least + 1e-3);
        expect(Math.abs(squaredDistances[i]! - least)).toBeLessThan(1e-3);
        if (others === 1) expect(secondSquaredDistances[i]).toBe(Infinity);
        else expect(Math.abs(secondSquaredDistances[i]! - second)).toBeLessThan(1e-3);
      }
    });

    test("largest products, best first", async () => {
      const wanted = Math.min(7, others);
      const { count, indices, products } = await kernels.topProducts(vectors, right, wanted);
      expect(count).toBe(wanted);
      for (let i = 0; i < rows; i++) {
        const exact = Array.from({ length: others }, (_, c) => naiveProduct(row(vectors, i), row(right, c)));
        const sorted = [...exact].sort((a, b) => b - a);
        for (let k = 0; k < count; k++) {
          expect(Math.abs(products[i * count + k]! - sorted[k]!)).toBeLessThan(1e-3);
          expect(Math.abs(exact[indices[i * count + k]!]! - sorted[k]!)).toBeLessThan(1e-3);
        }
        expect(new Set(indices.subarray(i * count, (i + 1) * count)).size).toBe(count);
      }
    });

    test("gram matrix around an origin", async () => {
      const origin = row(right, 0);
      const { size, data, sums } = await kernels.gram(vectors, origin);
      expect(size).toBe(columns);
      for (let a = 0; a < columns; a++) {
        let total = 0;
        for (let i = 0; i < rows; i++) total += row(vectors, i)[a]! - origin[a]!;
        expect(Math.abs(sums[a]! - total)).toBeLessThan(1e-6 * rows);
        for (let b = 0; b <= a; b++) {
          let sum = 0;
          for (let i = 0; i < rows; i++) {
            sum += (row(vectors, i)[a]! - origin[a]!) * (row(vectors, i)[b]! - origin[b]!);
          }
          expect(Math.abs(data[a * columns + b]! - sum)).toBeLessThan(1e-5 * rows);
          expect(data[b * columns + a]).toBe(data[a * columns + b]);
        }
      }
    });

    test("squared norms and sums by label", async () => {
      const norms = await kernels.squaredNorms(vectors);
      for (let i = 0; i < rows; i++) {
        expect(norms[i]).toBeCloseTo(naiveProduct(row(vectors, i), row(vectors, i)), 3);
      }
      const labels = Int32Array.from({ length: rows }, (_, i) => (i % 4) - 1);
      const { sums, counts } = await kernels.sumByLabel(vectors, labels, 3);
      for (let label = 0; label < 3; label++) {
        const members = [...labels.keys()].filter((i) => labels[i] === label);
        expect(counts[label]).toBe(members.length);
        for (let j = 0; j < columns; j++) {
          const expected = members.reduce((sum, i) => sum + row(vectors, i)[j]!, 0);
          expect(sums[label * columns + j]).toBeCloseTo(expected, 4);
        }
      }
    });
  });

  test("ties go to the lower index, also across the edges of internal tiles", async () => {
    const one = normalMatrix(1, 24, 3);
    const copies = matrix(2111, 24);
    for (let i = 0; i < copies.rows; i++) row(copies, i).set(one.data);
    const top = await kernels.topProducts(one, copies, 9);
    expect([...top.indices]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const { indices } = await kernels.nearest(copies, copies);
    expect(indices.every((index) => index === 0)).toBe(true);
  });

  test("asking for more vectors than there are gives all of them", async () => {
    const { count, indices } = await kernels.topProducts(normalMatrix(2, 4, 1), normalMatrix(3, 4, 2), 10);
    expect(count).toBe(3);
    expect([...indices.subarray(0, 3)].sort()).toEqual([0, 1, 2]);
  });

  test("no rows in, no rows out", async () => {
    const none = matrix(0, 4);
    const some = normalMatrix(3, 4, 1);
    expect((await kernels.nearest(none, some)).indices.length).toBe(0);
    expect((await kernels.topProducts(none, some, 2)).indices.length).toBe(0);
    expect((await kernels.topProducts(some, none, 2)).count).toBe(0);
    expect((await kernels.products(some, none)).data.length).toBe(0);
    const { data, sums } = await kernels.gram(none, new Float32Array(4));
    expect([...data, ...sums]).toEqual(new Array(20).fill(0));
    await expect(kernels.nearest(some, none)).rejects.toThrow(/0 centres/);
  });

  test("widths that differ are refused with both widths", async () => {
    await expect(kernels.products(normalMatrix(2, 4, 1), normalMatrix(2, 5, 1))).rejects.toThrow(
      /of 4 .* of 5/,
    );
  });

  test("what a row's nearest centres are does not depend on the rows beside it", async () => {
    const vectors = normalMatrix(600, 129, 5);
    const centres = normalMatrix(45, 129, 6);
    const all = await kernels.nearest(vectors, centres);
    for (const step of [600, 199, 7, 2]) {
      const some = Array.from({ length: Math.ceil(600 / step) }, (_, i) => i * step);
      const found = await kernels.nearest(selectRows(vectors, some), centres);
      expect([...found.indices]).toEqual(some.map((i) => all.indices[i]));
      expect([...found.squaredDistances]).toEqual(some.map((i) => all.squaredDistances[i]));
    }
  });

  test("the same call gives the same bytes", async () => {
    const vectors = normalMatrix(700, 33, 4);
    const first = await kernels.squaredDistances(vectors, vectors);
    const second = await kernels.squaredDistances(vectors, vectors);
    expect(Buffer.from(first.data.buffer).equals(Buffer.from(second.data.buffer))).toBe(true);
  });
}

function normalMatrix(rows: number, columns: number, seed: number): Matrix {
  const chance = random(seed);
  return matrix(
    rows,
    columns,
    Float32Array.from({ length: rows * columns }, () => chance.normal()),
  );
}

function naiveProduct(left: Float32Array, right: Float32Array): number {
  return left.reduce((sum, value, j) => sum + value * right[j]!, 0);
}

function naiveDistance(left: Float32Array, right: Float32Array): number {
  return left.reduce((sum, value, j) => sum + (value - right[j]!) ** 2, 0);
}

function naiveTile(left: Matrix, right: Matrix, measure: typeof naiveProduct): number[] {
  const numbers: number[] = [];
  for (let i = 0; i < left.rows; i++) {
    for (let c = 0; c < right.rows; c++) numbers.push(measure(row(left, i), row(right, c)));
  }
  return numbers;
}

function largestGap(values: ArrayLike<number>, expected: readonly number[]): number {
  return expected.reduce((gap, value, i) => Math.max(gap, Math.abs(value - values[i]!)), 0);
}
