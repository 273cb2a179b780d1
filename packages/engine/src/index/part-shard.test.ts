/** Parts of drawn pictures, with detectors that do what a test needs; the real ones have tests of their own. */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drawnPicture } from "../../../../fixtures/drawn-pictures.ts";
import { ImanticsError } from "../domain/errors.ts";
import type { Encoder } from "../embed/encoder.ts";
import { openEncoder } from "../embed/open-encoder.ts";
import type { Detector, FoundRegion } from "../regions/detector.ts";
import { processParts } from "./part-shard.ts";

const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const brokenBytes = drawnPicture("disc", 1).subarray(0, 200);
const image = digest(drawnPicture("disc", 1));
const box = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };
const folder = mkdtempSync(join(tmpdir(), "imantics-parts-"));
const picture = join(folder, "disc.png");
const broken = join(folder, "broken.png");
let encoder: Encoder;

beforeAll(async () => {
  writeFileSync(picture, drawnPicture("disc", 1));
  writeFileSync(broken, brokenBytes);
  encoder = await openEncoder("embedded", {
    folders: [],
    cacheFolder: join(tmpdir(), "imantics-test-cache"),
  });
});
afterAll(async () => {
  await encoder.close();
  rmSync(folder, { recursive: true });
});

function detector(id: string, detect: () => Promise<readonly FoundRegion[]>): Detector {
  return { id, version: "1", longestSide: 64, space: null, detect, close: async () => undefined };
}
const objects = (...regions: FoundRegion[]) => detector("objects", async () => regions);
const thing = (confidence: number): FoundRegion => ({ type: "object", label: "dog", confidence, box });
const task = { image, paths: [picture], detectors: ["objects", "text"], unembedded: [] };

describe("the parts of one picture", () => {
  test("things get the vector of their pixels, text that of its words", async () => {
    const text = detector("text", async () => [
      { type: "text", label: null, confidence: 0.5, box, text: "a red disc" },
    ]);
    const [result] = await processParts([task], { encoder, detectors: [objects(thing(0.5)), text] });
    expect(result?.findings.map((finding) => finding.regions.map(({ id }) => id.slice(65)))).toEqual([
      ["object:2500-2500-5000-5000"],
      ["text:2500-2500-5000-5000"],
    ]);
    const [seen, read] = result?.vectors ?? [];
    expect(read?.vector).toEqual((await encoder.encodeTexts(["a red disc"])).data);
    expect(seen?.space).toBe(encoder.space.id);
    expect(seen?.vector).not.toEqual(read?.vector);
    expect(Object.keys(result?.milliseconds ?? {})).toEqual(["decode", "objects", "text", "embed"]);
    expect(result?.failures).toEqual([]);
  });

  test("of two regions in the same place the surer one is kept", async () => {
    const detectors = [objects(thing(0.25), thing(0.75), thing(0.5))];
    const [result] = await processParts([task], { encoder, detectors });
    expect(result?.findings[0]?.regions.map(({ confidence }) => confidence)).toEqual([0.75]);
    expect(result?.vectors).toHaveLength(1);
  });

  test("a detector that breaks is told with its reason; the others go on, and it is not asked again", async () => {
    const text = detector("text", () => {
      throw new ImanticsError("model-run-failed", "The output has another shape.");
    });
    const [result] = await processParts([task], { encoder, detectors: [text, objects(thing(0.5))] });
    expect(result?.failures).toEqual([
      { stage: "text", code: "model-run-failed", message: "The output has another shape." },
    ]);
    expect(result?.findings.map(({ detector: id, regions }) => [id, regions.length])).toEqual([
      ["text", 0],
      ["objects", 1],
    ]);
  });

  test("a picture that cannot be decoded fails alone, and no detector counts as having seen it", async () => {
    const unreadable = { ...task, image: digest(brokenBytes), paths: [broken] };
    const tasks = [unreadable, task, { ...task, paths: [join(folder, "gone.png")] }];
    const results = await processParts(tasks, { encoder, detectors: [objects(thing(0.5))] });
    expect(results.map(({ failures }) => failures.map(({ stage }) => stage))).toEqual([
      ["decode"],
      [],
      ["decode"],
    ]);
    expect(results.map(({ findings }) => findings.length)).toEqual([0, 1, 0]);
  });

  test("another picture in its place is not taken for it", async () => {
    const [result] = await processParts([{ ...task, paths: [broken] }], { encoder, detectors: [] });
    expect(result?.failures).toMatchObject([{ stage: "decode", code: "image-changed" }]);
  });

  test("a path that cannot be read gives way to the next one", async () => {
    const moved = { ...task, paths: [join(folder, "gone.png"), picture] };
    const [result] = await processParts([moved], { encoder, detectors: [objects(thing(0.5))] });
    expect(result?.failures).toEqual([]);
  });

  test("regions that are there already get the vector they lack, and nothing is looked for", async () => {
    const drawn = {
      id: `${image}:drawn:0-0-5000-5000`,
      imageId: image,
      type: "drawn",
      ...{ box, label: null },
    } as const;
    const unembedded = [{ ...drawn, confidence: null, text: null, detector: null }];
    const asked = { ...task, detectors: [], unembedded };
    const [result] = await processParts([asked], { encoder, detectors: [objects(thing(0.5))] });
    expect(result?.findings).toEqual([]);
    expect(result?.vectors.map(({ region }) => region)).toEqual([drawn.id]);
  });
});
