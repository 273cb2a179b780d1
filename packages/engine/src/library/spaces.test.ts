/**
 * Several spaces in one library, on drawn pictures and descriptors that need no weights: indexed side by
 * side, removed, brought back, thrown out, compared. Nothing human is lost on the way.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { drawFolder } from "../../../../fixtures/drawn-pictures.ts";
import type { JobRequest } from "../jobs/kinds/all.ts";
import type { Library } from "./library.ts";
import { openLibrary } from "./open-library.ts";

let folder: string;
let library: Library;
const photos = () => join(folder, "photos");
const open = () =>
  openLibrary(join(folder, "library"), {
    workerCount: 1,
    modelFolders: [],
    cacheFolder: join(folder, "cache"),
  });

async function run(request: JobRequest): Promise<void> {
  const { id } = await library.jobs.start(request);
  for await (const { event } of library.jobs.events({ job: id })) {
    if (event.type === "failure") throw new Error(event.failure.message);
  }
  const job = await library.jobs.get(id);
  if (job.state !== "done") throw new Error(`${request.kind}: ${job.error?.message}`);
}
async function indexWith(model: string): Promise<void> {
  await library.models.use(model);
  await run({ kind: "index", locations: [photos()] });
}
const states = async () =>
  Object.fromEntries((await library.spaces.list()).map(({ model, state }) => [model, state]));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "imantics-spaces-"));
  mkdirSync(photos());
  drawFolder(photos(), 3);
  library = await open();
  await indexWith("pixels");
});
afterEach(async () => {
  await library.close();
  rmSync(folder, { recursive: true, force: true });
});

test("another model is another space beside the first, and what a person did stays", async () => {
  const { tiles } = await library.images.page({ order: "path", offset: 0, limit: 100 });
  const image = tiles[0]!.id;
  const { region: drawn } = await library.parts.draw(image, { x: 0.25, y: 0.25, width: 0.5, height: 0.5 });
  await run({ kind: "cluster", method: "kmeans", options: { clusterCount: 2 } });
  const clustering = (await library.clusterings.list())[0]!;
  const { clusters } = await library.clusterings.get(clustering.id);
  await library.clusterings.rename(clusters[0]!.id, "Discs");

  await indexWith("colour");
  await run({ kind: "parts", detectors: [] });
  const spaces = await library.spaces.list();
  expect(spaces).toMatchObject([
    { model: "pixels", dimension: 768, images: 12, parts: 1, state: "idle" },
    { model: "colour", dimension: 64, images: 12, parts: 1, state: "active" },
  ]);
  for (const { bytes, dimension } of spaces) expect(bytes).toBeGreaterThanOrEqual(13 * dimension * 4);
  expect((await library.describe()).encoder.space).toBe(spaces[1]!.id);

  const kept = await library.clusterings.get(clustering.id);
  expect(kept.clusters.find(({ id }) => id === clusters[0]!.id)?.givenName).toBe("Discs");
  const similar = await library.search({ parts: [{ kind: "region", id: drawn.id, weight: 1 }], limit: 1 });
  expect(similar.hits).toHaveLength(1);
  await library.models.use("pixels");
  expect(await states()).toEqual({ pixels: "active", colour: "idle" });
});

describe("removing", () => {
  beforeEach(() => indexWith("colour"));

  test("is taken back and done again by the journal, with every vector", async () => {
    await library.spaces.remove("pixels");
    expect(await states()).toEqual({ colour: "active", pixels: "removed" });
    expect(await library.journal.undo()).toMatchObject({ act: "remove-space" });
    expect(await states()).toEqual({ pixels: "idle", colour: "active" });
    expect((await library.spaces.list())[0]).toMatchObject({ images: 12 });
    await library.journal.redo();
    expect(await states()).toEqual({ colour: "active", pixels: "removed" });
    await library.close();
    library = await open();
    await library.journal.undo();
    expect((await library.spaces.list())[0]).toMatchObject({ model: "pixels", images: 12, state: "idle" });
    await library.spaces.remove("pixels");
    await library.spaces.restore("pixels");
    expect(await states()).toEqual({ pixels: "idle", colour: "active" });
    await expect(library.spaces.restore("pixels")).rejects.toMatchObject({ code: "space-not-found" });
    await library.journal.undo();
    expect(await states()).toEqual({ colour: "active", pixels: "removed" });
  });

  test("is for good when the trash is emptied; older acts can still be taken back", async () => {
    const { tiles } = await library.images.page({ order: "path", offset: 0, limit: 1 });
    await library.parts.draw(tiles[0]!.id, { x: 0, y: 0, width: 0.5, height: 0.5 });
    await library.spaces.remove("pixels");
    expect(await library.spaces.empty()).toMatchObject({ spaces: [expect.stringMatching(/^pixels-/)] });
    expect(await states()).toEqual({ colour: "active" });
    expect(await library.spaces.empty()).toEqual({ spaces: [], clusterings: [], finds: 0 });
    expect(await library.journal.undo()).toMatchObject({ act: "draw-region" });
    expect(await library.journal.redo()).toMatchObject({ act: "draw-region" });
    await indexWith("pixels");
    expect(await states()).toEqual({ colour: "idle", pixels: "active" });
  });

  test("the space that serves is refused; one in the trash that is used again comes out", async () => {
    await expect(library.spaces.remove("colour")).rejects.toMatchObject({ code: "space-in-use" });
    await expect(library.spaces.remove("sobel")).rejects.toThrow(
      /There is no space "sobel".*pixels-.*colour-/,
    );
    await library.spaces.remove("pixels");
    await library.models.use("pixels");
    expect(await states()).toEqual({ pixels: "active", colour: "idle" });
    expect(await library.spaces.empty()).toEqual({ spaces: [], clusterings: [], finds: 0 });
  });
});

describe("comparing", () => {
  let image: string;
  beforeEach(async () => {
    await indexWith("hog");
    const { tiles } = await library.images.page({ order: "path", offset: 0, limit: 1 });
    image = tiles[0]!.id;
  });

  test("both rankings for a picture of the library, and what chance would share", async () => {
    const found = await library.spaces.compare(["pixels", "hog"], { kind: "image", id: image, weight: 1 }, 4);
    expect(found.chance).toBeCloseTo(4 / 11);
    for (const { hits, searched } of found.rankings) {
      expect(searched).toBe(11);
      expect(hits).toHaveLength(4);
      expect(hits.map(({ image }) => image)).not.toContain(image);
      expect([...hits].sort((a, b) => b.score - a.score)).toEqual(hits);
    }
    const [first, second] = found.rankings.map(({ hits }) => new Set(hits.map((hit) => hit.image)));
    expect(found.overlap).toBe([...first!].filter((id) => second!.has(id)).length / 4);
  });

  test("a picture from outside is seen by both models; words are refused where they cannot enter", async () => {
    const { bytes } = await library.images.original(image);
    const found = await library.spaces.compare(["hog", "pixels"], { kind: "picture", bytes, weight: 1 }, 3);
    for (const { hits } of found.rankings)
      expect(hits[0]).toMatchObject({ image, score: expect.closeTo(1, 2) });
    await expect(
      library.spaces.compare(["hog", "pixels"], { kind: "text", text: "a disc", weight: 1 }),
    ).rejects.toMatchObject({ code: "text-not-supported" });
    await expect(
      library.spaces.compare(["hog", "hog"], { kind: "image", id: image, weight: 1 }),
    ).rejects.toThrow(/twice/);
  });
});
