import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  TINY_PATCH,
  TINY_SIZE,
  tinyDino,
  tinyScale,
  writeTinyModel,
} from "../../../../../fixtures/models/tiny-models.ts";
import { type TinyTransformer, tinyTransformer } from "../../../../../fixtures/models/tiny-transformer.ts";
import type { Pixels } from "../../domain/pixels.ts";
import { importModel } from "../../embed/import.ts";
import { resolveModel } from "../../models/resolve.ts";
import type { ModelSettings } from "../../models/settings.ts";
import { openAttention } from "./attention.ts";

let folder: string;
let settings: ModelSettings;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "imantics-attention-"));
  settings = { folders: [], cacheFolder: join(folder, "cache"), isOffline: true };
});
afterAll(() => rm(folder, { recursive: true }));

async function imported(id: string, files: TinyTransformer["files"]) {
  await writeTinyModel(join(folder, id), { files });
  await importModel(join(folder, id), settings, { id });
  return resolveModel(id, settings);
}

/** Every pixel different, in the size that the network takes, so that nothing is resized. */
const picture: Pixels = {
  width: TINY_SIZE,
  height: TINY_SIZE,
  data: Uint8Array.from({ length: TINY_SIZE ** 2 * 3 }, (_, i) => (i * i * 7 + i) % 256),
};

/** The class token's attention to all tokens, head by head, computed in loops from the definition. */
function attentionByHand(model: TinyTransformer, { width, data }: Pixels): number[][] {
  const { dimension, heads, patches, classToken, queries, keys } = model;
  const side = width / TINY_PATCH;
  const value = (x: number, y: number, channel: number) =>
    (data[(y * width + x) * 3 + channel]! / 255 - tinyScale.mean[channel]!) / tinyScale.deviation[channel]!;
  const seen = Array.from({ length: side * side }, (_, patch) =>
    Array.from({ length: dimension }, (_, d) => {
      let sum = 0;
      for (let c = 0; c < 3; c++) {
        for (let y = 0; y < TINY_PATCH; y++) {
          for (let x = 0; x < TINY_PATCH; x++) {
            const weight = patches[((d * 3 + c) * TINY_PATCH + y) * TINY_PATCH + x]!;
            const [left, top] = [(patch % side) * TINY_PATCH, Math.floor(patch / side) * TINY_PATCH];
            sum += weight * value(left + x, top + y, c);
          }
        }
      }
      return sum;
    }),
  );
  const first = Array.from(
    classToken,
    (own, d) => own + seen.reduce((sum, it) => sum + it[d]!, 0) / seen.length,
  );
  const times = (token: readonly number[], weight: Float32Array) =>
    token.map((_, j) => token.reduce((sum, each, i) => sum + each * weight[i * dimension + j]!, 0));
  const query = times(first, queries);
  const offers = [first, ...seen].map((token) => times(token, keys));
  const width_ = dimension / heads;
  return Array.from({ length: heads }, (_, head) => {
    const own = Array.from({ length: width_ }, (_, i) => head * width_ + i);
    const raised = offers.map((offer) => Math.exp(own.reduce((sum, i) => sum + query[i]! * offer[i]!, 0)));
    const total = raised.reduce((sum, each) => sum + each, 0);
    return raised.map((each) => each / total);
  });
}

test.each([
  ["a graph that keeps its attention to itself", false],
  ["a graph that gives it out", true],
])("%s: one map a head, as computed by hand", async (_, exposes) => {
  const model = tinyTransformer({ heads: 2, seed: 5, exposes });
  const reader = await openAttention(await imported(`transformer-${exposes}`, model.files), 1);
  const { heads, area } = (await reader?.read(picture)) ?? { heads: [], area: null };
  await reader?.close();
  const expected = attentionByHand(model, picture);
  expect(heads.map(({ rows, columns }) => [rows, columns])).toEqual([
    [4, 4],
    [4, 4],
  ]);
  for (const [head, { data }] of heads.entries()) {
    for (const [patch, weight] of data.entries()) expect(weight).toBeCloseTo(expected[head]![patch + 1]!, 5);
  }
  expect(area).toEqual({ x: 0, y: 0, width: 1, height: 1 });
});

test("a wide picture that is cropped: the patches cover its middle", async () => {
  const reader = await openAttention(await imported("wide", tinyTransformer().files), 1);
  const read = await reader?.read({ width: 64, height: 32, data: new Uint8Array(64 * 32 * 3) });
  await reader?.close();
  expect(read?.area).toEqual({ x: 0.25, y: 0, width: 0.5, height: 1 });
});

test("an imported single graph shows its attention as well", async () => {
  const path = join(folder, "single.onnx");
  await writeFile(path, tinyTransformer({ heads: 4 }).files.get("onnx/model.onnx")!);
  await importModel(path, settings, { size: TINY_SIZE, layout: "nchw" });
  const reader = await openAttention(await resolveModel("single", settings), 1);
  expect((await reader?.read(picture))?.heads).toHaveLength(4);
  await reader?.close();
});

test("a network without attention has none to show", async () => {
  expect(await openAttention(await imported("convolutions", tinyDino().files), 1)).toBeNull();
});
