/** `imantics people` from the command line, over a library whose faces are made up. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLibrary } from "@imantics/engine";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { drawnPicture } from "../../../../fixtures/drawn-pictures.ts";
import { faceId, findFacesIn, type MadeUpFace } from "../../../../fixtures/made-up-faces.ts";
import { recordingTerminal } from "../recording-terminal.contract.ts";
import { run } from "../run.ts";

const Person = z.looseObject({ id: z.string(), name: z.string().nullable(), faces: z.number() });
const People = z.object({ people: z.array(Person) });
const Shown = Person.extend({
  doubtFrom: z.number(),
  members: z.array(z.looseObject({ region: z.string(), path: z.string() })),
});

let folder = "";
let faces: MadeUpFace[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "imantics-people-cli-"));
  mkdirSync(join(folder, "photos"));
  for (const seed of [0, 1, 2, 3]) {
    writeFileSync(join(folder, "photos", `${seed}.png`), drawnPicture("disc", seed));
  }
  const library = await openLibrary(join(folder, "library"), { workerCount: 1 });
  const { id } = await library.jobs.start({ kind: "index", locations: [join(folder, "photos")] });
  for await (const _ of library.jobs.events({ job: id }));
  const { tiles } = await library.images.page({ order: "path", offset: 0, limit: 10 });
  await library.close();
  const images = tiles.map((tile) => tile.id);
  faces = [
    ...images.map((image) => ({ image, person: 0 })),
    ...images.slice(2).map((image) => ({ image, person: 4 })),
  ];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command line inside this process. */
async function imantics(...args: readonly string[]) {
  const { terminal, said } = recordingTerminal(folder);
  const status = await run([...args, "--library", join(folder, "library")], terminal);
  return { status, ...said };
}
const answer = async <T>(schema: z.ZodType<T>, ...args: readonly string[]): Promise<T> => {
  const { stdout, stderr } = await imantics(...args, "--json");
  if (stdout === "") throw new Error(stderr);
  return schema.parse(JSON.parse(stdout));
};

test("people are listed, named, corrected and put together; then faces are forgotten", async () => {
  expect((await imantics("people")).stderr).toContain("imantics parts on faces");
  await imantics("parts", "on", "faces");
  await findFacesIn(join(folder, "library"), faces);

  const { people } = await answer(People, "people");
  expect(people.map(({ name, faces: count }) => [name, count])).toEqual([
    [null, 4],
    [null, 2],
  ]);
  const [first = "", second = ""] = people.map(({ id }) => id);

  expect((await imantics("people", "name", first, "Anna")).stdout).toContain("is Anna");
  const again = await imantics("people", "name", "anna", "Anna");
  expect([again.status, again.stderr]).toEqual([1, expect.stringContaining("already")]);

  const shown = await answer(Shown, "people", "show", "Anna");
  expect(shown).toMatchObject({ id: first, name: "Anna", doubtFrom: 4 });
  expect(shown.members.map(({ path }) => path).sort()).toEqual(
    [0, 1, 2, 3].map((seed) => join(folder, "photos", `${seed}.png`)),
  );

  const face = faceId(faces[0]!);
  expect((await imantics("people", "refuse", "Anna", face)).stdout).toContain("1 face taken away");
  expect((await answer(Shown, "people", "show", "Anna")).members.map(({ region }) => region)).not.toContain(
    face,
  );
  expect(await answer(Person, "people", "merge", "Anna", second)).toMatchObject({ id: first, faces: 5 });

  const asked = await imantics("parts", "forget", "faces");
  expect([asked.status, asked.stderr]).toEqual([2, expect.stringContaining("--yes")]);
  expect((await imantics("parts", "forget", "faces", "--yes")).status).toBe(0);
  expect((await answer(People, "people")).people).toEqual([]);
  expect((await imantics("parts", "forget", "faces", "--yes")).stderr).toContain("nothing");
});
