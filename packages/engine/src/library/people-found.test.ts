/** From photos to a search for somebody by name, with the real networks. Needs the shared photos; skipped without. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { JobRequest } from "../jobs/kinds/all.ts";
import type { Library } from "./library.ts";
import { openLibrary } from "./open-library.ts";

const photos = fileURLToPath(new URL("../../../../../shared/data/photos/faces-gt/", import.meta.url));

async function run(library: Library, request: JobRequest): Promise<void> {
  const { id } = await library.jobs.start(request);
  for await (const _ of library.jobs.events({ job: id }));
  const job = await library.jobs.get(id);
  if (job.state !== "done") throw new Error(`${job.state}: ${job.error?.message}`);
}

test.skipIf(!existsSync(photos))(
  "three persons are found, one is named, and the name finds their pictures",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "imantics-people-found-"));
    const source = join(folder, "photos");
    mkdirSync(source);
    const persons = ["s2", "s13", "s16"];
    for (const person of persons) {
      for (const number of [1, 2, 3, 4]) {
        copyFileSync(join(photos, person, `${number}.jpg`), join(source, `${person}-${number}.jpg`));
      }
    }
    const library = await openLibrary(join(folder, "library"), { workerCount: 1 });
    try {
      await run(library, { kind: "index", locations: [source] });
      expect(await library.people.list()).toEqual([]);
      await library.parts.switch("faces", true);
      await run(library, { kind: "parts", detectors: ["faces"] });

      const found = await library.people.list();
      expect(found.map(({ faces, images }) => [faces, images])).toEqual([
        [4, 4],
        [4, 4],
        [4, 4],
      ]);
      const namesIn = async (ids: readonly string[]) =>
        (await library.images.many(ids)).map(({ paths }) => basename(paths[0] ?? "")).sort();
      for (const { id } of found) {
        const { faces } = await library.people.get(id);
        const files = await namesIn(faces.map(({ image }) => image));
        expect(new Set(files.map((file) => file.split("-")[0])).size).toBe(1);
      }

      const [first] = found;
      await library.people.rename(first?.id ?? "", "Anna");
      const { hits } = await library.search({
        parts: [],
        conditions: [{ field: "person", name: "anna", isNot: false }],
        limit: 50,
      });
      const { faces } = await library.people.get(first?.id ?? "");
      expect(hits.map(({ image }) => image.id).sort()).toEqual(faces.map(({ image }) => image).sort());

      const cover = await library.parts.picture(faces[0]?.region ?? "", "small");
      expect(Buffer.from(cover).toString("latin1", 8, 12)).toBe("WEBP");

      await library.parts.forget("faces");
      expect(await library.people.list()).toEqual([]);
    } finally {
      await library.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  300_000,
);
