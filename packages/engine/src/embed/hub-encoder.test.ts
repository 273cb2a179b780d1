import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { row } from "@imantics/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  TINY_PATCH,
  TINY_SIZE,
  TINY_TEXT_LENGTH,
  type TinyModel,
  tinyClip,
  tinyDino,
  tinyScale,
  tinySiglip,
  tinyVocabulary,
  writeTinyModel,
} from "../../../../fixtures/models/tiny-models.ts";
import type { Pixels } from "../domain/pixels.ts";
import type { ModelSettings } from "../models/settings.ts";
import type { Encoder } from "./encoder.ts";
import { importModel } from "./import.ts";
import { openEncoder } from "./open-encoder.ts";

let home: string;
let settings: ModelSettings;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "imantics-hub-encoder-"));
  settings = {
    folders: [join(home, "models")],
    cacheFolder: join(home, "cache"),
  };
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** Puts a tiny model where the catalogue expects a repository and opens it by its catalogue id. */
async function open(id: string, repository: string, model: TinyModel): Promise<Encoder> {
  await writeTinyModel(join(home, "models", ...repository.split("/")), model);
  return openEncoder(id, settings);
}

function picture(width: number, height: number, colour: (x: number, y: number) => number[]): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set(colour(x, y), (y * width + x) * 3);
  }
  return { width, height, data };
}

const checkered = picture(TINY_SIZE, TINY_SIZE, (x, y) => [x * 8, y * 8, (x + y) % 2 === 0 ? 255 : 0]);

/** Plain arithmetic, in the order of the definitions. */
function scaled(image: Pixels, x: number, y: number, channel: number): number {
  const byte = image.data[(y * image.width + x) * 3 + channel] ?? 0;
  return (byte / 255 - (tinyScale.mean[channel] ?? 0)) / (tinyScale.deviation[channel] ?? 1);
}

function colourVector(image: Pixels, { colours, dimension }: TinyModel): number[] {
  const average = [0, 1, 2].map((channel) => {
    let sum = 0;
    for (let y = 0; y < image.height; y++) {
      for (let x = 0; x < image.width; x++) sum += scaled(image, x, y, channel);
    }
    return sum / (image.width * image.height);
  });
  return Array.from({ length: dimension }, (_, column) =>
    average.reduce((sum, value, channel) => sum + value * (colours[channel * dimension + column] ?? 0), 0),
  );
}

function wordVector(tokens: readonly string[], { words, dimension }: TinyModel): number[] {
  return Array.from({ length: dimension }, (_, column) =>
    tokens.reduce((sum, token) => sum + (words[tinyVocabulary.indexOf(token) * dimension + column] ?? 0), 0),
  );
}

function expectDirection(found: Float32Array, expected: readonly number[]): void {
  const length = Math.hypot(...expected);
  expect(found.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value / length, 4);
}

describe("CLIP", () => {
  const model = tinyClip({ dimension: 512 });

  test("a picture's vector is its projection, a text's the one at its end token", async () => {
    const encoder = await open("clip-vit-base-patch16", "Xenova/clip-vit-base-patch16", model);
    const pictures = await encoder.encodeImages([checkered, picture(32, 32, () => [255, 0, 0])]);
    expect([pictures.rows, pictures.columns]).toEqual([2, 512]);
    expectDirection(row(pictures, 0), colourVector(checkered, model));
    const texts = await encoder.encodeTexts(["a RED disc", "dog on the beach"]);
    expectDirection(row(texts, 0), wordVector(["<start>", "a", "red", "disc", "<end>"], model));
    expectDirection(row(texts, 1), wordVector(["<start>", "dog", "on", "the", "beach", "<end>"], model));
    await encoder.close();
  });

  test("a text longer than the model reads is cut but keeps its end token", async () => {
    const encoder = await open("clip-vit-base-patch16", "Xenova/clip-vit-base-patch16", model);
    const long = await encoder.encodeTexts([Array.from({ length: 200 }, () => "cat").join(" ")]);
    const kept = ["<start>", ...Array.from({ length: 75 }, () => "cat"), "<end>"];
    expectDirection(row(long, 0), wordVector(kept, model));
    await encoder.close();
  });

  test("a batch gives the rows that each picture gives alone, and none gives none", async () => {
    const encoder = await open("clip-vit-base-patch16", "Xenova/clip-vit-base-patch16", model);
    const images = [checkered, picture(100, 50, (x) => [x, 255 - x, 90]), picture(9, 40, () => [1, 2, 3])];
    const together = await encoder.encodeImages(images);
    for (const [i, image] of images.entries()) {
      const alone = await encoder.encodeImages([image]);
      expect([...row(alone, 0)]).toEqual([...row(together, i)]);
    }
    expect(await encoder.encodeImages([])).toMatchObject({ rows: 0, columns: 512 });
    expect(await encoder.encodeTexts([])).toMatchObject({ rows: 0, columns: 512 });
    await encoder.close();
  });

  test("shrinking averages the pixels: fine stripes become their mean colour", async () => {
    const encoder = await open("clip-vit-base-patch16", "Xenova/clip-vit-base-patch16", model);
    const stripes = picture(512, 512, (x) => (x % 2 === 0 ? [255, 255, 255] : [0, 0, 0]));
    const grey = picture(TINY_SIZE, TINY_SIZE, () => [128, 128, 128]);
    const vectors = await encoder.encodeImages([stripes]);
    const expected = colourVector(grey, model);
    const length = Math.hypot(...expected);
    for (const [i, value] of expected.entries()) expect(row(vectors, 0)[i]).toBeCloseTo(value / length, 2);
    await encoder.close();
  });
});

