import { expect, test } from "vitest";
import { turned } from "./turn.ts";

/** Two pixels side by side: red, green. */
const pair = { width: 2, height: 1, data: Uint8Array.from([255, 0, 0, 0, 255, 0]) };

test("a quarter turn is clockwise and exact", async () => {
  expect(await turned(pair, Math.PI / 2)).toEqual({ ...pair, width: 1, height: 2 });
});

test("any other turn keeps the centre and makes room on grey", async () => {
  const white = { width: 40, height: 20, data: new Uint8Array(2400).fill(255) };
  const { width, height, data } = await turned(white, Math.PI / 6);
  expect(Math.abs(width - (40 * Math.cos(Math.PI / 6) + 20 * Math.sin(Math.PI / 6)))).toBeLessThan(2);
  const centre = 3 * (Math.floor(height / 2) * width + Math.floor(width / 2));
  expect(data[centre]).toBe(255);
  expect(data[0]).toBe(128);
});
