import { describe, expect, test } from "vitest";
import { random } from "../random.ts";
import { hsvOf } from "./colour-histogram.ts";
import { hog } from "./hog.ts";
import { dihedralHashes, perceptualHash } from "./perceptual-hash.ts";
import type { Pixels } from "./pixels.ts";
import { featureMethod, featureMethods } from "./registry.ts";
import { gradientLength, sobel } from "./sobel.ts";

/** The picture that the reference numbers below were computed from: 20 × 18. */
function referenceGrey(): Float32Array {
  let state = 7;
  return Float32Array.from({ length: 20 * 18 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

function drawn(width: number, height: number, colour: (x: number, y: number) => number[]): Pixels {
  const data = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set(colour(x, y), 3 * (y * width + x));
  }
  return { width, height, data };
}

function noise(side: number, seed: number): Pixels {
  const chance = random(seed);
  return drawn(side, side, () => [chance.integer(256), chance.integer(256), chance.integer(256)]);
}

test("gradients are those of scipy.ndimage.sobel", () => {
  const { across, down } = sobel(referenceGrey(), 20, 18);
  const places = [0, 1, 21, 200, 359];
  expect(places.map((i) => across[i])).toEqual([547, 216, -2, 390, 259]);
  expect(places.map((i) => down[i])).toEqual([-17, -322, -302, 550, 707]);
  expect(across.reduce((sum, value) => sum + Math.abs(value), 0)).toBe(85_874);
  expect(down.reduce((sum, value) => sum + Math.abs(value), 0)).toBe(75_296);
  expect(gradientLength({ across: Float32Array.of(3), down: Float32Array.of(4) })[0]).toBe(5);
  expect(() => sobel(new Float32Array(5), 2, 3)).toThrow(/2 × 3 needs .* got 5/);
});

test("oriented gradients are those of skimage.feature.hog", () => {
  const found = hog(referenceGrey(), 20, 18, { orientations: 9, cellSide: 4, blockSide: 2 });
  expect(found.length).toBe(432);
  const first = [0.269507, 0.123936, 0.18687, 0.134024, 0.120577, 0, 0, 0.057853, 0.157948, 0.269507];
  for (const [i, value] of first.entries()) expect(found[i]).toBeCloseTo(value, 5);
  expect(found.reduce((sum, value) => sum + value, 0)).toBeCloseTo(60.2795467766105, 3);
  expect(found.reduce((sum, value, i) => sum + i * value, 0)).toBeCloseTo(13031.761714756041, 0);
  expect(() => hog(referenceGrey(), 20, 18, { orientations: 9, cellSide: 16, blockSide: 2 })).toThrow(
    /1 × 1 cells of 16 pixels; a block needs 2 × 2/,
  );
});

test("light and contrast do not count for oriented gradients", () => {
  const size = { orientations: 9, cellSide: 8, blockSide: 2 };
  const grey = referenceGrey();
  const picture = Float32Array.from({ length: 32 * 32 }, (_, i) => grey[i % 360]!);
  const before = hog(picture, 32, 32, size);
  const after = hog(
    picture.map((value) => 0.3 * value + 50),
    32,
    32,
    size,
  );
  for (const [i, value] of after.entries()) expect(value).toBeCloseTo(before[i]!, 4);
});

test("hue, saturation and value of known colours", () => {
  expect(hsvOf(255, 0, 0)).toEqual([0, 1, 1]);
  expect(hsvOf(0, 255, 0)).toEqual([1 / 3, 1, 1]);
  expect(hsvOf(0, 0, 51)).toEqual([2 / 3, 1, 0.2]);
  expect(hsvOf(255, 0, 255)).toEqual([5 / 6, 1, 1]);
  expect(hsvOf(128, 128, 128)).toEqual([0, 0, 128 / 255]);
});

test("a colour histogram counts colours, not places", () => {
  const method = featureMethod("colour-histogram");
  const halves = drawn(10, 4, (x) => (x < 5 ? [255, 0, 0] : [0, 0, 255]));
  const stripes = drawn(4, 10, (_, y) => (y % 2 ? [255, 0, 0] : [0, 0, 255]));
  const found = method.describe(halves, { bins: 2, space: "rgb" });
  expect([...found]).toEqual([0, 0.5, 0, 0, 0.5, 0, 0, 0]);
  expect(method.describe(stripes, { bins: 2, space: "rgb" })).toEqual(found);
  const sum = method.describe(noise(40, 2)).reduce((total, share) => total + share, 0);
  expect(sum).toBeCloseTo(1, 5);
});

test("raw pixels are the averaged picture between 0 and 1", () => {
  const checks = drawn(8, 8, (x, y) => ((x + y) % 2 ? [255, 255, 255] : [0, 0, 0]));
  const found = featureMethod("raw-pixels").describe(checks, { side: 4 });
  expect(found.length).toBe(48);
  for (const value of found) expect(value).toBeCloseTo(0.5, 6);
  expect(featureMethod("raw-pixels").describe(checks, { side: 4, grey: true }).length).toBe(16);
});

describe.each(featureMethods.map((method) => [method.id, method] as const))("%s", (id, method) => {
  test("describes itself in JSON and is found by its id", () => {
    const { describe: _describe, ...description } = method;
    expect(JSON.parse(JSON.stringify(description))).toEqual(description);
    expect(featureMethod(id)).toBe(method);
  });

  test("gives pictures of any size numbers of one length, all finite", () => {
    const lengths = [1, 3, 50, 200].map((side) => {
      const found = method.describe(noise(side, side));
      expect(found.every(Number.isFinite)).toBe(true);
      return found.length;
    });
    expect(new Set(lengths).size).toBe(1);
  });

  test("flat black has no NaN; broken pixels and options are refused", () => {
    const black = drawn(9, 7, () => [0, 0, 0]);
    expect(method.describe(black).every(Number.isFinite)).toBe(true);
    expect(() => method.describe({ ...black, width: 10 })).toThrow(/10 × 7 pixels .* got 189 bytes/);
    expect(() => method.describe(black, { sides: 3 })).toThrow(/no option "sides"/);
  });
});

test("unknown descriptors are refused with the list", () => {
  expect(() => featureMethod("hogg")).toThrow(/no descriptor "hogg"; .*hog/);
});

describe("the eight hashes of a picture", () => {
  const picture = noise(32, 5);
  const at = (x: number, y: number) => [...picture.data.subarray(3 * (32 * y + x), 3 * (32 * y + x) + 3)];
  const turns: [string, (x: number, y: number) => [number, number]][] = [
    ["as it is", (x, y) => [x, y]],
    ["mirrored left to right", (x, y) => [31 - x, y]],
    ["mirrored top to bottom", (x, y) => [x, 31 - y]],
    ["turned by 180°", (x, y) => [31 - x, 31 - y]],
    ["axes swapped", (x, y) => [y, x]],
    ["turned by 90°", (x, y) => [y, 31 - x]],
    ["turned by 270°", (x, y) => [31 - y, x]],
    ["axes swapped and turned by 180°", (x, y) => [31 - y, 31 - x]],
  ];

  test.each(turns)("hold the hash of the picture %s", (_, from) => {
    const turned = drawn(32, 32, (x, y) => at(...from(x, y)));
    expect(dihedralHashes(picture)).toContain(perceptualHash(turned));
  });

  test("start with the picture's own and are eight", () => {
    const hashes = dihedralHashes(picture);
    expect(hashes[0]).toBe(perceptualHash(picture));
    expect(new Set(hashes).size).toBe(8);
  });
});
