/** What only Lance can get wrong: half-made tables, other widths on disk, readers beside the writer. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { matrix } from "@imantics/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { space, vectorSet } from "../samples.contract.ts";
import { scratchFolders } from "../scratch-folder.contract.ts";
import { openLanceVectors } from "./index.ts";
import { sortRows } from "./sort-rows.ts";

const folder = scratchFolders();
const tiny = space();

test("what was put is there after opening again", async () => {
  const path = folder();
  const first = await openLanceVectors(path);
  await first.put(tiny, vectorSet(["b", "a"], [2, 1]));
  await first.close();
  const second = await openLanceVectors(path);
  await second.put(tiny, vectorSet(["a", "c"], [9, 3]));
  const { ids, vectors } = await second.load(tiny);
  expect(ids).toEqual(["a", "b", "c"]);
  expect([vectors.data[0], vectors.data[8], vectors.data[16]]).toEqual([9, 2, 3]);
  await second.close();
});

test("a table that a killed process left half-made is made anew", async () => {
  const path = folder();
  mkdirSync(join(path, `${tiny.id}.lance`, "data"), { recursive: true });
  mkdirSync(join(path, `${tiny.id}.lance`, "_versions"), { recursive: true });
  const vectors = await openLanceVectors(path);
  expect((await vectors.ids(tiny)).size).toBe(0);
  await vectors.put(tiny, vectorSet(["a"], [1]));
  expect(await vectors.ids(tiny)).toEqual(new Set(["a"]));
  await vectors.close();
});

test("a space whose table has another width is refused", async () => {
  const path = folder();
  const vectors = await openLanceVectors(path);
  await vectors.put(tiny, vectorSet(["a"], [1]));
  await vectors.close();
  const again = await openLanceVectors(path);
  await expect(again.load(space(tiny.id, 16))).rejects.toMatchObject({ code: "vector-dimension-mismatch" });
  await again.close();
});

test("a reader sees what a writer adds, removes and compacts after it was opened", async () => {
  const path = folder();
  const writer = await openLanceVectors(path);
  await writer.put(tiny, vectorSet(["a"], [1]));
  const reader = await openLanceVectors(path);
  expect(await reader.ids(tiny)).toEqual(new Set(["a"]));
  await writer.put(tiny, vectorSet(["b", "c"], [2, 3]));
  await writer.remove(tiny, ["a"]);
  await writer.optimise(tiny);
  expect(await reader.ids(tiny)).toEqual(new Set(["b", "c"]));
  expect((await reader.load(tiny)).vectors.data[8]).toBe(3);
  await reader.close();
  await writer.close();
});

test("the generation that a reader sees follows the writer, even when a table is made again", async () => {
  const path = folder();
  const writer = await openLanceVectors(path);
  await writer.put(tiny, vectorSet(["a"], [1]));
  const reader = await openLanceVectors(path);
  const seen = new Set<string>();
  const bothSee = async () => {
    const generation = await writer.generation(tiny);
    expect(await reader.generation(tiny)).toBe(generation);
    expect(seen.has(generation)).toBe(false);
    seen.add(generation);
  };
  await bothSee();
  await writer.put(tiny, vectorSet(["b"], [2]));
  await bothSee();
  await writer.remove(tiny, ["a"]);
  await bothSee();
  await writer.drop(tiny.id);
  await writer.put(tiny, vectorSet(["c"], [3]));
  await bothSee();
  await writer.put(tiny, vectorSet(["d"], [4]));
  await bothSee();
  await reader.close();
  await writer.close();
});

test("data that is gone from the disk is an error with a next step", async () => {
  const path = folder();
  const writer = await openLanceVectors(path);
  await writer.put(tiny, vectorSet(["a"], [1]));
  await writer.close();
  rmSync(join(path, `${tiny.id}.lance`, "data"), { recursive: true });
  const reader = await openLanceVectors(path);
  await expect(reader.load(tiny)).rejects.toMatchObject({
    code: "vector-store-failed",
    message: expect.stringContaining("imantics doctor"),
  });
  await reader.close();
});

test("sorting rows keeps every vector with its id", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 60 }), (ids) => {
      const vectors = matrix(ids.length, 2);
      for (const index of ids.keys()) vectors.data.fill(index, index * 2, index * 2 + 2);
      const sorted = sortRows(ids, vectors);
      expect(sorted).toEqual([...ids].sort());
      expect([...vectors.data]).toEqual(sorted.flatMap((id) => [ids.indexOf(id), ids.indexOf(id)]));
    }),
  );
});
