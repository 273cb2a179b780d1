import { describe, expect, test } from "vitest";
import { floatsToHalves, halvesToFloats } from "./half-float.ts";

/** Pairs from IEEE 754-2008, table 3.5 and its consequences. */
const known: readonly [number, number][] = [
  [0x0000, 0],
  [0x3c00, 1],
  [0xc000, -2],
  [0x3555, 0.333251953125],
  [0x7bff, 65504],
  [0x0400, 2 ** -14],
  [0x0001, 2 ** -24],
  [0x7c00, Number.POSITIVE_INFINITY],
];

describe("half precision", () => {
  test("known bit patterns, both ways", () => {
    for (const [half, value] of known) {
      expect(halvesToFloats(Uint16Array.of(half))[0]).toBe(value);
      expect(floatsToHalves(Float32Array.of(value))[0]).toBe(half);
    }
  });

  test("every finite half survives the way to float32 and back", () => {
    const halves = Uint16Array.from({ length: 65_536 }, (_, i) => i).filter(
      (half) => (half & 0x7c00) !== 0x7c00,
    );
    expect(floatsToHalves(halvesToFloats(halves))).toEqual(halves);
  });

  test("rounds to the nearest half, ties to even", () => {
    const between = Float32Array.of(1 + 0.5 / 1024, 1 + 1.5 / 1024, 1 + 0.51 / 1024, 65_519, 65_520);
    expect([...floatsToHalves(between)]).toEqual([0x3c00, 0x3c02, 0x3c01, 0x7bff, 0x7c00]);
  });
});
