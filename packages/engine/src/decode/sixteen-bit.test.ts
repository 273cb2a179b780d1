/** PNGs made here byte by byte, because no picture library writes a profile of another kind than its pixels. */
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { expect, test } from "vitest";
import { decodeImage } from "./decode.ts";

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** 8 × 8 pixels of one colour; `pixel` in bytes, two a channel for 16 bits. */
function png(depth: 8 | 16, colourType: 0 | 2 | 6, pixel: readonly number[], icc: Uint8Array): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(8, 0);
  header.writeUInt32BE(8, 4);
  header.set([depth, colourType], 8);
  const row = Buffer.from([0, ...Array.from({ length: 8 }, () => pixel).flat()]);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", header),
    chunk("iCCP", Buffer.concat([Buffer.from("profile\0\0", "latin1"), deflateSync(icc)])),
    chunk("IDAT", deflateSync(Buffer.concat(Array.from({ length: 8 }, () => row)))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

async function profile(name: "srgb" | "p3"): Promise<Uint8Array> {
  const blank = sharp({ create: { width: 1, height: 1, channels: 3, background: "#000" } });
  const { icc } = await sharp(await blank.withIccProfile(name).png().toBuffer()).metadata();
  return icc!;
}

const twice = (pixel: readonly number[]) => pixel.flatMap((value) => [value, value]);

test.each([
  ["sRGB", "srgb", [200, 30, 30]],
  // What sRGB (200, 30, 30) is called in Display P3.
  ["Display P3", "p3", [183, 49, 40]],
] as const)("16-bit pixels with a profile of %s come out in sRGB", async (_, name, pixel) => {
  const icc = await profile(name);
  for (const bytes of [
    png(8, 2, pixel, icc),
    png(16, 2, twice(pixel), icc),
    png(16, 6, [...twice(pixel), 255, 255], icc),
  ]) {
    const { data } = (await decodeImage(bytes)).preview;
    for (const [channel, value] of [200, 30, 30].entries()) {
      expect(Math.abs(data[channel]! - value)).toBeLessThanOrEqual(1);
    }
  }
});

test("grey pixels with a profile for colours stay as grey as they were", async () => {
  const icc = await profile("p3");
  for (const bytes of [png(8, 0, [120], icc), png(16, 0, [120, 120], icc)]) {
    expect([...(await decodeImage(bytes)).preview.data.subarray(0, 3)]).toEqual([120, 120, 120]);
  }
});
