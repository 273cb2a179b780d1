import { dihedralDistance, dihedralHashes, hashDistance, perceptualHash } from "@imantics/core";
import { expect, test } from "vitest";
import type { Pixels } from "../domain/pixels.ts";
import { fromPixels, sharp, toPixels } from "./sharp.ts";

/** Soft blobs: like a photo, something in all low frequencies. */
function scene(width: number, height: number, seed: number): Promise<Pixels> {
  let state = seed;
  const data = Uint8Array.from({ length: 9 * 9 * 3 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
  return toPixels(fromPixels({ width: 9, height: 9, data }).resize(width, height, { fit: "fill" }));
}

/** The definition, without shortcuts: four nested loops and a full sort. */
function naiveHash({ data }: Pixels): string {
  const grey = (x: number, y: number) => {
    const at = 3 * (32 * y + x);
    return 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
  };
  const values: number[] = [];
  for (let v = 0; v < 8; v++) {
    for (let u = 0; u < 8; u++) {
      let sum = 0;
      for (let y = 0; y < 32; y++) {
        for (let x = 0; x < 32; x++) {
          sum +=
            grey(x, y) *
            Math.cos(((2 * x + 1) * u * Math.PI) / 64) *
            Math.cos(((2 * y + 1) * v * Math.PI) / 64);
        }
      }
      values.push(sum);
    }
  }
  const sorted = [...values].sort((a, b) => a - b);
  const median = (sorted[31]! + sorted[32]!) / 2;
  const bits = values.map((value) => (value > median ? "1" : "0")).join("");
  return BigInt(`0b${bits}`).toString(16).padStart(16, "0");
}

test.each([1, 2, 3, 4, 5])("agrees with the definition (seed %i)", async (seed) => {
  const pixels = await scene(32, 32, seed);
  expect(perceptualHash(pixels)).toBe(naiveHash(pixels));
});

test("survives scaling and recompression, and tells pictures apart", async () => {
  const scenes = await Promise.all([1, 2, 3, 4, 5].map((seed) => scene(256, 192, seed)));
  const hashes = scenes.map(perceptualHash);
  for (const [index, pixels] of scenes.entries()) {
    const copy = await fromPixels(pixels).resize(100, 75).jpeg({ quality: 40 }).toBuffer();
    expect(hashDistance(hashes[index]!, perceptualHash(await toPixels(sharp(copy))))).toBeLessThanOrEqual(4);
    for (const other of hashes.slice(index + 1))
      expect(hashDistance(hashes[index]!, other)).toBeGreaterThan(12);
  }
});

test("finds turned and mirrored copies, saved again, and no other pictures", async () => {
  const scenes = await Promise.all([6, 7, 8].map((seed) => scene(200, 160, seed)));
  for (const [index, pixels] of scenes.entries()) {
    const hashes = dihedralHashes(pixels);
    const turns = [0, 90, 180, 270].flatMap((angle) => [
      fromPixels(pixels).rotate(angle),
      fromPixels(pixels).flop().rotate(angle),
    ]);
    for (const turned of turns) {
      const copy = perceptualHash(await toPixels(sharp(await turned.jpeg({ quality: 60 }).toBuffer())));
      expect(dihedralDistance(copy, hashes)).toBeLessThanOrEqual(4);
      const others = scenes.filter((_, other) => other !== index);
      for (const other of others) expect(dihedralDistance(copy, dihedralHashes(other))).toBeGreaterThan(10);
    }
  }
});

test("flat pictures have no structure, whatever their grey", () => {
  for (const grey of [1, 77, 200, 255]) {
    const data = new Uint8Array(50 * 40 * 3).fill(grey);
    expect(perceptualHash({ width: 50, height: 40, data })).toBe("8000000000000000");
  }
});

test("distance counts bits", () => {
  expect(hashDistance("0000000000000000", "ffffffffffffffff")).toBe(64);
  expect(hashDistance("00000000000000f1", "00000000000000f0")).toBe(1);
});
