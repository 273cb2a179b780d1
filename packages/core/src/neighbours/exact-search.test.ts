import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainKernels } from "../compute/plain.ts";
import { type Matrix, matrix, normaliseRows, row, rowRange, selectRows } from "../matrix.ts";
import { random } from "../random.ts";
import { exactSearch } from "./exact-search.ts";

function normal(rows: number, columns: number, seed: number): Matrix {
  const chance = random(seed);
  return matrix(
    rows,
    columns,
    Float32Array.from({ length: rows * columns }, () => chance.normal()),
  );
}

function searchOver(vectors: Matrix) {
  const search = exactSearch(vectors.columns);
  search.append(vectors);
  return search;
}

/** Sorted dot products, ties by index: the definition. */
function sortedProducts(vectors: Matrix, query: Float32Array, count: number): number[] {
  const scores = Array.from({ length: vectors.rows }, (_, i) =>
    row(vectors, i).reduce((sum, value, j) => sum + value * query[j]!, 0),
  );
  return [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, count);
}

describe("exact search equals sorting every float64 product", () => {
  test.each([
    [1, 1],
    [5, 3],
    [1000, 16],
    [9001, 37],
    [6000, 128],
  ])("%i vectors of %i numbers", (rows, columns) => {
    const vectors = normaliseRows(normal(rows, columns, 1));
    const search = searchOver(vectors);
    for (let q = 0; q < 5; q++) {
      const query = row(normaliseRows(normal(1, columns, 100 + q)), 0);
      const { indices } = search.top(query, 20);
      expect([...indices]).toEqual(sortedProducts(vectors, query, 20));
    }
  });

  test("whatever the numbers: any scale, zeros, duplicates, one huge column", () => {
    const value = fc.oneof(
      fc.constantFrom(0, 1, -1, 1e-20, 1e6, -3e7),
      fc.float({ noNaN: true, noDefaultInfinity: true, min: -100, max: 100 }),
    );
    const shape = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 20 }));
    const cases = shape.chain(([rows, columns]) =>
      fc.record({
        vectors: fc
          .array(value, { minLength: rows * columns, maxLength: rows * columns })
          .map((numbers) => matrix(rows, columns, Float32Array.from(numbers))),
        query: fc
          .array(value, { minLength: columns, maxLength: columns })
          .map((numbers) => Float32Array.from(numbers)),
        count: fc.integer({ min: 1, max: 50 }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ vectors, query, count }) => {
        expect([...searchOver(vectors).top(query, count).indices]).toEqual(
          sortedProducts(vectors, query, count),
        );
      }),
      { numRuns: 300 },
    );
  });

  test("agrees with the plain kernel on the products", async () => {
    const vectors = normaliseRows(normal(500, 48, 7));
    const query = rowRange(vectors, 3, 4);
    const expected = await plainKernels.topProducts(query, vectors, 10);
    expect(searchOver(vectors).top(query.data, 10)).toEqual(expected);
  });
});

test("vectors appended in pieces are searched as one", () => {
  const vectors = normaliseRows(normal(5000, 20, 2));
  const pieces = exactSearch(20);
  for (const [start, end] of [
    [0, 1],
    [1, 1],
    [1, 4097],
    [4097, 5000],
  ] as const) {
    pieces.append(rowRange(vectors, start, end));
  }
  expect(pieces.rows).toBe(5000);
  const query = row(vectors, 4321);
  expect(pieces.top(query, 30)).toEqual(searchOver(vectors).top(query, 30));
  expect(pieces.vector(4321)).toEqual(query);
});

test("a filter restricts the answer to accepted rows", () => {
  const vectors = normaliseRows(normal(300, 8, 3));
  const accepted = Uint8Array.from({ length: 300 }, (_, i) => (i % 7 === 0 ? 1 : 0));
  const kept = [...accepted.keys()].filter((i) => accepted[i]);
  const query = row(vectors, 0);
  const expected = sortedProducts(selectRows(vectors, kept), query, 60).map((i) => kept[i]);
  expect([...searchOver(vectors).top(query, 60, accepted).indices]).toEqual(expected);
});

test("nothing to search, and nothing accepted, answer with nothing", () => {
  expect(exactSearch(4).top(new Float32Array(4), 3).count).toBe(0);
  const search = searchOver(normal(3, 4, 1));
  expect(search.top(new Float32Array(4), 3, new Uint8Array(3)).count).toBe(0);
});

test("what cannot be searched is refused with the place", () => {
  const broken = normal(3, 4, 1);
  broken.data[9] = Number.NaN;
  expect(() => exactSearch(4).append(broken)).toThrow(/Vector 2 holds NaN at column 1/);
  expect(() => exactSearch(4).append(normal(2, 5, 1))).toThrow(/of 5 numbers .* of 4/);
  const search = searchOver(normal(3, 4, 1));
  expect(() => search.top(Float32Array.of(1, 2, Infinity, 4), 1)).toThrow(/query holds NaN or infinity/);
  expect(() => search.top(new Float32Array(4), 1, new Uint8Array(2))).toThrow(/2 entries for 3 vectors/);
});
