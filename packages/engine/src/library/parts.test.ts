/** Parts of pictures over a whole library of drawn pictures: looked for, drawn, searched with, taken back. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drawFolder, drawnPicture } from "../../../../fixtures/drawn-pictures.ts";
import type { JobRequest } from "../jobs/kinds/all.ts";
import type { Library } from "./library.ts";
import { openLibrary } from "./open-library.ts";

const folder = mkdtempSync(join(tmpdir(), "imantics-parts-"));
const photos = join(folder, "photos");
let library: Library;

async function run(request: JobRequest): Promise<Readonly<Record<string, number>>> {
  const { id } = await library.jobs.start(request);
  for await (const _ of library.jobs.events({ job: id }));
  const job = await library.jobs.get(id);
  if (job.state !== "done") throw new Error(`${job.state}: ${job.error?.message}`);
  return job.counts;
}

async function imageIds(): Promise<string[]> {
  const { tiles } = await library.images.page({ order: "path", offset: 0, limit: 100 });
  return tiles.map(({ id }) => id);
}

beforeAll(async () => {
  mkdirSync(photos);
  drawFolder(photos, 2);
  library = await openLibrary(join(folder, "library"), { workerCount: 1 });
  await run({ kind: "index", locations: [photos] });
});
afterAll(async () => {
  await library.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("looking for parts", () => {
  test("every picture is seen once by each detector that is on; faces are off", async () => {
    expect((await library.parts.detectors()).map(({ id, isOn }) => [id, isOn])).toEqual([
      ["objects", true],
      ["text", true],
      ["faces", false],
    ]);
    expect(await run({ kind: "parts" })).toMatchObject({ pictures: 8, failed: 0 });
    expect(await run({ kind: "parts" })).toMatchObject({ pictures: 0 });
    expect((await library.parts.detectors()).map(({ seen }) => seen)).toEqual([8, 8, 0]);
  });

  test("only what is new is looked at", async () => {
    writeFileSync(join(photos, "new.png"), drawnPicture("disc", 77));
    await run({ kind: "index", locations: [] });
    expect(await run({ kind: "parts" })).toMatchObject({ pictures: 1 });
  });

  test("a switch holds, and a detector that is not there is refused", async () => {
    await library.parts.switch("text", false);
    expect((await library.parts.detectors()).find(({ id }) => id === "text")?.isOn).toBe(false);
    await library.parts.switch("text", true);
    await expect(library.parts.switch("smells", true)).rejects.toMatchObject({ code: "detector-not-found" });
  });
});

describe("a part that a person draws", () => {
  const box = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };

  test("is searched with, is found, goes with undo and comes back with redo", async () => {
    const [image = "", other = ""] = await imageIds();
    const { region } = await library.parts.draw(image, box);
    const { id } = region;
    expect((await library.parts.ofImage(image)).map((region) => region.id)).toContain(id);

    const { hits } = await library.search({ parts: [{ kind: "region", id, weight: 1 }], limit: 20 });
    expect(hits.length).toBeGreaterThan(4);
    // The same part of the same picture, without being kept, is the same question.
    const asArea = await library.search({ parts: [{ kind: "image", id: image, box, weight: 1 }], limit: 5 });
    expect(asArea.hits.map((hit) => hit.image.id)).not.toContain(image);
    const likeOther = await library.search({ parts: [{ kind: "image", id: other, weight: 1 }], limit: 20 });
    const drawnHit = likeOther.hits.find((hit) => hit.image.id === image);
    expect(drawnHit?.reasons.map(({ region }) => region.type)).toContain("drawn");

    await library.journal.undo();
    expect(await library.parts.ofImage(image)).toEqual([]);
    await expect(library.search({ parts: [{ kind: "region", id, weight: 1 }] })).rejects.toMatchObject({
      code: "region-not-found",
    });
    await library.journal.redo();
    expect(
      (await library.search({ parts: [{ kind: "region", id, weight: 1 }] })).hits.length,
    ).toBeGreaterThan(4);
    await library.parts.erase(id);
    expect(await library.parts.ofImage(image)).toEqual([]);
  });

  test("must lie in the picture, and the picture in the library", async () => {
    const [image = ""] = await imageIds();
    await expect(library.parts.draw(image, { ...box, x: 0.75 })).rejects.toMatchObject({
      code: "bad-region",
    });
    await expect(library.parts.draw("f".repeat(64), box)).rejects.toMatchObject({ code: "image-not-found" });
    await expect(library.parts.erase(`${image}:whole`)).rejects.toMatchObject({ code: "region-not-found" });
  });
});

test("what a detector found is removed whole, comes back with undo, and is looked for again for its vectors", async () => {
  const objects = async () => (await library.parts.counts()).filter(({ type }) => type === "object");
  const before = await objects();
  expect(before.length).toBeGreaterThan(0);
  const { sequence } = await library.parts.forget("objects");
  expect(await objects()).toEqual([]);
  expect((await library.parts.detectors())[0]).toMatchObject({ id: "objects", isOn: false, seen: 0 });
  expect(await library.journal.undo(sequence)).toMatchObject({ act: "forget-detector" });
  expect(await objects()).toEqual(before);
  const [job] = await library.jobs.list(1);
  expect(job?.kind).toBe("parts");
  for await (const _ of library.jobs.events({ ...(job && { job: job.id }) }));
  expect(await objects()).toEqual(before);
  expect((await library.parts.detectors())[0]).toMatchObject({ isOn: true, seen: 9 });
});

describe("conditions", () => {
  test("alone list what meets them; with words they hold the ranking to it", async () => {
    const all = await library.search({
      parts: [],
      conditions: [{ field: "date", from: null, to: null, isNot: true }],
    });
    expect(all.searched).toBe(9);
    const folderName = { field: "folder", name: "photos", isNot: false } as const;
    expect((await library.search({ parts: [], conditions: [folderName] })).hits).toHaveLength(9);
    const none = await library.search({
      parts: [{ kind: "text", text: "a disc", weight: 1 }],
      conditions: [{ ...folderName, isNot: true }],
    });
    expect([none.hits.length, none.searched]).toEqual([0, 0]);
  });

  test("that name nobody or nothing here say what there is", async () => {
    const ask = (condition: Parameters<Library["search"]>[0]["conditions"]) =>
      library.search({ parts: [], ...(condition && { conditions: condition }) });
    await expect(ask([{ field: "person", name: "Anna", isNot: false }])).rejects.toMatchObject({
      code: "person-not-found",
    });
    await expect(ask([{ field: "label", label: "unicorn", isNot: false }])).rejects.toMatchObject({
      code: "label-not-found",
    });
    await expect(library.search({ parts: [] })).rejects.toMatchObject({ code: "query-empty" });
  });
});
