/**
 * Every entry whose vector is a layer, proved on a tiny graph of the same input and output: found by the
 * catalogue's id, cut at the right layer, scaled as the entry says. Real weights are another matter, see
 * `docs/models.md`.
 */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tinyClassifier } from "../../../../fixtures/models/tiny-classifier.ts";
import { type ImportOptions, importModel } from "../embed/import.ts";
import { openEncoder } from "../embed/open-encoder.ts";
import { layerModels } from "./catalogue/layer-models.ts";
import { layersFromTheEnd, withOutputs } from "./onnx-layers.ts";
import { listModels } from "./registry.ts";
import { removeModel } from "./remove.ts";
import type { ModelSettings } from "./settings.ts";
import { drawnPicture } from "./trial-run.ts";

const MOBILENET = new URL("../../../../../shared/data/models/mobilenet-v2-imagenet.onnx", import.meta.url)
  .pathname;

let home: string;
let settings: ModelSettings;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "imantics-layers-"));
  settings = { folders: [join(home, "models")], cacheFolder: join(home, "cache") };
});
afterAll(() => rm(home, { recursive: true, force: true }));

const graphs = layerModels.flatMap((entry) =>
  entry.graph === null ? [] : [[entry.id, entry, entry.graph] as const],
);

/** All of one colour, so that every average is that colour whatever the resizing does. */
function plain(red: number, green: number, blue: number) {
  const data = new Uint8Array(3 * 40 * 30).map((_, i) => [red, green, blue][i % 3] ?? 0);
  return { width: 40, height: 30, data };
}

describe.each(graphs)("%s", (id, { dimension }, { size, mean, deviation, layer }) => {
  test(`takes layer ${layer.name} of a file brought under its id`, async () => {
    const tiny = tinyClassifier({ size, dimension, name: `export-of-${id}` });
    const file = join(home, `export-of-${id}.onnx`);
    await writeFile(file, tiny.bytes);
    const { entry, guesses } = await importModel(file, settings, { id });
    expect(entry.id).toBe(id);
    expect(guesses).toEqual([expect.stringMatching(/^layout: nchw/)]);
    expect((await listModels(settings)).filter((listed) => listed.id === id)).toMatchObject([
      { state: "ready", foundIn: "folder", dimension },
    ]);

    const encoder = await openEncoder(id, settings);
    const { data } = await encoder.encodeImages([plain(250, 200, 240)]);
    await encoder.close();
    const colour = [250, 200, 240].map((byte, i) => (byte / 255 - mean[i]!) / deviation[i]!);
    const expected = Array.from({ length: dimension }, (_, column) => {
      const first = colour.reduce((sum, value, i) => sum + value * tiny.colours[i * dimension + column]!, 0);
      return Math.max(0, first) * (layer.take === "last" ? tiny.factors[column]! : 1);
    });
    const length = Math.hypot(...expected);
    const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value / length - data[i]!)), 0);
    expect(worst).toBeLessThan(1e-4);
    await removeModel(id, settings);
  });
});

test("a file from the hub is searched for its layer when it is opened", async () => {
  const tiny = tinyClassifier({ size: 224, dimension: 4096 });
  const entry = layerModels.find(({ id }) => id === "alexnet");
  if (entry?.source.kind !== "hub") throw new Error("AlexNet has a repository.");
  const folder = join(home, "hub", ...entry.source.repository.split("/"));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "alexnet_Opset17.onnx"), tiny.bytes);
  const encoder = await openEncoder("alexnet", { ...settings, folders: [join(home, "hub")] });
  const vectors = await encoder.encodeImages([plain(250, 200, 240), plain(10, 20, 30)]);
  expect([vectors.rows, vectors.columns]).toEqual([2, 4096]);
  await encoder.close();
});

test("a graph without such a layer is refused with the layers that it has", async () => {
  const file = join(home, "small.onnx");
  await writeFile(file, tinyClassifier({ size: 224, dimension: 512 }).bytes);
  await expect(importModel(file, settings, { id: "vgg16" })).rejects.toMatchObject({
    code: "model-invalid",
    message: expect.stringMatching(/no output or layer of 4096 numbers, which "fc2" must have.*\[1, 512\]/),
  });
  await expect(openEncoder("vgg16", settings)).rejects.toThrow(/models import <file.onnx> --id vgg16/);
});

test.skipIf(!existsSync(MOBILENET))(
  "of real class scores alone, the layer before them is found",
  async () => {
    const whole = await readFile(MOBILENET);
    const file = join(home, "scores-only.onnx");
    await writeFile(file, withOutputs(whole, ["probs"]));
    const scale = { mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5] } satisfies ImportOptions;
    const layer = { name: "embedding", take: "last", dimension: 1280 } as const;
    await importModel(file, settings, { id: "scores-only", ...scale, layer });
    await importModel(MOBILENET, settings, { id: "whole", ...scale, output: "embedding" });
    const [cut, own] = [await openEncoder("scores-only", settings), await openEncoder("whole", settings)];
    const pictures = [drawnPicture(), plain(250, 200, 240)];
    const [found, expected] = [await cut.encodeImages(pictures), await own.encodeImages(pictures)];
    for (const [at, value] of expected.data.entries()) expect(found.data[at]).toBeCloseTo(value, 5);
    await Promise.all([cut.close(), own.close()]);
  },
);

test("what a person says of their file overrules the catalogue", async () => {
  const { bytes } = tinyClassifier({ size: 64, dimension: 4096 });
  const file = join(home, "smaller.onnx");
  await writeFile(file, bytes);
  const [, before = ""] = layersFromTheEnd(bytes);
  const { guesses } = await importModel(file, settings, { id: "vgg19", size: 64, output: before });
  expect(guesses).toEqual([expect.stringMatching(/^layout/), expect.stringMatching(/^pooling: projection/)]);
  const encoder = await openEncoder("vgg19", settings);
  expect((await encoder.encodeImages([plain(250, 200, 240)])).columns).toBe(4096);
  await encoder.close();
  await removeModel("vgg19", settings);
});

test("any inner tensor can be named as the output", async () => {
  const file = join(home, "named.onnx");
  const { bytes } = tinyClassifier({ size: 64, dimension: 16 });
  await writeFile(file, bytes);
  const [last = ""] = layersFromTheEnd(bytes);
  const { entry } = await importModel(file, settings, { id: "named", output: last });
  expect(entry).toMatchObject({ dimension: 16, pooling: "projection" });
  await expect(importModel(file, settings, { id: "other", output: "nowhere" })).rejects.toThrow(/"?nowhere/);
});

test("text is no model", async () => {
  const file = join(home, "words.onnx");
  await writeFile(file, "not a graph");
  await expect(importModel(file, settings, { id: "vgg19" })).rejects.toMatchObject({ code: "model-invalid" });
  expect(() => layersFromTheEnd(new TextEncoder().encode("not a graph"))).toThrow(/no ONNX model/);
});
