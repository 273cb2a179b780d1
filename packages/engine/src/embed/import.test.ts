import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { row } from "@imantics/core";
import { OnnxGraph } from "@imantics/learn";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tinyClip, tinyDino, writeTinyModel } from "../../../../fixtures/models/tiny-models.ts";
import { listModels } from "../models/registry.ts";
import { removeModel } from "../models/remove.ts";
import { openSession } from "../models/sessions.ts";
import type { ModelSettings } from "../models/settings.ts";
import { drawnPicture } from "../models/trial-run.ts";
import { checkModel } from "./check.ts";
import { importModel } from "./import.ts";
import { openEncoder } from "./open-encoder.ts";

const MOBILENET = new URL("../../../../../shared/data/models/mobilenet-v2-imagenet.onnx", import.meta.url)
  .pathname;

let home: string;
let settings: ModelSettings;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "imantics-import-"));
  settings = {
    folders: [join(home, "models")],
    cacheFolder: join(home, "cache"),
  };
});
afterAll(() => rm(home, { recursive: true, force: true }));

const idsOf = async () => (await listModels(settings)).map(({ id }) => id);

describe("a folder in hub shape", () => {
  test("appears in the list, works, is whole by check, and goes by remove", async () => {
    const source = join(home, "my-clip");
    await writeTinyModel(source, tinyClip({ dimension: 12 }));
    const { entry, folder } = await importModel(source, settings, { title: "Mine", licence: "MIT" });
    expect(entry).toMatchObject({ id: "my-clip", title: "Mine", dimension: 12, pooling: "projection" });
    const listed = (await listModels(settings)).find(({ id }) => id === "my-clip");
    expect(listed).toMatchObject({ state: "ready", foundIn: "folder", acceptsText: true, folder });
    expect(await checkModel("my-clip", settings)).toMatchObject({ isGood: true, failure: null });
    await expect(importModel(source, settings)).rejects.toMatchObject({ code: "model-exists" });
    expect(await removeModel("my-clip", settings)).toBe(folder);
    expect(await idsOf()).not.toContain("my-clip");
    expect(existsSync(source)).toBe(true);
  });

  test("named like a catalogue model becomes that model, if its files are the known ones", async () => {
    const source = join(home, "dino-vits8");
    await writeTinyModel(source, tinyDino({ dimension: 384 }));
    const { entry } = await importModel(source, settings);
    expect(entry.id).toBe("dino-vits8");
    const listed = (await listModels(settings)).find(({ id }) => id === "dino-vits8");
    expect(listed).toMatchObject({ state: "ready", foundIn: "folder" });
    await removeModel("dino-vits8", settings);
    const fake = join(home, "dinov2-small");
    await writeTinyModel(fake, { files: new Map(tinyDino({ dimension: 384 }).files) });
    await writeFile(join(fake, "onnx", "model_quantized.onnx"), "not the known bytes");
    await rm(join(fake, "onnx", "model.onnx"));
    await expect(importModel(fake, settings)).rejects.toMatchObject({ code: "checksum-mismatch" });
    expect(await readdir(join(home, "models"))).toEqual([]);
  });

  test("without a text side takes pictures only", async () => {
    const source = join(home, "vision-only");
    const files = new Map(tinyClip().files);
    files.delete("onnx/text_model.onnx");
    await writeTinyModel(source, { files });
    const { entry } = await importModel(source, settings);
    expect(entry.text).toBeNull();
    await removeModel("vision-only", settings);
  });

  test("says itself how pixels are prepared: nothing else is taken for it", async () => {
    const source = join(home, "sized");
    await writeTinyModel(source, tinyDino());
    await expect(importModel(source, settings, { size: 64 })).rejects.toThrow(/"size".*hub shape/);
    const { entry } = await importModel(source, settings, { pooling: "mean" });
    expect(entry.pooling).toBe("mean");
    await removeModel("sized", settings);
  });

  test("that cannot run leaves nothing behind", async () => {
    const source = join(home, "broken");
    await writeTinyModel(source, tinyClip());
    await writeFile(join(source, "onnx", "vision_model.onnx"), "no graph");
    await expect(importModel(source, settings)).rejects.toMatchObject({ code: "model-invalid" });
    expect(await readdir(join(home, "models"))).toEqual([]);
  });

  test("of an unknown kind, or empty, says what is expected", async () => {
    const source = join(home, "strange");
    await mkdir(source);
    await expect(importModel(source, settings)).rejects.toThrow(/0 \.onnx files.*Expected/);
    await writeFile(join(source, "config.json"), JSON.stringify({ model_type: "whisper" }));
    await expect(importModel(source, settings)).rejects.toThrow(/"whisper".*known are clip/);
    await expect(importModel(join(home, "nowhere"), settings)).rejects.toMatchObject({
      code: "model-not-found",
    });
  });
});

