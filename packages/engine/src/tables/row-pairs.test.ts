/** What is a file of row pairs and what is not. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readRowPairs } from "./row-pairs.ts";

const folder = mkdtempSync(join(tmpdir(), "imantics-pairs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (text: string) => {
  const file = join(folder, "pairs.csv");
  writeFileSync(file, text);
  return readRowPairs(file);
};

test.each([
  ["a header", "first,second\n0,4\n3, 10\n"],
  ["no header", "0,4\r\n3,10"],
])("%s", async (_, text) => {
  expect(await read(text)).toEqual([
    [0, 4],
    [3, 10],
  ]);
});

test("no pairs are no pairs", async () => {
  expect(await read("")).toEqual([]);
});

test.each(["1,2\na,b\n", "1,2,3\n", "1\n", "-1,2\n", "1.5,2\n"])(
  "%j is refused by its line",
  async (text) => {
    await expect(read(text)).rejects.toThrow(/line [12] is ".*"\. Write two row numbers/);
  },
);
