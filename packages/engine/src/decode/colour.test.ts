import { expect, test } from "vitest";
import type { Pixels } from "../domain/pixels.ts";
import { convertToSrgb, isSrgbProfile, linearToSrgb, srgbToLinear } from "./colour.ts";
import { codedColoursToSrgb } from "./nclx.ts";
import { fromPixels, sharp } from "./sharp.ts";

const colours: Pixels = {
  width: 4,
  height: 1,
  data: Uint8Array.of(255, 255, 255, 200, 60, 40, 40, 200, 60, 128, 128, 128),
};

async function profile(name: "srgb" | "p3"): Promise<Uint8Array> {
  const { icc } = await sharp(await fromPixels(colours).withIccProfile(name).png().toBuffer()).metadata();
  return icc!;
}

test("sRGB is told from Display P3 by what the profile says", async () => {
  expect(isSrgbProfile(await profile("srgb"))).toBe(true);
  expect(isSrgbProfile(await profile("p3"))).toBe(false);
});

test("a damaged profile is not sRGB, and nothing worse", async () => {
  const icc = await profile("srgb");
  for (const length of [0, 10, 131, 140, 200, icc.length - 1])
    expect(isSrgbProfile(icc.subarray(0, length))).toBe(false);
});

test("pixels through a profile and through code points agree, for Display P3", async () => {
  const byProfile = await convertToSrgb(colours, await profile("p3"));
  const byCodes = codedColoursToSrgb(colours, { primaries: 12, transfer: 13 });
  for (const [at, value] of byProfile.data.entries())
    expect(Math.abs(value - byCodes.data[at]!)).toBeLessThanOrEqual(2);
  expect([...byCodes.data.subarray(0, 3)]).toEqual([255, 255, 255]);
  // More saturated than the same numbers in sRGB.
  expect(byCodes.data[3]).toBeGreaterThan(205);
});

test("sRGB code points change nothing", () => {
  expect(codedColoursToSrgb(colours, { primaries: 1, transfer: 13 })).toBe(colours);
});

test("PQ: 203 nits come close to white, greys stay grey and rise in order", () => {
  const ramp = {
    width: 256,
    height: 1,
    data: Uint8Array.from({ length: 768 }, (_, at) => Math.floor(at / 3)),
  };
  const { data } = codedColoursToSrgb(ramp, { primaries: 9, transfer: 16 });
  for (let level = 1; level < 256; level++) {
    const [red, green, blue] = data.subarray(3 * level, 3 * level + 3);
    expect(Math.max(red!, green!, blue!) - Math.min(red!, green!, blue!)).toBeLessThanOrEqual(1);
    expect(green).toBeGreaterThanOrEqual(data[3 * (level - 1) + 1]!);
  }
  // BT.2408: 203 nits are 58% of the signal.
  expect(data[3 * 148]).toBeGreaterThan(235);
  expect(data[3 * 255]).toBe(255);
});

test("the two halves of the sRGB curve are inverse", () => {
  for (let level = 0; level < 256; level++)
    expect(linearToSrgb(srgbToLinear(level / 255)) * 255).toBeCloseTo(level, 6);
});
