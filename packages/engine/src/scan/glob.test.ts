import { expect, test } from "vitest";
import { pathMatcher } from "./glob.ts";

test.each([
  // A name at any depth.
  ["*.png", "a.png", true],
  ["*.png", "deep/er/a.PNG", true],
  ["*.png", "a.png.jpg", false],
  ["private", "a/private", true],
  ["private", "a/private.jpg", false],
  // Anchored.
  ["2020/*.jpg", "2020/a.jpg", true],
  ["2020/*.jpg", "x/2020/a.jpg", false],
  ["2020/*.jpg", "2020/b/a.jpg", false],
  ["./2020/*.jpg", "2020/a.jpg", true],
  // Across folders.
  ["2020/**", "2020/b/a.jpg", true],
  ["2020/**", "2020", true],
  ["2020/**", "20200/a.jpg", false],
  ["2020/", "2020/b/a.jpg", true],
  ["**/raw/*.dng", "raw/a.dng", true],
  ["**/raw/*.dng", "x/y/raw/a.dng", true],
  ["a/**/b.jpg", "a/b.jpg", true],
  ["a/**/b.jpg", "a/x/y/b.jpg", true],
  // Alternatives, single characters, and characters that mean something to RegExp.
  ["*.{jpg,jpeg}", "a.jpeg", true],
  ["*.{jpg,jpeg}", "a.jpg5", false],
  ["img_??.jpg", "img_07.jpg", true],
  ["img_??.jpg", "img_7.jpg", false],
  ["a+b(1)[x]^$.jpg", "a+b(1)[x]^$.jpg", true],
  ["a.jpg", "aXjpg", false],
  ["{a,b{c,d}}.jpg", "bd.jpg", true],
  ["odd}.jpg", "odd}.jpg", true],
  ["odd{.jpg", "odd{.jpg", true],
])("%s against %s: %s", (pattern, path, expected) => {
  expect(pathMatcher([pattern])(path)).toBe(expected);
});

test("no patterns fit nothing", () => {
  expect(pathMatcher([])("a.jpg")).toBe(false);
});
