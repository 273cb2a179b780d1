/** What is a label file and what is not. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readLabels } from "./labels.ts";

const folder = mkdtempSync(join(tmpdir(), "imantics-labels-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (text: string) => {
  const file = join(folder, "labels.csv");
  writeFileSync(file, text);
  return readLabels(file);
};

test.each([
  ["a header", "id,label\na,cat\nb,dog\n"],
  ["no header", "a,cat\nb,dog\n"],
  ["columns in another order, and more of them", "label,score,ID\ncat,0.5,a\ndog,0.25,b\n"],
])("%s", async (_, text) => {
  expect([...(await read(text))]).toEqual([
    ["a", "cat"],
    ["b", "dog"],
  ]);
});

test("an id twice, a missing column and an empty file are refused", async () => {
  await expect(read("a,1\na,2\n")).rejects.toThrow(/id "a" stands there twice, again on line 2/);
  await expect(read("id,class\na,2\n")).rejects.toThrow(/first line is "id,class"/);
  await expect(read("a,1,2\n")).rejects.toThrow(/columns id and label/);
  await expect(read("id,label\n")).rejects.toThrow(/no labels/);
  await expect(read("id,label\na\n")).rejects.toThrow(/line 2 has 1 fields instead of 2/);
});
