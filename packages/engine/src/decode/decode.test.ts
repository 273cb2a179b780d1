import { describe, expect, test } from "vitest";
import { decodeImage } from "./decode.ts";
import { fromPixels, sharp } from "./sharp.ts";

/** A picture with a gradient and a coloured corner, so that turning, colour and blur would show. */
function picture(width = 320, height = 200) {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isCorner = x < width / 4 && y < height / 4;
      data.set(isCorner ? [220, 30, 30] : [(255 * x) / width, 128, (255 * y) / height], 3 * (y * width + x));
    }
  }
  return { width, height, data };
}

const encoders: readonly (readonly [string, () => Promise<Uint8Array>])[] = [
  ["jpeg", () => fromPixels(picture()).jpeg({ quality: 95 }).toBuffer()],
  ["png", () => fromPixels(picture()).png().toBuffer()],
  ["webp", () => fromPixels(picture()).webp({ quality: 95 }).toBuffer()],
  ["avif", () => fromPixels(picture()).avif({ quality: 80, effort: 0 }).toBuffer()],
  ["tiff", () => fromPixels(picture()).tiff({ compression: "lzw" }).toBuffer()],
  ["gif", () => fromPixels(picture()).gif().toBuffer()],
];

describe.each(encoders)("%s", (format, encode) => {
  test("comes back as it went in", async () => {
    const { metadata, preview } = await decodeImage(await encode());
    expect(metadata).toEqual({
      format,
      width: 320,
      height: 200,
      isAnimated: false,
      takenAt: null,
      camera: null,
      latitude: null,
      longitude: null,
    });
    const original = picture();
    let difference = 0;
    for (const [at, value] of preview.data.entries()) difference += Math.abs(value - original.data[at]!);
    expect(difference / preview.data.length).toBeLessThan(6);
  });

  test("never crashes when it ends anywhere, and is refused when its pixels do", async () => {
    const whole = await encode();
    for (const share of [0.02, 0.1, 0.3, 0.6, 0.9]) {
      const codes = ["decode-corrupt", "not-an-image"];
      const error: unknown = await decodeImage(whole.subarray(0, Math.floor(share * whole.length))).catch(
        (reason: unknown) => reason,
      );
      expect(codes, `${share} of ${format}`).toContain(
        error instanceof Error && "code" in error && error.code,
      );
    }
  });

  test("never throws anything unknown when bytes in its middle are wrong", async () => {
    const bytes = Uint8Array.from(await encode());
    for (let at = 20; at < bytes.length; at += Math.ceil(bytes.length / 40)) {
      const broken = bytes.slice();
      broken[at] = ~broken[at]!;
      const outcome: unknown = await decodeImage(broken).catch((error: unknown) => error);
      if (outcome instanceof Error) {
        const codes = ["decode-corrupt", "not-an-image", "too-many-pixels", "unsupported-format"];
        expect(codes, outcome.message).toContain("code" in outcome && outcome.code);
      }
    }
  });
});

test.each([
  ["nothing", new Uint8Array(), "empty-file"],
  ["a text", new TextEncoder().encode("Just words, in a file named holiday.jpg."), "not-an-image"],
  ["one byte", Uint8Array.of(0xff), "not-an-image"],
  ["zeros", new Uint8Array(5000), "not-an-image"],
  ["a page", new TextEncoder().encode("<!DOCTYPE html><html><svg></svg></html>"), "not-an-image"],
  ["a PDF", new TextEncoder().encode("%PDF-1.7\n"), "not-an-image"],
  ["a video", new TextEncoder().encode("\0\0\0\x18ftypisom\0\0\0\0isommp42"), "not-an-image"],
  ["JPEG XL", Uint8Array.of(0xff, 0x0a, 1, 2, 3), "unsupported-format"],
  ["a Photoshop file", new TextEncoder().encode("8BPS\0\x01"), "unsupported-format"],
  ["only the beginning of a JPEG", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), "decode-corrupt"],
  ["an empty HEIC", new TextEncoder().encode("\0\0\0\x18ftypheic\0\0\0\0mif1heic"), "decode-corrupt"],
])("%s is refused", async (_, bytes, code) => {
  await expect(decodeImage(bytes)).rejects.toMatchObject({ code });
});

