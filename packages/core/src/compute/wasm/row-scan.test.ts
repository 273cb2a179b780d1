import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { openRowScan } from "./row-scan.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

async function expectDefinition(open: typeof openRowScan): Promise<void> {
  const number = fc.oneof(fc.constantFrom(-Infinity, Infinity, 0), fc.integer({ min: -4, max: 4 }));
  const column = fc.record({
    product: fc.integer({ min: -4, max: 4 }),
    half: fc.integer({ min: 0, max: 3 }),
    bar: number,
  });
  fc.assert(
    fc.property(
      fc.array(fc.array(column, { minLength: 1, maxLength: 70 }), { minLength: 1, maxLength: 3 }),
      fc.nat(70),
      number,
      fc.integer({ min: 0, max: 3 }),
      (rows, from, bar, half) => {
        const scan = open(Math.max(...rows.map((columns) => columns.length)));
        for (const columns of rows) {
          scan.halves.set(columns.map((each) => each.half));
          scan.bars.set(columns.map((each) => each.bar));
          const first = Math.min(from, columns.length);
          const products = Float32Array.from(columns, (each) => each.product);
          const count = scan.find(products, first, bar, half);
          const expected = columns.flatMap((each, c) =>
            c >= first && (each.product - each.half >= bar || each.product - half >= each.bar) ? [c] : [],
          );
          expect([...scan.hits.subarray(0, count)]).toEqual(expected);
        }
      },
    ),
    { numRuns: 300 },
  );
}

test("columns that pass either bar are found, however many there are and wherever one starts", () =>
  expectDefinition(openRowScan));

test("also without WebAssembly", async () => {
  vi.stubGlobal("WebAssembly", undefined);
  vi.resetModules();
  await expectDefinition((await import("./row-scan.ts")).openRowScan);
});