describe("SigLIP", () => {
  test("texts are padded to the length it was trained with, and the padding counts", async () => {
    const model = tinySiglip({ seed: 5 });
    const source = join(home, "tiny-siglip");
    await writeTinyModel(source, model);
    await importModel(source, settings);
    const encoder = await openEncoder("tiny-siglip", settings);
    const [pictures, texts] = [await encoder.encodeImages([checkered]), await encoder.encodeTexts(["a cat"])];
    expectDirection(row(pictures, 0), colourVector(checkered, model));
    const padding = Array.from({ length: TINY_TEXT_LENGTH - 3 }, () => "<unk>");
    expectDirection(row(texts, 0), wordVector(["a", "cat", "<end>", ...padding], model));
    expect(encoder.space.pooling).toBe("pooler");
    await encoder.close();
  });

  test("a picture that is no square is squeezed, not cropped", async () => {
    const encoder = await openEncoder("tiny-siglip", settings);
    // The outer quarters are red, the middle half is blue: a crop would see blue alone.
    const wide = picture(128, 64, (x) => (x < 32 || x >= 96 ? [255, 0, 0] : [0, 0, 255]));
    const [vectors, blue] = [
      await encoder.encodeImages([wide]),
      await encoder.encodeImages([picture(32, 32, () => [0, 0, 255])]),
    ];
    expect([...row(vectors, 0)]).not.toEqual([...row(blue, 0)]);
    const mixed = picture(2, 1, (x) => (x === 0 ? [255, 0, 0] : [0, 0, 255]));
    const expected = colourVector(mixed, tinySiglip({ seed: 5 }));
    const length = Math.hypot(...expected);
    for (const [i, value] of expected.entries()) expect(row(vectors, 0)[i]).toBeCloseTo(value / length, 1);
    await encoder.close();
  });
});

describe("DINO", () => {
  const model = tinyDino({ dimension: 384 });

  test("`cls` takes the class token", async () => {
    const encoder = await open("dino-vits8", "Xenova/dino-vits8", model);
    const vectors = await encoder.encodeImages([checkered]);
    expectDirection(row(vectors, 0), colourVector(checkered, model));
    await encoder.close();
  });

  test("`mean` averages the patches and leaves the class token out", async () => {
    const source = join(home, "tiny-dino");
    const small = tinyDino({ dimension: 8, seed: 3 });
    await writeTinyModel(source, small);
    const byMean = await importModel(source, settings, { id: "tiny-dino-mean", pooling: "mean" });
    expect(byMean.entry.pooling).toBe("mean");
    const encoder = await openEncoder("tiny-dino-mean", settings);
    const vectors = await encoder.encodeImages([checkered]);
    const sides = Array.from({ length: TINY_PATCH }, (_, i) => i);
    const expected = Array.from({ length: 8 }, (_, column) => {
      let sum = 0;
      for (let top = 0; top < TINY_SIZE; top += TINY_PATCH) {
        for (let left = 0; left < TINY_SIZE; left += TINY_PATCH) {
          for (let channel = 0; channel < 3; channel++) {
            for (const y of sides) {
              for (const x of sides) {
                const weight = small.patches[((column * 3 + channel) * TINY_PATCH + y) * TINY_PATCH + x] ?? 0;
                sum += weight * scaled(checkered, left + x, top + y, channel);
              }
            }
          }
        }
      }
      return sum;
    });
    expectDirection(row(vectors, 0), expected);
    await importModel(source, settings, { id: "tiny-dino-cls" });
    const byClass = await openEncoder("tiny-dino-cls", settings);
    expect(byClass.space.pooling).toBe("cls");
    await Promise.all([encoder.close(), byClass.close()]);
  });

  test("words are refused with the next step", async () => {
    const encoder = await open("dino-vits8", "Xenova/dino-vits8", model);
    await expect(encoder.encodeTexts(["a dog"])).rejects.toMatchObject({ code: "text-not-supported" });
    expect(encoder.space.acceptsText).toBe(false);
    await encoder.close();
  });
});

describe("the space", () => {
  test("is the same wherever the same files were found, and another for other weights", async () => {
    const elsewhere = { ...settings, folders: [], cacheFolder: join(home, "other-cache") };
    await writeTinyModel(
      join(elsewhere.cacheFolder, "models", "Xenova", "dino-vits8"),
      tinyDino({ dimension: 384 }),
    );
    const changed = { ...elsewhere, folders: [join(home, "changed")] };
    await writeTinyModel(join(home, "changed", "dino-vits8"), tinyDino({ dimension: 384, seed: 9 }));
    const encoders = [
      await open("dino-vits8", "Xenova/dino-vits8", tinyDino({ dimension: 384 })),
      await openEncoder("dino-vits8", elsewhere),
      await openEncoder("dino-vits8", changed),
    ];
    const [first, second, third] = encoders.map((encoder) => encoder.space);
    expect(second).toEqual(first);
    expect(third?.id).not.toBe(first?.id);
    expect(first?.id).toMatch(/^dino-vits8-[0-9a-f]{12}$/);
    await Promise.all(encoders.map((encoder) => encoder.close()));
  });

  test("files of another model are refused by their dimension", async () => {
    const wrong = { ...settings, folders: [join(home, "wrong")] };
    await writeTinyModel(join(home, "wrong", "dino-vits8"), tinyDino({ dimension: 8 }));
    const encoder = await openEncoder("dino-vits8", wrong);
    await expect(encoder.encodeImages([checkered])).rejects.toMatchObject({ code: "model-invalid" });
    await encoder.close();
  });

  test("a model that is nowhere says how to get it", async () => {
    await expect(openEncoder("dinov2-base", settings)).rejects.toThrow(/imantics models pull dinov2-base/);
    await expect(openEncoder("nothing", settings)).rejects.toMatchObject({ code: "model-not-found" });
  });
});
