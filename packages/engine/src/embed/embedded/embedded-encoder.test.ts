import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Matrix, row } from "@imantics/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeImage } from "../../decode/decode.ts";
import type { Pixels } from "../../domain/pixels.ts";
import type { Tier } from "../../models/catalogue/embedded-description.ts";
import type { Encoder } from "../encoder.ts";
import { openEmbeddedEncoder } from "./embedded-encoder.ts";

const photos = fileURLToPath(new URL("../../../../../../shared/data/photos/", import.meta.url));

function drawn(width: number, height: number): Pixels {
  return { width, height, data: Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 31) % 256) };
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

function lengths(vectors: Matrix): number[] {
  return Array.from({ length: vectors.rows }, (_, i) => Math.hypot(...row(vectors, i)));
}

let cacheFolder: string;
beforeAll(async () => {
  cacheFolder = await mkdtemp(join(tmpdir(), "imantics-embedded-"));
});
afterAll(() => rm(cacheFolder, { recursive: true }));

describe.each<Tier>(["full", "light"])("%s tier", (tier) => {
  let encoder: Encoder;
  beforeAll(async () => {
    encoder = await openEmbeddedEncoder({ tier, cacheFolder });
  });
  afterAll(() => encoder.close());

  test("pictures of any shape and words become unit vectors of the space's dimension", async () => {
    const images = await encoder.encodeImages([drawn(224, 224), drawn(640, 90), drawn(1, 1)]);
    const texts = await encoder.encodeTexts(["a dog", "two people on a beach"]);
    expect([images.rows, images.columns]).toEqual([3, encoder.space.dimension]);
    expect([texts.rows, texts.columns]).toEqual([2, encoder.space.dimension]);
    for (const length of [...lengths(images), ...lengths(texts)]) expect(length).toBeCloseTo(1, 5);
  });

  test("a vector does not depend on what is encoded beside it or before it", async () => {
    const [one, other] = [drawn(300, 200), drawn(200, 260)];
    const together = await encoder.encodeImages([one, other]);
    const alone = await encoder.encodeImages([other]);
    expect(row(together, 1)).toEqual(row(alone, 0));
    const texts = await encoder.encodeTexts(["snow", "a long road through the mountains"]);
    expect(row(texts, 0)).toEqual(row(await encoder.encodeTexts(["snow"]), 0));
  });

  test("no pictures and no texts are no vectors", async () => {
    expect((await encoder.encodeImages([])).rows).toBe(0);
    expect((await encoder.encodeTexts([])).rows).toBe(0);
  });
});

test("the two tiers are different spaces, and a space's id is stable", async () => {
  const [full, light, again] = await Promise.all(
    (["full", "light", "full"] as const).map((tier) => openEmbeddedEncoder({ tier, cacheFolder })),
  );
  expect(full?.space.id).toMatch(/^embedded-[0-9a-f]{12}$/);
  expect(again?.space).toEqual(full?.space);
  expect(light?.space.id).not.toBe(full?.space.id);
});

describe.skipIf(!existsSync(photos))("on real photos", () => {
  test("words find the photos that they describe", async () => {
    const manifest: { dataset: string; path: string; label?: string }[] = JSON.parse(
      await readFile(join(photos, "manifest.json"), "utf8"),
    );
    const labels = ["pizza", "electric_guitar", "elephant", "soccer_ball", "grand_piano"];
    const rows = manifest.filter(
      ({ dataset, label }) => dataset === "caltech101" && labels.includes(label ?? ""),
    );
    const encoder = await openEmbeddedEncoder({ tier: "full", cacheFolder });
    const pixels = await Promise.all(
      rows.map(async ({ path }) => (await decodeImage(await readFile(join(photos, path)))).preview),
    );
    const images = await encoder.encodeImages(pixels);
    const texts = await encoder.encodeTexts(labels.map((label) => `a photo of a ${label.replace("_", " ")}`));
    await encoder.close();
    const right = rows.filter(({ label }, i) => {
      const scores = labels.map((_, j) => dot(row(images, i), row(texts, j)));
      return labels[scores.indexOf(Math.max(...scores))] === label;
    });
    // Chance is one fifth.
    expect(right.length / rows.length).toBeGreaterThan(0.6);
  });
});