test("limits are kept", async () => {
  const png = await fromPixels(picture()).png().toBuffer();
  await expect(decodeImage(png, { maxPixels: 63_999 })).rejects.toMatchObject({ code: "too-many-pixels" });
  await expect(decodeImage(png, { maxBytes: png.length - 1 })).rejects.toMatchObject({
    code: "too-many-bytes",
  });
  await expect(decodeImage(png, { maxPixels: 64_000, maxBytes: png.length })).resolves.toBeDefined();
});

test("thumbnails are 256 and 1024 px at most, and one and the same for a small picture", async () => {
  const sides = async (bytes: Uint8Array) => {
    const { width, height } = await sharp(bytes).metadata();
    return [width, height];
  };
  const large = await decodeImage(await fromPixels(picture(3000, 1500)).jpeg().toBuffer());
  expect(await sides(large.thumbnails.small)).toEqual([256, 128]);
  expect(await sides(large.thumbnails.large)).toEqual([1024, 512]);
  const middle = await decodeImage(await fromPixels(picture(500, 100)).jpeg().toBuffer());
  expect(await sides(middle.thumbnails.small)).toEqual([256, 51]);
  expect(await sides(middle.thumbnails.large)).toEqual([500, 100]);
  const small = await decodeImage(await fromPixels(picture(200, 100)).jpeg().toBuffer());
  expect(small.thumbnails.small).toBe(small.thumbnails.large);
  expect(await sides(small.thumbnails.small)).toEqual([200, 100]);
});

test("pictures a thousand times longer than wide keep a pixel of width", async () => {
  const { preview } = await decodeImage(await fromPixels(picture(4000, 1)).png().toBuffer());
  expect([preview.width, preview.height]).toEqual([1024, 1]);
});

test("transparency is laid on white", async () => {
  const clear = sharp({
    create: { width: 4, height: 4, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0.5 } },
  });
  const { preview } = await decodeImage(await clear.png().toBuffer());
  expect([...preview.data.subarray(0, 3)]).toEqual([255, 127, 127]);
});

test("a vector picture is drawn larger than its nominal size and reads no other file", async () => {
  const drawing = `<?xml version="1.0"?><!-- a comment --><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="16" height="16">
    <rect width="16" height="16" fill="#00f"/><image xlink:href="file:///etc/hostname" width="9" height="9"/></svg>`;
  const { metadata, preview } = await decodeImage(new TextEncoder().encode(drawing));
  expect(metadata).toMatchObject({ format: "svg", width: 16, height: 16 });
  expect(preview.width).toBe(512);
  expect(new Set(preview.data)).toEqual(new Set([0, 255]));
  const huge = drawing.replaceAll('"16"', '"900000"');
  await expect(decodeImage(new TextEncoder().encode(huge))).rejects.toMatchObject({
    code: "too-many-pixels",
  });
});

test("an animated PNG is flagged by its own chunk", async () => {
  const png = Buffer.from(await fromPixels(picture()).png().toBuffer());
  const chunk = Buffer.from("00000008616354 4c0000000200000000f38d9370".replaceAll(" ", ""), "hex");
  const animated = Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
  expect((await decodeImage(animated)).metadata.isAnimated).toBe(true);
  expect((await decodeImage(png)).metadata.isAnimated).toBe(false);
});

test("damaged EXIF does not harm the picture", async () => {
  const jpeg = await fromPixels(picture())
    .withExif({
      IFD0: { Make: "Canon", Model: "Canon EOS R5" },
      IFD2: { DateTimeOriginal: "2020:01:02 03:04:05" },
    })
    .jpeg()
    .toBuffer();
  const sound = await decodeImage(jpeg);
  expect(sound.metadata).toMatchObject({ camera: "Canon EOS R5", takenAt: "2020-01-02T03:04:05" });
  const broken = Buffer.from(jpeg);
  const at = broken.indexOf("Exif\0\0", 0, "latin1");
  broken.fill(0xff, at + 14, at + 40);
  const { metadata, preview } = await decodeImage(broken);
  expect(metadata).toMatchObject({ camera: null, takenAt: null, width: 320 });
  expect(preview).toEqual(sound.preview);
});
