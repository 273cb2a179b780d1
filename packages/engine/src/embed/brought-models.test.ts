/**
 * Models that a person brought, in a library: indexed with and searched by picture, or refused before an
 * index run starts. One of them is real: MobileNet V2, where the shared data is at hand.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { drawFolder } from "../../../../fixtures/drawn-pictures.ts";
import { tinyDino, writeTinyModel } from "../../../../fixtures/models/tiny-models.ts";
import type { JobRecord } from "../domain/job.ts";
import type { Library } from "../library/library.ts";
import { openLibrary } from "../library/open-library.ts";
import { importModel } from "./import.ts";

const mobilenet = new URL("../../../../../shared/data/models/mobilenet-v2-imagenet.onnx", import.meta.url)
  .pathname;

let folder: string;
let models: string;
let photos: string;
let drawn: readonly string[];
let library: Library;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "imantics-brought-"));
  [models, photos] = [join(folder, "models"), join(folder, "photos")];
  mkdirSync(photos);
  drawn = drawFolder(photos, 3);
  library = await openLibrary(join(folder, "library"), {
    workerCount: 1,
    modelFolders: [models],
    cacheFolder: join(folder, "cache"),
  });
});
afterEach(async () => {
  await library.close();
  rmSync(folder, { recursive: true, force: true });
});

async function index(): Promise<JobRecord> {
  const { id } = await library.jobs.start({ kind: "index", locations: [photos] });
  for await (const _ of library.jobs.events({ job: id })) {
    // Only the end counts.
  }
  return library.jobs.get(id);
}

test.skipIf(!existsSync(mobilenet))(
  "MobileNet V2 is imported, indexed with and searched by picture",
  async () => {
    const half: [number, number, number] = [0.5, 0.5, 0.5];
    const settings = { folders: [models], cacheFolder: join(folder, "cache") };
    await importModel(mobilenet, settings, { id: "mobilenet-v2", mean: half, deviation: half });
    await library.models.use("mobilenet-v2");
    expect(await index()).toMatchObject({ state: "done", counts: { images: 12, failed: 0 } });
    expect((await library.spaces.list())[0]).toMatchObject({
      model: "mobilenet-v2",
      dimension: 1280,
      images: 12,
      state: "active",
    });
    const bytes = readFileSync(drawn[5]!);
    const { hits } = await library.search({ parts: [{ kind: "picture", bytes, weight: 1 }], limit: 3 });
    expect(hits[0]).toMatchObject({ path: drawn[5], score: expect.any(Number) });
    expect(hits).toHaveLength(3);
    await expect(
      library.search({ parts: [{ kind: "text", text: "a disc", weight: 1 }] }),
    ).rejects.toMatchObject({ code: "text-not-supported" });
  },
);

test("a model whose output has another shape is refused when it is chosen, and when it would be taken", async () => {
  // Where the catalogue expects 384 numbers there are 12.
  await writeTinyModel(join(models, "dino-vits8"), tinyDino({ dimension: 12 }));
  await expect(library.models.use("dino-vits8")).rejects.toMatchObject({
    code: "model-invalid",
    message: expect.stringMatching(/12 numbers; expected 384/),
  });
  expect(await index()).toMatchObject({ state: "failed", error: { code: "model-invalid" } });
  expect((await library.failures.page({ offset: 0, limit: 10 })).total).toBe(0);
  expect((await library.describe()).counts.images).toBe(0);
});
