/** Over a library whose encoder is a tiny vision transformer, so that both ways of explaining are open. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawFolder } from "../../../../../fixtures/drawn-pictures.ts";
import { writeTinyModel } from "../../../../../fixtures/models/tiny-models.ts";
import { tinyTransformer } from "../../../../../fixtures/models/tiny-transformer.ts";
import { importModel } from "../../embed/import.ts";
import type { Library } from "../../library/library.ts";
import { openLibrary } from "../../library/open-library.ts";

let folder: string;
let library: Library;
let images: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "imantics-explain-"));
  const [photos, cacheFolder] = [join(folder, "photos"), join(folder, "cache")];
  mkdirSync(photos);
  drawFolder(photos, 2);
  await writeTinyModel(join(folder, "tiny-vit"), tinyTransformer({ heads: 3, dimension: 12 }));
  await importModel(join(folder, "tiny-vit"), { folders: [], cacheFolder });
  library = await openLibrary(join(folder, "library"), {
    cacheFolder,
    modelFolders: [],
    isOffline: true,
    workerCount: 1,
  });
  await library.models.use("tiny-vit");
  const { id } = await library.jobs.start({ kind: "index", locations: [photos] });
  for await (const _ of library.jobs.events({ job: id })) {
    // Only the end counts.
  }
  images = (await library.images.page({ order: "path", offset: 0, limit: 8 })).tiles.map((tile) => tile.id);
});
afterAll(async () => {
  await library.close();
  rmSync(folder, { recursive: true });
});

test("without a query: attention, the mean of the heads and each of them, strongest place at 1", async () => {
  const { method, grid, heads, strongest } = await library.explain(images[0]!, null);
  expect([method, heads.length, grid.rows, grid.columns]).toEqual(["attention", 3, 4, 4]);
  for (const { data } of [grid, ...heads]) {
    expect(Math.max(...data)).toBeCloseTo(1, 6);
    expect(Math.min(...data)).toBeGreaterThanOrEqual(0);
  }
  expect(strongest).toBeLessThanOrEqual(1);
});

test("for a query: occlusion, on the scale of the search", async () => {
  const part = { kind: "image", id: images[1]!, weight: 1 } as const;
  const [liked, disliked] = await Promise.all(
    [1, -1].map((sign) =>
      library.explain(images[0]!, {
        parts: [
          { ...part, weight: sign },
          { ...part, id: images[2]!, weight: -sign },
        ],
      }),
    ),
  );
  expect([liked?.method, liked?.heads]).toEqual(["occlusion", []]);
  for (const [at, value] of (liked?.grid.data ?? []).entries()) {
    expect(disliked?.grid.data[at]).toBeCloseTo(-value, 4);
  }
  expect(disliked?.strongest).toBeCloseTo(liked?.strongest ?? 0, 4);
});

test("what cannot be explained says why", async () => {
  const nobody = library.explain("0".repeat(64), null);
  await expect(nobody).rejects.toMatchObject({ code: "image-not-found" });
  const words = library.explain(images[0]!, { parts: [{ kind: "text", text: "a dog", weight: 1 }] });
  await expect(words).rejects.toMatchObject({ code: "text-not-supported" });
  const stopped = library.explain(
    images[0]!,
    { parts: [{ kind: "image", id: images[1]!, weight: 1 }] },
    {
      signal: AbortSignal.abort(new Error("enough")),
    },
  );
  await expect(stopped).rejects.toThrow("enough");
});
