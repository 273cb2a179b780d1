import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dot } from "@imantics/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sharp, toPixels } from "../../decode/sharp.ts";
import type { Pixels } from "../../domain/pixels.ts";
import type { Detector, FoundRegion } from "../detector.ts";
import { openFaceDetector } from "./face-detector.ts";

const portraits = fileURLToPath(new URL("../../../../../../shared/data/photos/faces-gt/", import.meta.url));

describe.skipIf(!existsSync(portraits))("faces on real portraits", () => {
  let detector: Detector;
  let cacheFolder: string;
  beforeAll(async () => {
    cacheFolder = await mkdtemp(join(tmpdir(), "imantics-faces-"));
    detector = await openFaceDetector({ cacheFolder, threads: 1 });
  });
  afterAll(async () => {
    await detector.close();
    await rm(cacheFolder, { recursive: true });
  });

  const portrait = (name: string) => toPixels(sharp(join(portraits, name)));

  async function faceOf(name: string): Promise<FoundRegion> {
    const [face] = await detector.detect(await portrait(name));
    if (face === undefined) throw new Error(`no face in ${name}`);
    return face;
  }

  /** Portraits on a grey ground; sizes are widths. */
  async function compose(
    [width, height]: readonly [number, number],
    placed: readonly { name: string; left: number; top: number; size: number }[],
  ): Promise<Pixels> {
    const parts = placed.map(async ({ name, left, top, size }) => ({
      input: await sharp(join(portraits, name)).resize(size).png().toBuffer(),
      left,
      top,
    }));
    const ground = { width, height, channels: 3, background: "#777777" } as const;
    const composed = sharp({ create: ground }).composite(await Promise.all(parts));
    return toPixels(sharp(await composed.png().toBuffer()));
  }

  test("tells one person from another, and all is in its contract", async () => {
    const [one, same, other] = await Promise.all(["s13/1.jpg", "s13/10.jpg", "s2/1.jpg"].map(faceOf));
    for (const face of [one, same, other]) {
      const vector = face?.vector ?? new Float32Array();
      expect(vector).toHaveLength(detector.space?.dimension ?? 0);
      expect(dot(vector, vector)).toBeCloseTo(1, 5);
      expect(face).toMatchObject({ type: "face", label: null });
      expect(Math.min(face?.box.x ?? -1, face?.box.y ?? -1)).toBeGreaterThanOrEqual(0);
      expect((face?.box.x ?? 1) + (face?.box.width ?? 1)).toBeLessThanOrEqual(1 + 1e-9);
    }
    const likeness = (a?: FoundRegion, b?: FoundRegion) => dot(a?.vector ?? [], b?.vector ?? []);
    expect(likeness(one, same)).toBeGreaterThan(likeness(one, other) + 0.2);
  });

  test("the same vector, however the face is turned and wherever it is", async () => {
    const upright = await faceOf("s7/1.jpg");
    const turned = sharp(join(portraits, "s7/1.jpg")).rotate(15, { background: "#777777" });
    const [face] = await detector.detect(await toPixels(sharp(await turned.png().toBuffer())));
    expect(dot(upright.vector ?? [], face?.vector ?? [])).toBeGreaterThan(0.7);
  });

  test("large and small faces of one picture, also where frames meet", async () => {
    const picture = await compose(
      [1024, 768],
      [
        { name: "s13/1.jpg", left: 20, top: 20, size: 380 },
        { name: "s2/1.jpg", left: 490, top: 360, size: 44 },
        { name: "s7/1.jpg", left: 900, top: 650, size: 60 },
      ],
    );
    const faces = await detector.detect(picture);
    const middles = faces.map(({ box }) => [
      Math.round((box.x + box.width / 2) * 1024),
      Math.round((box.y + box.height / 2) * 768),
    ]);
    expect(middles).toHaveLength(3);
    for (const [x, y, reach] of [
      [210, 280, 60],
      [512, 387, 12],
      [930, 688, 15],
    ] as const) {
      const isThere = ([atX = 0, atY = 0]: number[]) => Math.hypot(atX - x, atY - y) < reach;
      expect(middles.some(isThere), `a face near ${x}, ${y} among ${JSON.stringify(middles)}`).toBe(true);
    }
    const sure = faces.map(({ confidence }) => confidence);
    expect(sure).toEqual(sure.toSorted((a, b) => b - a));
  });

  test("nothing where there is nothing, and no failure on a single pixel", async () => {
    for (const [width, height] of [
      [1, 1],
      [1, 700],
      [320, 240],
    ] as const) {
      const data = new Uint8Array(width * height * 3).fill(120);
      expect(await detector.detect({ width, height, data })).toEqual([]);
    }
  });
});
