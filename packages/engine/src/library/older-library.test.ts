/**
 * A library made by version 0.1.0 (`fixtures/library-0.1`: twelve drawn pictures, clustered, named, with
 * people, drawn regions, a removed space, a key and thirteen acts) opens with everything in it.
 */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Library } from "./library.ts";
import { openLibrary } from "./open-library.ts";

const fixture = fileURLToPath(new URL("../../../../fixtures/library-0.1", import.meta.url));
let folder = "";
let library: Library;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "imantics-older-"));
  cpSync(fixture, folder, { recursive: true });
  library = await openLibrary(folder, { workerCount: 1 });
});
afterEach(async () => {
  await library.close();
  rmSync(folder, { recursive: true, force: true });
});

async function namesOfClusters(): Promise<(string | null)[]> {
  const promoted = (await library.clusterings.list()).find(({ isPromoted }) => isPromoted);
  const { clusters } = await library.clusterings.get(promoted?.id ?? "");
  return clusters.map(({ givenName }) => givenName);
}
const namesOfPeople = async () => (await library.people.list()).map(({ name, faces }) => [name, faces]);

test("every name, act, space, failure and key is there", async () => {
  expect((await library.describe()).counts).toMatchObject({ images: 12, paths: 12, clusterings: 2 });
  expect(await namesOfClusters()).toEqual(["Stripes at sea", "Round things", null, null]);
  expect(await namesOfPeople()).toEqual([
    ["Ada", 2],
    ["Grace", 2],
    [null, 1],
  ]);
  const entries = await library.journal.list();
  expect(entries.map(({ sequence, isUndone }) => [sequence, isUndone])).toEqual(
    Array.from({ length: 13 }, (_, at) => [13 - at, at === 0]),
  );
  expect(entries.map(({ words }) => words).reverse()).toEqual([
    ...["Named a cluster “Stripes at sea”", "Named a cluster “Discs”", "Named a cluster “Round things”"],
    ...["Drew a region", "Drew a region", "Erased a drawn region"],
    ...Array.from({ length: 5 }, () => "Changed who is who"),
    "Removed the space old-model-0123456789ab",
    "Named a cluster “A name that was taken back”",
  ]);
  expect((await library.spaces.list()).map(({ model, state, images }) => [model, state, images])).toEqual([
    ["embedded", "active", 12],
    ["old-model", "removed", 2],
  ]);
  expect((await library.keys.list()).map(({ label }) => label)).toEqual(["backup script"]);
  expect((await library.failures.page({ offset: 0, limit: 9 })).failures).toMatchObject([
    { isIgnored: true },
  ]);
  const { tiles } = await library.images.page({ order: "path", offset: 0, limit: 20 });
  const vectors = await library.search({ parts: [{ kind: "image", id: tiles[0]?.id ?? "", weight: 1 }] });
  expect(vectors.hits.length).toBeGreaterThan(4);
  expect(await library.images.thumbnail(tiles[0]?.id ?? "", "small")).not.toBeNull();
});

test("every act is taken back, newest first, and done again to the letter", async () => {
  const told = async () => [
    await namesOfClusters(),
    await library.people.list(),
    await library.spaces.list(),
  ];
  const before = await told();
  for (let sequence = 12; sequence > 0; sequence--) {
    expect((await library.journal.undo())?.sequence).toBe(sequence);
  }
  expect(await library.journal.undo()).toBeNull();
  expect(await namesOfClusters()).toEqual([null, null, null, null]);
  expect(await namesOfPeople()).toEqual([
    [null, 3],
    [null, 2],
    [null, 1],
  ]);
  expect((await library.parts.counts()).map(({ type }) => type)).not.toContain("drawn");
  for (let sequence = 1; sequence <= 12; sequence++) await library.journal.redo(sequence);
  expect(await told()).toEqual(before);
});

test("an act is taken back by its number where nothing newer stands on it", async () => {
  await expect(library.journal.undo(2)).rejects.toMatchObject({ code: "cannot-undo" });
  await library.journal.undo(1);
  await library.journal.undo(3);
  expect(await namesOfClusters()).toEqual([null, "Discs", null, null]);
  await library.journal.redo(13);
  expect(await namesOfClusters()).toEqual([null, "Discs", "A name that was taken back", null]);
});
