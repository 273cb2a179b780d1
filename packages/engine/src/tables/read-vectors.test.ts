/** Readers against files that NumPy and pyarrow wrote, and the errors a person meets. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { readVectors } from "./read-vectors.ts";

const fixture = (name: string) =>
  fileURLToPath(new URL(`../../../../fixtures/tables/${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "imantics-tables-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (name: string, content: string | Uint8Array): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};

/** What the script that made the fixtures put into every one of them. */
const numbers = [
  [0, -1.5, 0.333251953125],
  [65504, 2 ** -14, 2 ** -24],
  [-0, 2, 512.5],
  [3.140625, -7, 0.0999755859375],
];
const names = ["a", "b, with comma", 'c "quoted"', "ä"];

test.each([
  ["float16.npy", null],
  ["float32.npy", null],
  ["float64.npy", null],
  ["version-2.npy", null],
  ["lists-snappy.parquet", names],
  ["lists-two-groups.parquet", names],
  ["fixed-zstd.parquet", ["7", "8", "9", "10"]],
  ["half.parquet", null],
  ["wide-gzip.parquet", null],
  ["wide-brotli.parquet", null],
])("%s holds the numbers and ids that were put into it", async (name, ids) => {
  const table = await readVectors(fixture(name));
  expect([table.vectors.rows, table.vectors.columns]).toEqual([4, 3]);
  expect(table.vectors.data).toEqual(Float32Array.from(numbers.flat()));
  expect(table.ids).toEqual(ids);
});

test.each([
  ["big-endian.npy", /big-endian.*astype\("<f4"\)/],
  ["column-major.npy", /Fortran.*ascontiguousarray/],
  ["integers.npy", /"<i8"; float16, float32 and float64.*astype/],
  ["three-dimensional.npy", /shape is \(2, 2, 3\).*reshape/],
  ["wide-lz4.parquet", /LZ4/i],
  ["missing-number.parquet", /column "x" holds nothing in row 1/],
  ["ragged.parquet", /list of column "v" in row 2 has 1 numbers, those before it 2/],
  ["text-only.parquet", /column "name" holds no numbers/],
])("%s is refused, and the message says why and what to do", async (name, message) => {
  await expect(readVectors(fixture(name))).rejects.toThrow(message);
  await expect(readVectors(fixture(name))).rejects.toMatchObject({ code: "table-invalid" });
});

test("a file that ends too early, is empty or is something else is refused", async () => {
  const { readFileSync } = await import("node:fs");
  const whole = readFileSync(fixture("float32.npy"));
  await expect(readVectors(written("short.npy", whole.subarray(0, -4)))).rejects.toThrow(
    /4 × 3 numbers of 4 bytes is followed by 44 bytes/,
  );
  await expect(readVectors(written("empty.npy", ""))).rejects.toThrow(/no \.npy file/);
  await expect(readVectors(written("text.npy", "hello, this is no array"))).rejects.toThrow(/no \.npy file/);
  await expect(readVectors(written("text.parquet", "hello, this is no table"))).rejects.toThrow(/Parquet/);
  await expect(readVectors(written("x.npz", whole))).rejects.toThrow(/numpy\.save/);
  for (const ending of ["npy", "csv", "parquet"]) {
    await expect(readVectors(join(folder, `gone.${ending}`))).rejects.toMatchObject({
      code: "table-not-readable",
    });
  }
});

describe("CSV", () => {
  test.each([
    ["numbers alone", "1,2\n3,4\n", null],
    ["a header", "x,y\n1,2\n3,4\n", null],
    ["a header with ids anywhere", "x,ID,y\r\n1,a,2\r\n3,b,4\r\n", ["a", "b"]],
    ["ids that are numbers", "id,x,y\n10,1,2\n11,3,4\n", ["10", "11"]],
    ["ids without a header", "a,1,2\nb,3,4", ["a", "b"]],
    ["ids under an empty name", ",x,y\nimg/1,1,2\nimg/2,3,4\n", ["img/1", "img/2"]],
    ["a byte order mark, empty lines and quotes", '\uFEFF"id",x,y\n\n"a, 1",1,2\n"b",3,4\n\n', ["a, 1", "b"]],
  ])("%s", async (_, text, ids) => {
    const table = await readVectors(written("table.csv", text));
    expect([...table.vectors.data]).toEqual([1, 2, 3, 4]);
    expect(table.vectors.columns).toBe(2);
    expect(table.ids).toEqual(ids);
  });

  test("what is wrong is named by line and field", async () => {
    const read = (text: string) => readVectors(written("wrong.csv", text));
    await expect(read("1,2\n3\n")).rejects.toThrow(/line 2 has 1 fields, the lines before it 2/);
    await expect(read("1,2\n3,x\n")).rejects.toThrow(/line 2, field 2 is "x"/);
    await expect(read("1,2\n3,\n")).rejects.toThrow(/line 2, field 2 is ""/);
    await expect(read("x,y\n")).rejects.toThrow(/no vectors/);
    await expect(read('a,1\n"b,2\n')).rejects.toThrow(/quote on line 2 never closes/);
  });

  test("numbers that are not finite arrive as such", async () => {
    const { vectors } = await readVectors(written("odd.csv", "1,nan\n-inf,Infinity\n"));
    expect([...vectors.data]).toEqual([1, Number.NaN, -Infinity, Infinity]);
  });

  test("any float32 numbers and any ids come back as they were written", async () => {
    const id = fc.string({ unit: fc.constantFrom(...'ab,"\n é'.split("")) });
    const table = fc.integer({ min: 1, max: 5 }).chain((columns) =>
      fc.array(
        fc.tuple(
          id,
          fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
            minLength: columns,
            maxLength: columns,
          }),
        ),
        { minLength: 1, maxLength: 8 },
      ),
    );
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const header = ["id", ...(rows[0]?.[1] ?? []).map((_, j) => `x${j}`)].join(",");
        const lines = rows.map(([name, values]) => [`"${name.replaceAll('"', '""')}"`, ...values].join(","));
        const read = await readVectors(written("any.csv", [header, ...lines].join("\n")));
        expect(read.ids).toEqual(rows.map(([name]) => name));
        expect([...read.vectors.data]).toEqual(
          rows.flatMap(([, values]) => values).map((value) => value + 0),
        );
      }),
      { numRuns: 100 },
    );
  });
});
