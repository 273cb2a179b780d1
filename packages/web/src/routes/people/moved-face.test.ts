import { expect, test } from "vitest";
import { movedFace } from "./moved-face.ts";

test.each([
  ["ArrowRight", 0, 1],
  ["ArrowLeft", 0, null],
  ["ArrowDown", 1, 5],
  ["ArrowDown", 8, null],
  ["ArrowUp", 5, 1],
  ["ArrowUp", 3, null],
  ["Home", 7, 0],
  ["End", 7, 9],
  ["End", 9, null],
  ["x", 3, null],
])("among ten faces in rows of four, %s leads from %i to %s", (key, from, to) => {
  expect(movedFace(key, from, 10, 4)).toBe(to);
});
