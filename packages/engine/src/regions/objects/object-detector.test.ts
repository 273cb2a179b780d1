import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  tinyDetr,
  tinyFasterRcnn,
  tinyGroundingDino,
  tinyOwl,
} from "../../../../../fixtures/models/tiny-detectors.ts";
import { type TinyFiles, writeTinyModel } from "../../../../../fixtures/models/tiny-models.ts";
import { sharp, toPixels } from "../../decode/sharp.ts";
import type { Pixels } from "../../domain/pixels.ts";
import { detectorCatalogue } from "../../models/catalogue/object-detectors.ts";
import { filesOf } from "../../models/model-entry.ts";
import { inputSize, openCenterNet } from "./centernet.ts";
import { cocoLabels } from "./coco-classes.ts";
import { type ObjectDetectorOptions, openObjectDetector } from "./object-detector.ts";

const photo = fileURLToPath(
  new URL("../../../../../../shared/data/photos/coco/000000000802.jpg", import.meta.url),
);
const reference: { size: number; detections: number[][] } = JSON.parse(
  await readFile(new URL("../../../../../fixtures/reference/object-detector.json", import.meta.url), "utf8"),
);

let cacheFolder: string;
beforeAll(async () => {
  cacheFolder = await mkdtemp(join(tmpdir(), "imantics-objects-"));
});
afterAll(() => rm(cacheFolder, { recursive: true }));

const open = (options?: ObjectDetectorOptions) => openObjectDetector({ cacheFolder, threads: 1 }, options);

/** White with coloured cells of a grid of 4 × 4. */
function grid(width: number, height: number, cells: readonly [number, number, readonly number[]][]): Pixels {
  const data = new Uint8Array(width * height * 3).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cell = cells.find(
        ([column, row]) => column === Math.floor((x * 4) / width) && row === Math.floor((y * 4) / height),
      );
      if (cell !== undefined) data.set(cell[2], (y * width + x) * 3);
    }
  }
  return { width, height, data };
}

const RED = [255, 0, 0];
const BLUE = [0, 0, 255];
const twoCells = grid(400, 200, [
  [2, 1, RED],
  [0, 3, BLUE],
]);

describe("the embedded detector", () => {
  test("gives what TensorFlow gives with the peaks searched in its graph", async () => {
    const { size, detections } = reference;
    const network = await openCenterNet({ cacheFolder, threads: 1 });
    const data = Uint8Array.from({ length: size * size * 3 }, (_, i) => (i * 7919) % 251);
    const found = await network.find({ width: size, height: size, data }, 0.01);
    await network.close();
    found.sort((a, b) => b.confidence - a.confidence);
    const inside = (pixel: number | undefined) => Math.min(1, Math.max(0, (pixel ?? Number.NaN) / size));
    for (const [i, [left, top, right, bottom, score, label]] of detections.entries()) {
      const { box, ...rest } = found[i] ?? { box: { x: 0, y: 0, width: 0, height: 0 } };
      expect(rest).toMatchObject({
        label: cocoLabels[label ?? -1],
        confidence: expect.closeTo(score ?? 0, 4),
      });
      expect(box.x).toBeCloseTo(inside(left), 4);
      expect(box.y).toBeCloseTo(inside(top), 4);
      expect(box.x + box.width).toBeCloseTo(inside(right), 4);
      expect(box.y + box.height).toBeCloseTo(inside(bottom), 4);
    }
  });

  test.skipIf(!existsSync(photo))("finds the refrigerator and the oven of a kitchen", async () => {
    const detector = await open();
    const found = await detector.detect(await toPixels(sharp(photo)));
    await detector.close();
    expect(found.map(({ label }) => label).slice(0, 2)).toEqual(["refrigerator", "oven"]);
    const [{ box } = { box: { x: 0, y: 0, width: 0, height: 0 } }] = found;
    // As marked by people.
    expect(box.x).toBeCloseTo(0.578, 1);
    expect(box.height).toBeCloseTo(0.557, 1);
  });

  test("a pixel, a line and a blank sheet have no objects", async () => {
    const detector = await open();
    for (const [width, height] of [
      [1, 1],
      [3000, 1],
      [2, 900],
      [300, 200],
    ] as const) {
      const found = await detector.detect(grid(width, height, []));
      for (const { box } of found) expect(box.width * box.height).toBeGreaterThan(0);
    }
    expect(await detector.detect(grid(300, 200, []))).toEqual([]);
    await detector.close();
  });

  test.each([
    [4000, 3000, 512, 384],
    [224, 299, 384, 512],
    [1, 1, 512, 512],
    [10_000, 3, 512, 32],
  ])("%i × %i is looked at as %i × %i", (width, height, inWidth, inHeight) => {
    expect(inputSize({ width, height }, 512)).toEqual({ width: inWidth, height: inHeight });
  });

  test("other options are another version, the same ones are not", async () => {
    const versions = await Promise.all(
      [{}, { minArea: 0.25 }, { minConfidence: 0.5 }, {}].map(
        async (options) => (await open(options)).version,
      ),
    );
    expect(new Set(versions).size).toBe(3);
    expect(versions[3]).toBe(versions[0]);
  });
});

