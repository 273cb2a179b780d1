/** `imantics spaces` from the command line: what is destroyed is asked about first. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { drawFolder } from "../../../../fixtures/drawn-pictures.ts";
import { recordingTerminal } from "../recording-terminal.contract.ts";
import { run } from "../run.ts";

let home = "";

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "imantics-spaces-"));
  vi.stubEnv("IMANTICS_MODELS", join(home, "models"));
  vi.stubEnv("IMANTICS_CACHE", join(home, "cache"));
  vi.stubEnv("IMANTICS_WORKERS", "1");
  mkdirSync(join(home, "photos"));
  drawFolder(join(home, "photos"), 2);
  for (const model of ["pixels", "colour"]) {
    const { code, stderr } = await imantics(["index", join(home, "photos"), "--model", model]);
    expect(code, stderr).toBe(0);
  }
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

/** Runs a command line inside this process; `answer` is what somebody at the terminal types. */
async function imantics(args: readonly string[], answer?: string) {
  const { terminal, said } = recordingTerminal(home, { ...(answer !== undefined && { answer }) });
  const code = await run([...args, "--library", join(home, "library")], terminal);
  return { code, ...said };
}

const states = async () => {
  const { spaces } = JSON.parse((await imantics(["spaces", "--json"])).stdout);
  return spaces.map(({ model, state, images }: Record<string, unknown>) => [model, state, images]);
};

test("both spaces are listed with what they hold", async () => {
  expect(await states()).toEqual([
    ["pixels", "idle", 8],
    ["colour", "active", 8],
  ]);
  const { stdout } = await imantics(["spaces", "list"]);
  expect(stdout).toMatch(/pixels-[0-9a-f]{12} .*8 .*768 numbers, pictures only\n.*colour-\w+ +in use/);
});

test("two spaces asked for the same picture say what they share, and what chance would", async () => {
  const picture = join("photos", "disc", "0.png");
  const { code, stdout } = await imantics([
    "spaces",
    "compare",
    "pixels",
    "colour",
    "--image",
    picture,
    "--limit",
    "4",
  ]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/pixels +colour\n1 +\S*disc\/0.png +\S*disc\/0.png\n/);
  expect(stdout).toMatch(/Both find (25|50|75|100) % of it; by chance it would be 50 %/);
  const words = await imantics(["spaces", "compare", "pixels", "colour", "a", "disc"]);
  expect(words.stderr).toContain("takes pictures only");
  expect((await imantics(["spaces", "compare", "pixels", "colour"])).code).toBe(2);
});

test("removing and emptying ask; a script says --yes", async () => {
  expect(await imantics(["spaces", "remove", "pixels"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--yes"),
  });
  expect((await imantics(["spaces", "remove", "pixels"], "no")).stderr).toContain("Nothing was changed");
  expect((await imantics(["spaces", "remove", "pixels"], "y")).code).toBe(0);
  expect(await states()).toEqual([
    ["colour", "active", 8],
    ["pixels", "removed", 8],
  ]);
  expect((await imantics(["spaces", "restore", "pixels"])).stdout).toMatch(/pixels is back/);
  await imantics(["spaces", "remove", "pixels", "--yes"]);
  expect((await imantics(["spaces", "empty"])).code).toBe(2);
  expect((await imantics(["spaces", "empty", "--yes"])).stdout).toMatch(/Thrown out: pixels-/);
  expect((await imantics(["spaces", "empty"])).stdout).toMatch(/nothing in the trash/);
  expect(await states()).toEqual([["colour", "active", 8]]);
});
