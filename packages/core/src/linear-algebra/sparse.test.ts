import fc from "fast-check";
import { expect, test } from "vitest";
import {
  connectedComponents,
  gramOf,
  multiplySparse,
  multiplySparseByFour,
  rowSums,
  scaleSparse,
  sparseFromEntries,
  transposeSparse,
} from "./sparse.ts";

const entryLists = fc.array(
  fc.record({
    row: fc.integer({ min: 0, max: 7 }),
    column: fc.integer({ min: 0, max: 5 }),
    value: fc.integer({ min: -4, max: 4 }),
  }),
);

const sparse = (entries: readonly { row: number; column: number; value: number }[]) =>
  sparseFromEntries(8, 6, {
    rows: entries.map(({ row }) => row),
    columns: entries.map(({ column }) => column),
    values: entries.map(({ value }) => value),
  });

test("products, row sums and scaling are those of the dense matrix; columns ascend without repeats", () => {
  fc.assert(
    fc.property(entryLists, (entries) => {
      const dense = Array.from({ length: 8 }, () => new Array<number>(6).fill(0));
      for (const { row, column, value } of entries) dense[row]![column]! += value;
      const built = sparse(entries);
      const vector = Float64Array.of(1, -2, 3, 5, -7, 11);
      const left = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
      const product = new Float64Array(8);
      multiplySparse(built, vector, product);
      expect([...product]).toEqual(
        dense.map((values) => values.reduce((sum, value, j) => sum + value * vector[j]!, 0)),
      );
      const vectors = [vector, left, vector, left].map((numbers) => Float64Array.from(numbers.slice(0, 6)));
      const products = vectors.map(() => new Float64Array(8));
      multiplySparseByFour(built, vectors, products);
      for (const [c, one] of vectors.entries()) {
        const alone = new Float64Array(8);
        multiplySparse(built, one, alone);
        expect(products[c]).toEqual(alone);
      }
      expect([...rowSums(built)]).toEqual(
        dense.map((values) => values.reduce((sum, value) => sum + value, 0)),
      );
      const scaled = new Float64Array(8);
      multiplySparse(scaleSparse(built, left, vector), new Float64Array(6).fill(1), scaled);
      expect([...scaled]).toEqual([...product].map((value, i) => value * left[i]!));
      for (let i = 0; i < 8; i++) {
        for (let p = built.starts[i]! + 1; p < built.starts[i + 1]!; p++) {
          expect(built.indices[p]).toBeGreaterThan(built.indices[p - 1]!);
        }
      }
    }),
  );
});

test("transposing twice changes nothing; the Gram matrix multiplies as both factors one after the other", () => {
  fc.assert(
    fc.property(entryLists, (entries) => {
      const built = sparse(entries);
      const turned = transposeSparse(built);
      expect(transposeSparse(turned)).toEqual(built);
      const vector = Float64Array.of(1, -2, 3, 5, -7, 11);
      const image = new Float64Array(8);
      multiplySparse(built, vector, image);
      const back = new Float64Array(6);
      multiplySparse(turned, image, back);
      const direct = new Float64Array(6);
      multiplySparse(gramOf(built), vector, direct);
      expect(direct).toEqual(back);
    }),
  );
});

test("components are numbered by their first row; a row without entries is one of its own", () => {
  const edges: [number, number][] = [
    [0, 3],
    [3, 5],
    [1, 4],
  ];
  const both = [...edges, ...edges.map(([a, b]) => [b, a] as const)];
  const graph = sparseFromEntries(6, 6, {
    rows: both.map(([a]) => a),
    columns: both.map(([, b]) => b),
    values: both.map(() => 1),
  });
  expect(connectedComponents(graph)).toEqual({ component: Int32Array.of(0, 1, 2, 0, 1, 0), count: 3 });
});