describe("detectors of the hub", () => {
  let folder: string;
  beforeAll(async () => {
    folder = join(cacheFolder, "kept");
    const put = (id: string, files: TinyFiles) => writeTinyModel(join(folder, repositoryOf(id)), { files });
    const eighty = { labelCount: 80, red: 0, blue: 16, hasNothing: false, hasMask: false };
    await put("rtdetr-v2-r50vd", tinyDetr(eighty));
    await put("rtdetr-v2-r18vd", tinyDetr({ ...eighty, labelCount: 7, blue: 1 }));
    await put(
      "detr-resnet-50",
      tinyDetr({ labelCount: 91, red: 1, blue: 18, hasNothing: true, hasMask: true }),
    );
    await put("owlv2-base", tinyOwl());
    await put("grounding-dino-tiny", tinyGroundingDino());
    const entry = detectorCatalogue.find(({ id }) => id === "faster-rcnn-resnet-50");
    const [graph] = entry === undefined ? [] : filesOf(entry, "fp32");
    await put("faster-rcnn-resnet-50", tinyFasterRcnn(graph?.path ?? ""));
  });

  function repositoryOf(id: string): string {
    const source = detectorCatalogue.find((entry) => entry.id === id)?.source;
    return source?.kind === "hub" ? source.repository : "";
  }

  async function detect(options: ObjectDetectorOptions, picture = twoCells) {
    const detector = await open({ folders: [folder], ...options });
    const found = await detector.detect(picture);
    await detector.close();
    return found.map(({ label, box: { x, y, width, height } }) =>
      [label, ...[x, y, width, height].map((side) => side.toFixed(2))].join(" "),
    );
  }

  test.each(["rtdetr-v2-r50vd", "detr-resnet-50"])("%s", async (model) => {
    expect((await detect({ model })).sort()).toEqual([
      "dog 0.00 0.75 0.25 0.25",
      "person 0.50 0.25 0.25 0.25",
    ]);
  });

  test("Faster R-CNN", async () => {
    expect(await detect({ model: "faster-rcnn-resnet-50" }, grid(800, 800, [[2, 1, RED]]))).toEqual([
      "person 0.50 0.25 0.25 0.25",
    ]);
  });

  test("by words, each word a text: the picture is the upper half of a square", async () => {
    const wide = grid(400, 200, [
      [2, 2, RED],
      [2, 3, RED],
      [0, 0, BLUE],
      [0, 1, BLUE],
    ]);
    expect((await detect({ model: "owlv2-base", words: ["red", "blue"] }, wide)).sort()).toEqual([
      "blue 0.00 0.00 0.25 0.50",
      "red 0.50 0.50 0.25 0.50",
    ]);
    expect(await detect({ model: "owlv2-base", words: ["blue"] }, wide)).toEqual([
      "blue 0.00 0.00 0.25 0.50",
    ]);
  });

  test("by words, all in one sentence", async () => {
    const words = ["green", "red disc", "blue"];
    expect((await detect({ model: "grounding-dino-tiny", words })).sort()).toEqual([
      "blue 0.00 0.75 0.25 0.25",
      "red disc 0.50 0.25 0.25 0.25",
    ]);
    await expect(open({ model: "grounding-dino-tiny", words: [], folders: [folder] })).rejects.toMatchObject({
      code: "words-missing",
    });
    const many = new Array<string>(200).fill("red");
    await expect(
      open({ model: "grounding-dino-tiny", words: many, folders: [folder] }),
    ).rejects.toMatchObject({
      code: "too-many-words",
    });
  });

  test("weights of another kind are refused with what they give", async () => {
    const detector = await open({ model: "rtdetr-v2-r18vd", folders: [folder] });
    await expect(detector.detect(twoCells)).rejects.toMatchObject({
      code: "model-run-failed",
      message: expect.stringContaining("logits [1, 16, 7]"),
    });
    await detector.close();
  });

  test("what is not there is named with how to get it, what does not exist with what does", async () => {
    await expect(open({ model: "yolos-tiny" })).rejects.toMatchObject({
      code: "model-not-found",
      message: expect.stringMatching(/imantics models pull yolos-tiny.*"centernet"/),
    });
    await expect(open({ model: "yolo" })).rejects.toMatchObject({
      code: "detector-not-found",
      message: expect.stringContaining("rtdetr-v2-r50vd"),
    });
  });

  test("a broken file is an error of the first picture, by name", async () => {
    const broken = join(cacheFolder, "broken");
    await writeTinyModel(join(broken, "dfine_n_coco-ONNX"), {
      files: new Map([["onnx/model.onnx", Uint8Array.of(1, 2)]]),
    });
    const detector = await open({ model: "dfine-nano", folders: [broken] });
    await expect(detector.detect(twoCells)).rejects.toMatchObject({ code: "model-invalid" });
    await detector.close();
  });
});
