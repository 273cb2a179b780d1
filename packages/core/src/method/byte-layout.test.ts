/** One buffer for a model: what goes in comes out, and nothing else is taken for a model. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { matrix } from "../matrix.ts";
import { fromBytes, type Sections, toBytes } from "./byte-layout.ts";

const shared = Float64Array.from([1, Infinity, -0, 5e-324, Number.NaN]);
const model: Sections = {
  kind: "example",
  scalars: { rows: 3, title: 'größer "als" nichts', isReal: true, limit: null },
  arrays: {
    points: matrix(3, 2, Float32Array.from([0.1, 2, 3, 4, 5, 6])),
    nothing: matrix(0, 4),
    labels: Int32Array.of(-1, 2, 3),
    shared,
    again: shared,
    flags: Uint8Array.of(1, 0, 255),
  },
};
const bytes = toBytes(model);

test("what goes in comes out, bit by bit", () => {
  expect(fromBytes(bytes)).toEqual(model);
  expect(Object.is((fromBytes(bytes).arrays.shared as Float64Array)[2], -0)).toBe(true);
});

test("an array held twice lies there once", () => {
  const once = toBytes({ ...model, arrays: { shared } });
  const twice = toBytes({ ...model, arrays: { shared, again: shared } });
  expect(twice.byteLength - once.byteLength).toBeLessThan(shared.byteLength + 40);
  const read = fromBytes(twice).arrays;
  expect(read.again).toEqual(read.shared);
});

test("arrays are views, not copies, each where its type may lie", () => {
  for (const value of Object.values(fromBytes(bytes).arrays)) {
    const data = "data" in value ? value.data : value;
    expect(data.buffer).toBe(bytes);
    expect(data.byteOffset % 8).toBe(0);
  }
});

test("cut off anywhere, it is refused", () => {
  for (let length = 0; length < bytes.byteLength; length++) {
    expect(() => fromBytes(bytes.slice(0, length))).toThrow(RangeError);
  }
});

test("longer than it was, it is refused", () => {
  const longer = new Uint8Array(bytes.byteLength + 8);
  longer.set(new Uint8Array(bytes));
  expect(() => fromBytes(longer.buffer)).toThrow(/has \d+ bytes and should have \d+/);
});

test("any other byte in prefix or header is noticed", () => {
  const headerEnd = 16 + new DataView(bytes).getUint32(8, true);
  for (let at = 0; at < headerEnd; at++) {
    for (const flip of [1, 0x20, 0x80, 0xff]) {
      const changed = new Uint8Array(bytes.slice(0));
      changed[at] = (changed[at] ?? 0) ^ flip;
      expect(() => fromBytes(changed.buffer)).toThrow(RangeError);
    }
  }
});

test("bytes of anything else are refused, a newer layout by its number", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      expect(() => fromBytes(noise.slice().buffer)).toThrow(/no fitted model/);
    }),
  );
  const newer = bytes.slice(0);
  new DataView(newer).setUint32(4, 7, true);
  expect(() => fromBytes(newer)).toThrow(/layout 7, and this program reads layout 1/);
});
