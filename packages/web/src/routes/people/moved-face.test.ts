import { expect, test } from "vitest";
import { movedFace } from "./moved-face.ts";

test.each([
  ["right", 0, 1],
  ["left", 0, null],
  ["down", 1, 5],
  ["down", 8, null],
  ["up", 5, 1],
  ["up", 3, null],
  ["first", 7, 0],
  ["last", 7, 9],
  ["last", 9, null],
  ["select", 3, null],
] as const)("among ten faces in rows of four, %s leads from %i to %s", (key, from, to) => {
  expect(movedFace(key, from, 10, 4)).toBe(to);
});
