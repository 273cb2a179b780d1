import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodePixels } from "../../decode/decode.ts";
import { turned } from "../../decode/turn.ts";
import type { Pixels } from "../../domain/pixels.ts";
import type { Detector } from "../detector.ts";
import { openTextDetector } from "./text-detector.ts";

const settings = { cacheFolder: tmpdir(), threads: 1 };
const fixtures = new URL("../../../../../fixtures/text/", import.meta.url);
const receipt = new URL("../../../../../../shared/data/photos/receipts/418.jpg", import.meta.url);

let detector: Detector;
let sign: Pixels;

beforeAll(async () => {
  detector = await openTextDetector(settings);
  sign = await decodePixels(await readFile(new URL("sign.png", fixtures)), detector.longestSide);
});
afterAll(() => detector.close());

async function textsIn(picture: Pixels): Promise<(string | undefined)[]> {
  return (await detector.detect(picture)).map(({ text }) => text).sort();
}

function plain(width: number, height: number, grey: number): Pixels {
  return { width, height, data: new Uint8Array(3 * width * height).fill(grey) };
}

/** `picture`, `across` times side by side and `down` times below each other. */
function tiled(picture: Pixels, across: number, down: number): Pixels {
  const row = 3 * picture.width;
  const data = new Uint8Array(across * down * picture.data.length);
  for (let y = 0; y < picture.height * down; y++) {
    const source = picture.data.subarray((y % picture.height) * row, (y % picture.height) * row + row);
    for (let x = 0; x < across; x++) data.set(source, (y * across + x) * row);
  }
  return { width: picture.width * across, height: picture.height * down, data };
}

describe("a sign", () => {
  const blocks = ["Fresh coffee\nand warm bread", "OPEN 7:30"];

  test.each([0, 15, 90, 180, 270])("is read turned by %d degrees", async (degrees) => {
    expect(await textsIn(await turned(sign, (degrees * Math.PI) / 180))).toEqual(blocks);
  });

  test("has its boxes where it was drawn", async () => {
    const regions = await detector.detect(sign);
    const { box } = regions.find(({ text }) => text === "OPEN 7:30")!;
    expect(box.x * 480).toBeGreaterThan(235);
    expect(box.x * 480).toBeLessThan(252);
    expect((box.y + box.height) * 300).toBeGreaterThan(260);
    expect((box.y + box.height) * 300).toBeLessThan(280);
    expect(regions.every(({ confidence }) => confidence > 0.9 && confidence <= 1)).toBe(true);
  });

  test("of many pieces no more than asked for are read, under a version of its own", async () => {
    const bounded = await openTextDetector(settings, { maxPieces: 5 });
    const regions = await bounded.detect(tiled(sign, 2, 2));
    await bounded.close();
    const lines = regions.flatMap(({ text = "" }) => text.split("\n"));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(5);
    expect(bounded.version).not.toBe(detector.version);
  });
});

describe("where nothing can be read", () => {
  test.each([
    [1, 1],
    [2, 3],
    [1024, 1],
    [1, 1024],
    [224, 224],
  ])("%d x %d pixels have no text", async (width, height) => {
    for (const grey of [0, 128, 255]) expect(await detector.detect(plain(width, height, grey))).toEqual([]);
  });
});

test.skipIf(!existsSync(receipt))("a photographed receipt gives its shop, date and total", async () => {
  const picture = await decodePixels(await readFile(receipt), detector.longestSide);
  const text = (await detector.detect(picture)).map((region) => region.text).join("\n");
  for (const words of ["MPH BOOKSTORES", "11/12/2017", "31.45"]) expect(text).toContain(words);
});
