import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { headFolder } from "../embed/embedded/embedded-encoder.ts";
import { openEncoder } from "../embed/open-encoder.ts";
import { catalogue } from "./catalogue.ts";
import { filesOf, variantsOf } from "./model-entry.ts";
import { chooseDefault } from "./resolve.ts";

test("ids are unique and safe as file names", () => {
  const ids = catalogue.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z0-9-]+$/);
});

test.each(catalogue.map((entry) => [entry.id, entry] as const))("%s is complete", (_, entry) => {
  expect(entry.text === null).toBe(entry.prompts.length === 0);
  for (const prompt of entry.prompts) expect(prompt).toContain("{}");
  for (const variant of variantsOf(entry)) {
    const paths = filesOf(entry, variant).map(({ path }) => path);
    expect(paths.includes("config.json")).toBe(entry.graph === null);
    const graphs = paths.filter((path) => path.endsWith(".onnx"));
    expect(graphs).toHaveLength(entry.text === null ? 1 : 2);
    expect(paths.includes("tokenizer_config.json")).toBe(entry.text !== null);
    for (const { sha256 } of filesOf(entry, variant))
      expect(sha256 ?? "0".repeat(64)).toMatch(/^[0-9a-f]{64}$/);
  }
});

test("models that take words stand before those that do not, and nothing unasked after what is always there", () => {
  const embedded = catalogue.findIndex(({ id }) => id === "embedded");
  const downloads = catalogue.slice(0, embedded);
  expect(downloads.every(({ source }) => source.kind === "hub")).toBe(true);
  const takeWords = downloads.map(({ text }) => text !== null);
  expect([...takeWords].sort((a, b) => Number(b) - Number(a))).toEqual(takeWords);
  expect(catalogue.slice(embedded + 2).every(({ loader }) => ["onnx", "classical"].includes(loader))).toBe(
    true,
  );
});

test("with nothing on the machine the embedded encoder serves", async () => {
  const found = await chooseDefault({ folders: ["/nowhere"], cacheFolder: "/nowhere" });
  expect(found).toMatchObject({ entry: { id: "embedded" }, how: "npm" });
});

test.skipIf(!existsSync(join(headFolder, "full.bin")))("the embedded encoders are as described", async () => {
  const cacheFolder = await mkdtemp(join(tmpdir(), "imantics-catalogue-"));
  for (const entry of catalogue.filter(({ loader }) => loader === "embedded")) {
    const { space, close } = await openEncoder(entry.id, { folders: [], cacheFolder });
    expect(space).toMatchObject({ model: entry.id, dimension: entry.dimension, acceptsText: true });
    await close();
  }
  await rm(cacheFolder, { recursive: true, force: true });
});
