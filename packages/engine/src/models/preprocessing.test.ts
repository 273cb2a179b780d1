import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inputSize, readPreprocessing, toPlanes } from "./preprocessing.ts";

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "imantics-preprocessing-"));
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function read(config: Readonly<Record<string, unknown>>) {
  const path = join(home, "preprocessor_config.json");
  await writeFile(path, JSON.stringify(config));
  return readPreprocessing(path);
}

describe("the shapes in which the hub writes a size", () => {
  const clip = { image_processor_type: "CLIPImageProcessor" };

  test("DINOv2: shorter side 256, middle 224", async () => {
    const found = await read({
      image_processor_type: "BitImageProcessor",
      size: { shortest_edge: 256 },
      do_center_crop: true,
      crop_size: { height: 224, width: 224 },
    });
    expect(found.resize).toEqual({ fit: "cover", size: 256 });
    expect(inputSize(found)).toEqual({ width: 224, height: 224 });
  });

  test("old CLIP: lone numbers", async () => {
    const found = await read({
      feature_extractor_type: "CLIPFeatureExtractor",
      size: 224,
      do_center_crop: true,
      crop_size: 224,
    });
    expect(found.resize.fit).toBe("cover");
    expect(found.crop).toEqual({ width: 224, height: 224 });
  });

  test("ViT and SigLIP: squeezed, old and new", async () => {
    for (const size of [224, { width: 224, height: 224 }]) {
      const found = await read({ feature_extractor_type: "ViTFeatureExtractor", size });
      expect(found).toMatchObject({ resize: { fit: "squeeze", size: 224 }, crop: null });
    }
  });

  test("MobileCLIP: divided by 255 and nothing else", async () => {
    const found = await read({
      ...clip,
      size: { shortest_edge: 256 },
      do_center_crop: true,
      crop_size: { height: 256, width: 256 },
      do_normalize: false,
      image_mean: [0.48, 0.45, 0.4],
    });
    expect(found).toMatchObject({ mean: [0, 0, 0], deviation: [1, 1, 1], scale: 1 / 255 });
  });

  test("what we do not know is refused by name", async () => {
    await expect(read({ image_processor_type: "DonutImageProcessor", size: 224 })).rejects.toThrow(/Donut/);
    await expect(read({ ...clip, size: 224, do_pad: true })).rejects.toMatchObject({ code: "model-invalid" });
    const oblong = { width: 224, height: 112 };
    await expect(read({ ...clip, size: oblong })).rejects.toThrow(/only squares/);
    await expect(read({ ...clip })).rejects.toMatchObject({ code: "model-invalid" });
  });
});

test("planes are the middle of the picture, channel by channel, scaled as written", () => {
  // 4 × 2 pixels whose red is the column, green the row, blue 100; the middle 2 × 2 is kept.
  const data = Uint8Array.from({ length: 4 * 2 * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return [pixel % 4, Math.floor(pixel / 4), 100][i % 3] ?? 0;
  });
  const planes = toPlanes([{ width: 4, height: 2, data }], {
    resize: { fit: "cover", size: 2 },
    crop: { width: 2, height: 2 },
    scale: 1,
    mean: [1, 0, 50],
    deviation: [1, 2, 25],
  });
  expect([...planes]).toEqual([0, 1, 0, 1, 0, 0, 0.5, 0.5, 2, 2, 2, 2]);
});
