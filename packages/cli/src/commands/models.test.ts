/** `models import` from the command line: what is given arrives in the model, what is not is guessed aloud. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { TINY_SIZE, tinyDino } from "../../../../fixtures/models/tiny-models.ts";
import { recordingTerminal } from "../recording-terminal.contract.ts";
import { run } from "../run.ts";

const mobilenet = new URL("../../../../../shared/data/models/mobilenet-v2-imagenet.onnx", import.meta.url)
  .pathname;
const Imported = z.object({
  model: z.string(),
  dimension: z.number(),
  folder: z.string(),
  guesses: z.array(z.string()),
});

let home = "";
let graph = "";

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "imantics-models-"));
  vi.stubEnv("IMANTICS_MODELS", join(home, "models"));
  vi.stubEnv("IMANTICS_CACHE", join(home, "cache"));
  graph = join(home, "tiny.onnx");
  await writeFile(graph, tinyDino({ dimension: 12 }).files.get("onnx/model.onnx") ?? "");
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

/** Runs a command line inside this process. */
async function imantics(...args: readonly string[]) {
  return imanticsAsked(null, ...args);
}

/** The same with somebody at the terminal who types `answer` to every question. */
async function imanticsAsked(answer: string | null, ...args: readonly string[]) {
  const { terminal, said } = recordingTerminal(home, { ...(answer !== null && { answer }) });
  const code = await run([...args, "--library", join(home, "library")], terminal);
  return { code, ...said };
}

test("size, scale, output and pooling given are those of the model", async () => {
  const pixels = ["--size", String(TINY_SIZE), "--mean", "0.5,0.4,0.3", "--deviation", "0.25"];
  const vector = ["--output", "last_hidden_state", "--pooling", "mean"];
  const name = ["--id", "tiny-mean"];
  const { code, stdout, stderr } = await imantics(
    "models",
    "import",
    graph,
    ...name,
    ...pixels,
    ...vector,
    "--json",
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const { model, dimension, folder, guesses } = Imported.parse(JSON.parse(stdout));
  expect({ model, dimension }).toEqual({ model: "tiny-mean", dimension: 12 });
  expect(guesses).toEqual([expect.stringMatching(/^layout/)]);
  expect(JSON.parse(readFileSync(join(folder, "imantics-model.json"), "utf8"))).toMatchObject({
    imported: {
      pooling: "mean",
      graph: {
        size: TINY_SIZE,
        mean: [0.5, 0.4, 0.3],
        deviation: [0.25, 0.25, 0.25],
        output: "last_hidden_state",
      },
    },
  });
  const { stdout: list } = await imantics("models", "list", "--json");
  expect(JSON.parse(list).models).toContainEqual(
    expect.objectContaining({ id: "tiny-mean", state: "ready" }),
  );
  expect((await imantics("models", "check", "tiny-mean")).code).toBe(0);
});

test("what is not given is guessed, and a person reads every guess", async () => {
  const { code, stderr } = await imantics("models", "import", graph, "--id", "tiny-guessed");
  expect(code).toBe(0);
  for (const guess of [
    /size: 32/,
    /layout: nchw/,
    /output: "last_hidden_state"/,
    /mean and deviation/,
    /pooling: cls/,
  ]) {
    expect(stderr).toMatch(guess);
  }
});

test("somebody at the terminal is asked for the scale, unless it is said", async () => {
  const asked = await imanticsAsked("2", "models", "import", graph, "--id", "tiny-asked");
  expect(asked.stderr).toMatch(/from -1 to 1/);
  expect(asked.stderr).not.toMatch(/mean and deviation: ImageNet's/);
  const manifest = readFileSync(join(home, "models", "tiny-asked", "imantics-model.json"), "utf8");
  expect(JSON.parse(manifest)).toMatchObject({ imported: { graph: { mean: [0.5, 0.5, 0.5] } } });
  const said = await imanticsAsked("2", "models", "import", graph, "--id", "tiny-said", "--mean", "0");
  expect(said.stderr).not.toMatch(/from -1 to 1/);
  const known = await imanticsAsked("2", "models", "import", graph, "--id", "vgg16");
  expect(known.stderr).not.toMatch(/from -1 to 1/);
  expect(known.stderr).toMatch(/does not take pictures of 224 px/);
});

test.each([
  ["--mean", "1,2"],
  ["--mean", "grey"],
  ["--deviation", "0"],
  ["--size", "big"],
  ["--pooling", "middle"],
])("%s %s is refused by its name before anything is copied", async (option, value) => {
  const { code, stderr } = await imantics("models", "import", graph, "--id", "refused", option, value);
  expect(code).toBe(2);
  expect(stderr).toContain(option);
  expect(existsSync(join(home, "models", "refused"))).toBe(false);
});

test.skipIf(!existsSync(mobilenet))("MobileNet V2 comes in with the scale that it wants", async () => {
  const scale = ["--mean", "0.5", "--deviation", "0.5"];
  const { code, stdout } = await imantics(
    "models",
    "import",
    mobilenet,
    "--id",
    "mobilenet-v2",
    ...scale,
    "--json",
  );
  expect(code).toBe(0);
  const { dimension, guesses } = Imported.parse(JSON.parse(stdout));
  expect(dimension).toBe(1280);
  expect(guesses.join("\n")).not.toContain("mean");
  expect((await imantics("models", "check", "mobilenet-v2")).code).toBe(0);
  expect((await imantics("models", "remove", "mobilenet-v2")).code).toBe(0);
});