describe("a single graph", () => {
  test("channels last and 96 pixels are found by trying, the vector by its shape", async () => {
    const graph = new OnnxGraph("mean-colour");
    const pixels = graph.input("image", "float32", ["n", 96, 96, 3]);
    graph.node("ReduceMean", [pixels], { axes: [1, 2], keepdims: 0 }, "colour");
    graph.node("Softmax", ["colour"], { axis: 1 }, "probabilities");
    graph.output("probabilities", "float32");
    graph.output("colour", "float32");
    const file = join(home, "mean-colour.onnx");
    await writeFile(file, graph.toBytes());
    const given = { mean: [0, 0, 0], deviation: [1, 1, 1] } satisfies Parameters<typeof importModel>[2];
    const { entry, guesses } = await importModel(file, settings, given);
    expect(entry).toMatchObject({ id: "mean-colour", dimension: 3 });
    expect(guesses.join("\n")).toMatch(/size: 96.*\n.*nhwc.*\n.*"colour"/);
    const encoder = await openEncoder("mean-colour", settings);
    const orange = new Uint8Array(96 * 96 * 3).map((_, i) => [255, 127.5, 0][i % 3] ?? 0);
    const vectors = await encoder.encodeImages([{ width: 96, height: 96, data: orange }]);
    const length = Math.hypot(255, 127);
    for (const [i, value] of [255 / length, 127 / length, 0].entries()) {
      expect(vectors.data[i]).toBeCloseTo(value, 4);
    }
    await expect(encoder.encodeTexts(["orange"])).rejects.toMatchObject({ code: "text-not-supported" });
    await encoder.close();
  });

  test("that takes words and pixels is refused", async () => {
    const graph = new OnnxGraph("two");
    const sum = graph.node("Add", [graph.input("a", "float32", [1]), graph.input("b", "float32", [1])]);
    graph.output(sum, "float32");
    const file = join(home, "two.onnx");
    await writeFile(file, graph.toBytes());
    await expect(importModel(file, settings)).rejects.toThrow(/takes 2 inputs \(a, b\)/);
  });

  test.skipIf(!existsSync(MOBILENET))("MobileNet V2 gives its own embedding of a drawn picture", async () => {
    const half = { mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5] } satisfies Parameters<
      typeof importModel
    >[2];
    const { entry, guesses } = await importModel(MOBILENET, settings, { id: "mobilenet-v2", ...half });
    expect(entry).toMatchObject({ dimension: 1280, loader: "onnx" });
    expect(guesses.join("\n")).toMatch(/output: "embedding"/);
    // The same picture by hand: 224 pixels, -1..1, channels first.
    const size = 224;
    const pixels = Uint8Array.from({ length: size * size * 3 }, (_, i) => (i * 7919) % 256);
    const planes = new Float32Array(3 * size * size);
    for (let i = 0; i < size * size; i++) {
      for (let channel = 0; channel < 3; channel++) {
        planes[channel * size * size + i] = (pixels[i * 3 + channel] ?? 0) / 127.5 - 1;
      }
    }
    const session = await openSession(MOBILENET);
    const { embedding } = await session.run({ input: { shape: [1, 3, size, size], data: planes } });
    await session.close();
    const expected = embedding?.data instanceof Float32Array ? embedding.data : new Float32Array(0);
    const encoder = await openEncoder("mobilenet-v2", settings);
    const vectors = await encoder.encodeImages([{ width: size, height: size, data: pixels }, drawnPicture()]);
    const found = row(vectors, 0);
    const cosine =
      found.reduce((sum, value, i) => sum + value * (expected[i] ?? 0), 0) / Math.hypot(...expected);
    expect(cosine).toBeGreaterThan(0.99999);
    await encoder.close();
    await removeModel("mobilenet-v2", settings);
  });
});

describe("check and remove", () => {
  test("a changed file is named, a damaged network is an answer", async () => {
    const source = join(home, "to-damage");
    await writeTinyModel(source, tinyDino());
    const { folder } = await importModel(source, settings);
    await writeFile(join(folder, "onnx", "model.onnx"), "damaged");
    const check = await checkModel("to-damage", settings);
    expect(check.isGood).toBe(false);
    expect(check.files.filter(({ state }) => state === "changed").map(({ path }) => path)).toEqual([
      "onnx/model.onnx",
    ]);
    expect(check.failure?.code).toBe("model-invalid");
    await removeModel("to-damage", settings);
  });

  test("what a person put into a folder is theirs to remove", async () => {
    await writeTinyModel(join(home, "models", "Xenova", "dino-vits8"), tinyDino({ dimension: 384 }));
    await expect(removeModel("dino-vits8", settings)).rejects.toMatchObject({ code: "model-not-removable" });
    await expect(removeModel("embedded", settings)).rejects.toMatchObject({ code: "model-not-removable" });
    await expect(removeModel("dinov2-base", settings)).rejects.toMatchObject({ code: "model-not-found" });
  });
});
