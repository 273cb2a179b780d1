/** Descriptors as encoders: what they say of themselves is what they give, and the cosine is a correlation. */
import { dot, row } from "@imantics/core";
import { describe, expect, test } from "vitest";
import type { Pixels } from "../domain/pixels.ts";
import { classicalModels } from "../models/catalogue/classical-models.ts";
import { drawnPicture } from "../models/trial-run.ts";
import { describeClassically, descriptors } from "./classical-encoder.ts";
import { openEncoder } from "./open-encoder.ts";

const settings = { folders: [], cacheFolder: "/nowhere" };

function plain(byte: number): Pixels {
  return { width: 20, height: 10, data: new Uint8Array(600).fill(byte) };
}

/** The same picture, darker and with less contrast. */
function faded({ width, height, data }: Pixels): Pixels {
  return { width, height, data: data.map((byte) => 20 + byte / 2) };
}

function correlation(a: Float32Array, b: Float32Array): number {
  const centre = (values: Float32Array) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const [left, right] = [centre(a), centre(b)];
  return dot(left, right) / Math.hypot(...left) / Math.hypot(...right);
}

describe.each(classicalModels.map((entry) => [entry.id, entry] as const))("%s", (id, { dimension }) => {
  test("gives unit vectors of the length that the catalogue says, whose cosine is a correlation", async () => {
    const encoder = await openEncoder(id, settings);
    expect(encoder.space).toMatchObject({ model: id, dimension, acceptsText: false });
    const other = { width: 72, height: 96, data: drawnPicture().data };
    const vectors = await encoder.encodeImages([drawnPicture(), other]);
    expect([vectors.rows, vectors.columns]).toEqual([2, dimension]);
    const [first, second] = [row(vectors, 0), row(vectors, 1)];
    expect(Math.hypot(...first)).toBeCloseTo(1, 5);
    const expected = correlation(describeClassically(id, drawnPicture()), describeClassically(id, other));
    expect(dot(first, second)).toBeCloseTo(expected, 5);
  });

  test("a picture of one colour has a vector too, and one pixel is a picture", async () => {
    const encoder = await openEncoder(id, settings);
    const pixel = { width: 1, height: 1, data: Uint8Array.of(200, 10, 10) };
    const vectors = await encoder.encodeImages([plain(0), plain(255), plain(128), pixel]);
    for (let at = 0; at < vectors.rows; at++) expect(Math.hypot(...row(vectors, at))).toBeCloseTo(1, 5);
  });

  test("takes no words, and no words are none", async () => {
    const encoder = await openEncoder(id, settings);
    expect(await encoder.encodeTexts([])).toMatchObject({ rows: 0, columns: dimension });
    await expect(encoder.encodeTexts(["red"])).rejects.toMatchObject({ code: "text-not-supported" });
  });
});

test("light and contrast do not change what pixels say", async () => {
  const encoder = await openEncoder("pixels", settings);
  const vectors = await encoder.encodeImages([drawnPicture(), faded(drawnPicture())]);
  expect(dot(row(vectors, 0), row(vectors, 1))).toBeGreaterThan(0.999);
});

test("every descriptor is in the catalogue", () => {
  expect(classicalModels.map(({ id }) => id).sort()).toEqual(Object.keys(descriptors).sort());
});
