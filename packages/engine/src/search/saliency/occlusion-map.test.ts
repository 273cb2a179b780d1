import { matrix } from "@imantics/core";
import { describe, expect, test } from "vitest";
import type { Pixels } from "../../domain/pixels.ts";
import type { Encoder } from "../../embed/encoder.ts";
import { blurred, occlude } from "./occlude.ts";
import { gridSide, occlusionMap } from "./occlusion-map.ts";

/** Sees how much of a picture is pure red and how much is pure green, and a constant. */
const colours: Pick<Encoder, "encodeImages"> = {
  encodeImages: async (images) => {
    const vectors = matrix(images.length, 3);
    for (const [at, { data }] of images.entries()) {
      for (let i = 0; i < data.length; i += 3) {
        const [red, green] = [data[i]!, data[i + 1]!];
        if (red > 200 && green < 50) vectors.data[at * 3]! += 3 / data.length;
        if (green > 200 && red < 50) vectors.data[at * 3 + 1]! += 3 / data.length;
      }
      vectors.data[at * 3 + 2] = 1;
    }
    return vectors;
  },
};

/** Grey, with a red square in the upper left and a green one in the lower right. */
const squares: Pixels = {
  width: 60,
  height: 60,
  data: Uint8Array.from({ length: 60 * 60 * 3 }, (_, i) => {
    const [x, y, channel] = [Math.floor(i / 3) % 60, Math.floor(i / 180), i % 3];
    const isRed = x >= 10 && x < 20 && y >= 10 && y < 20;
    const isGreen = x >= 40 && x < 50 && y >= 40 && y < 50;
    if (isRed) return channel === 0 ? 255 : 0;
    if (isGreen) return channel === 1 ? 255 : 0;
    return 100;
  }),
};

const redButNotGreen = (vector: Float32Array) => vector[0]! - vector[1]!;

test("what is looked for speaks for the match, what is pushed away against it", async () => {
  const { grid, strongest } = await occlusionMap(squares, colours, redButNotGreen);
  const places = [...grid.data.keys()].sort((a, b) => grid.data[b]! - grid.data[a]!);
  const boxOf = (at: number) => [(at % gridSide) / gridSide, Math.floor(at / gridSide) / gridSide];
  const [most = 0, least = 0] = [places[0], places.at(-1)];
  for (const side of boxOf(most)) expect(Math.abs(side - 0.25)).toBeLessThan(0.15);
  for (const side of boxOf(least)) expect(Math.abs(side - 0.75)).toBeLessThan(0.15);
  expect(grid.data[least]).toBeLessThan(-0.5);
  expect(Math.max(...grid.data.map(Math.abs))).toBeCloseTo(1, 6);
  expect(strongest).toBeGreaterThan(0);
});

test("the same input gives the same bytes", async () => {
  const [once, again] = await Promise.all([
    occlusionMap(squares, colours, null),
    occlusionMap(squares, colours, null),
  ]);
  expect(again).toEqual(once);
});

test("a picture without anything in it has an empty map", async () => {
  const flat = { width: 30, height: 20, data: new Uint8Array(30 * 20 * 3).fill(90) };
  const { grid, strongest } = await occlusionMap(flat, colours, redButNotGreen);
  expect(new Set(grid.data)).toEqual(new Set([0]));
  expect(strongest).toBe(0);
});

test("a picture of one pixel and one that is a line are no trouble", async () => {
  for (const [width, height] of [
    [1, 1],
    [2000, 1],
  ] as const) {
    const data = new Uint8Array(width * height * 3).fill(200);
    expect((await occlusionMap({ width, height, data }, colours, null)).grid.rows).toBe(gridSide);
  }
});

test("work is told as it goes on, never more than was announced, and stops when asked to", async () => {
  const told: (readonly [number, number])[] = [];
  await occlusionMap(squares, colours, null, { onProgress: (...step) => told.push(step) });
  const total = told[0]?.[1];
  expect(told.every(([done, all]) => done <= all && all === total)).toBe(true);
  expect(told.at(-1)?.[0]).toBe(total);

  const stop = new AbortController();
  let encoded = 0;
  const counting: typeof colours = {
    encodeImages: (images) => {
      encoded += images.length;
      if (encoded > 10) stop.abort(new Error("enough"));
      return colours.encodeImages(images);
    },
  };
  await expect(occlusionMap(squares, counting, null, { signal: stop.signal })).rejects.toThrow("enough");
  expect(encoded).toBeLessThan(20);
});

describe("hiding a place", () => {
  const window = { x: 0.5, y: 0.5, width: 0.4, height: 0.4 };
  const filler: Pixels = { ...squares, data: new Uint8Array(squares.data.length).fill(7) };
  const hidden = occlude(squares, filler, window);
  const at = ({ data }: Pixels, x: number, y: number) => [
    ...data.subarray((y * 60 + x) * 3, (y * 60 + x) * 3 + 3),
  ];

  test("shows the filler in its middle, the picture outside, and leaves the original alone", () => {
    expect(at(hidden, 42, 42)).toEqual([7, 7, 7]);
    expect(at(hidden, 15, 15)).toEqual([255, 0, 0]);
    expect(at(squares, 42, 42)).toEqual([0, 255, 0]);
  });

  test("a blurred picture keeps its broad colours and no line", async () => {
    const lines = Uint8Array.from({ length: 60 * 60 * 3 }, (_, i) => (Math.floor(i / 3) % 2 === 0 ? 0 : 200));
    const { data } = await blurred({ ...squares, data: lines });
    for (const value of data) expect(Math.abs(value - 100)).toBeLessThan(12);
  });
});
