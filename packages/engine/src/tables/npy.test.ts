/** What is written can be read: by our own reader, by its bytes against NumPy's, and by a reader of ZIP. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { readScanned } from "../scan/read.ts";
import { encodeNpy, readNpy } from "./npy.ts";
import { parseNpyHeader } from "./npy-header.ts";
import { encodeNpz } from "./npz.ts";

const folder = mkdtempSync(join(tmpdir(), "imantics-npy-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "x.npy");

test("any matrix comes back bit by bit, from float32 and from float64", async () => {
  const matrices = fc
    .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }))
    .chain(([rows, columns]) =>
      fc.record({
        shape: fc.constant([rows, columns]),
        data: fc.float32Array({ minLength: rows * columns, maxLength: rows * columns }),
      }),
    );
  await fc.assert(
    fc.asyncProperty(matrices, async ({ shape, data }) => {
      for (const numbers of [data, Float64Array.from(data)]) {
        writeFileSync(file, Buffer.concat([...encodeNpy({ shape, data: numbers })]));
        const read = await readNpy(file);
        expect([read.rows, read.columns]).toEqual(shape);
        expect(read.data).toEqual(data);
      }
    }),
    { numRuns: 60 },
  );
});

test("the bytes are those that NumPy writes", async () => {
  const numpy = fileURLToPath(new URL("../../../../fixtures/tables/float32.npy", import.meta.url));
  const { rows, columns, data } = await readNpy(numpy);
  const bytes = Buffer.concat([...encodeNpy({ shape: [rows, columns], data })]);
  expect(bytes.subarray(128)).toEqual(readFileSync(numpy).subarray(128));
  expect(parseNpyHeader(bytes)).toEqual(parseNpyHeader(readFileSync(numpy)));
});

test("numbers begin at a multiple of 64 bytes, whatever the shape", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), (sizes) => {
      const shape = [0, ...sizes];
      const [header] = encodeNpy({ shape, data: new Int32Array(0) });
      const parsed = parseNpyHeader(header ?? new Uint8Array(0));
      expect(parsed).toMatchObject({ type: "<i4", isColumnMajor: false, shape });
      expect((parsed?.dataStart ?? 1) % 64).toBe(0);
    }),
  );
});

test("a large matrix is read piece by piece to the last number", async () => {
  const data = Float32Array.from({ length: 3_000 * 2_000 }, (_, i) => i % 9973);
  writeFileSync(file, Buffer.concat([...encodeNpy({ shape: [3000, 2000], data })]));
  expect(Buffer.from((await readNpy(file)).data.buffer).equals(Buffer.from(data.buffer))).toBe(true);
});

test("an archive holds its arrays by name, and the same arrays give the same bytes", async () => {
  const indices = { shape: [2, 2], data: Int32Array.of(1, 2, 0, -1) };
  const distances = { shape: [4], data: Float64Array.of(0.5, Math.PI, 1e300, -0) };
  const archive = join(folder, "graph.npz");
  const bytes = Buffer.concat([...encodeNpz({ indices, distances })]);
  writeFileSync(archive.replace("npz", "zip"), bytes);
  expect(Buffer.concat([...encodeNpz({ indices, distances })])).toEqual(bytes);
  for (const [name, array] of Object.entries({ indices, distances })) {
    const entry = await readScanned(`${archive.replace("npz", "zip")}!/${name}.npy`);
    expect(Buffer.from(entry)).toEqual(Buffer.concat([...encodeNpy(array)]));
  }
});
