import { expect, test } from "vitest";
import { nearDuplicates } from "./near-duplicates.ts";

const found = (...hashes: string[]) =>
  [...nearDuplicates(new Map(hashes.map((hash, at) => [String(at), hash])))].sort();

test("hashes that differ in at most three bits belong together, wherever those bits are", () => {
  expect(found("0000000000000000", "0000000000000007")).toEqual(["0", "1"]);
  expect(found("0000000000000000", "1000100010000000")).toEqual(["0", "1"]);
  expect(found("0000000000000000", "000000000000000f")).toEqual([]);
  expect(found("ffffffffffffffff", "7fff7fff7fffffff", "0123456789abcdef")).toEqual(["0", "1"]);
});

test("one picture, or none, has no duplicate", () => {
  expect(found("0000000000000000")).toEqual([]);
  expect(found()).toEqual([]);
});

test("chains are found link by link", () => {
  expect(found("0000000000000000", "0000000000000007", "000000000000003f")).toEqual(["0", "1", "2"]);
});
