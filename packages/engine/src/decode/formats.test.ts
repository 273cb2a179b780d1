/** Every file of the public test sets decodes or is refused by a known code, and the telling ones decode right. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { hashDistance } from "@imantics/core";
import { describe, expect, test } from "vitest";
import { ImanticsError } from "../domain/errors.ts";
import type { Pixels } from "../domain/pixels.ts";
import { decodeImage } from "./decode.ts";
import type { DecodedImage } from "./decoded-image.ts";

const folder = join(import.meta.dirname, "../../../../../shared/data/formats");
const files = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isFile())
      .map((path) => relative(folder, path))
      .sort()
  : [];

/** What must be refused, and why. All other files whose names end in an image's extension must decode. */
const refusals: Readonly<Record<string, string>> = {
  "immich/formats/jxl/16bit-HDR-P3-nclx.jxl": "unsupported-format",
  "immich/formats/jxl/8bit-sRGB.jxl": "unsupported-format",
  "sharp/relax.jp2": "unsupported-format",
  "sharp/relax_tileparts.jp2": "unsupported-format",
  "sharp/65536-uint32-limit.png": "too-many-pixels",
  "sharp/corrupt-header.jpg": "decode-corrupt",
  "sharp/truncated.jpg": "decode-corrupt",
  "sharp/truncated.png": "decode-corrupt",
};
const imageName = /\.(jpe?g|png|webp|avif|heic|tiff?|gif|svg|jxl|jp2)$/i;

function decode(name: string): Promise<DecodedImage> {
  return decodeImage(readFileSync(join(folder, name)));
}

function meanColour({ data }: Pixels): number[] {
  const sums = [0, 0, 0];
  for (let at = 0; at < data.length; at++) sums[at % 3]! += data[at]!;
  return sums.map((sum) => Math.round((3 * sum) / data.length));
}

function colourAt({ width, height, data }: Pixels, x: number, y: number): number[] {
  const at = 3 * (Math.floor(y * height) * width + Math.floor(x * width));
  return [...data.subarray(at, at + 3)];
}

function expectColour(found: readonly number[], expected: readonly number[], tolerance: number): void {
  for (const [channel, value] of expected.entries()) {
    expect(Math.abs(found[channel]! - value), `${found} against ${expected}`).toBeLessThanOrEqual(tolerance);
  }
}

describe.skipIf(files.length === 0)("the public test files", () => {
  test("are all there", () => {
    expect(files.length).toBeGreaterThan(150);
    for (const name of Object.keys(refusals)) expect(files).toContain(name);
  });

  test.each(files)("%s", async (name) => {
    const code = refusals[name] ?? (imageName.test(name) ? null : "not-an-image");
    if (code !== null) {
      const error = await decode(name).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ImanticsError);
      expect(error).toMatchObject({ code });
      return;
    }
    const { metadata, preview, thumbnails, placeholder, perceptualHash } = await decode(name);
    expect(preview.data).toHaveLength(preview.width * preview.height * 3);
    expect(Math.max(preview.width, preview.height)).toBeLessThanOrEqual(1024);
    const isSameShape = Math.abs(preview.width * metadata.height - preview.height * metadata.width);
    expect(isSameShape).toBeLessThanOrEqual(Math.max(metadata.width, metadata.height));
    for (const bytes of Object.values(thumbnails)) {
      expect(String.fromCharCode(...bytes.subarray(8, 12))).toBe("WEBP");
    }
    expect(placeholder).toMatch(/^[\w+/]{20,40}=*$/);
    expect(perceptualHash).toMatch(/^[0-9a-f]{16}$/);
  });

  test.each(["sharp/Landscape_", "sharp/Portrait_", "orientation/Landscape_", "orientation/Portrait_"])(
    "%s 1 to 8 are the same picture upright",
    async (prefix) => {
      const upright = await decode(`${prefix}1.jpg`);
      for (const orientation of [2, 3, 4, 5, 6, 7, 8]) {
        const turned = await decode(`${prefix}${orientation}.jpg`);
        expect([turned.metadata.width, turned.metadata.height]).toEqual([
          upright.metadata.width,
          upright.metadata.height,
        ]);
        // The pictures differ in the digit that is drawn on them and in compression.
        expect(hashDistance(turned.perceptualHash, upright.perceptualHash)).toBeLessThanOrEqual(8);
      }
    },
  );

  test.each([
    // The flag's official colours.
    ["sharp/Flag_of_the_Netherlands-16bit.png", 0.5, 0.1, [174, 28, 40], 3],
    ["sharp/Flag_of_the_Netherlands.png", 0.5, 0.9, [33, 70, 139], 3],
    // Display P3 red is outside sRGB: it becomes its reddest red.
    ["sharp/p3.png", 0.5, 0.5, [255, 0, 0], 4],
    // Full magenta and yellow in offset printing: the red known as #E30613.
    ["sharp/fogra-0-100-100-0.tif", 0.5, 0.5, [0xe3, 0x06, 0x13], 6],
    // Transparent becomes white.
    ["sharp/full-transparent.png", 0.5, 0.5, [255, 255, 255], 0],
    ["sharp/2x2_fdcce6.png", 0.1, 0.1, [0xfd, 0xcc, 0x6e], 0],
  ])("the colour of %s", async (name, x, y, expected, tolerance) => {
    const { preview } = await decode(name);
    expectColour(colourAt(preview, x, y), expected, tolerance);
  });

  test("CMYK with a profile and without show the same scene", async () => {
    const [withProfile, without] = await Promise.all([
      decode("sharp/Channel_digital_image_CMYK_color.jpg"),
      decode("sharp/Channel_digital_image_CMYK_color_no_profile.jpg"),
    ]);
    expect(hashDistance(withProfile.perceptualHash, without.perceptualHash)).toBeLessThanOrEqual(6);
    expectColour(meanColour(without.preview), meanColour(withProfile.preview), 25);
    // Grass below the trees: green leads.
    const [red, green, blue] = colourAt(withProfile.preview, 0.15, 0.75);
    expect(green!).toBeGreaterThan(Math.max(red!, blue!));
  });

  test("HEIC pixels are real, upright once, and with their metadata", async () => {
    const phone = await decode("immich/formats/heic/IMG_2682.heic");
    expect(phone.metadata).toEqual({
      format: "heif",
      width: 4032,
      height: 3024,
      isAnimated: false,
      takenAt: "2019-03-21T11:04:22",
      camera: "Apple iPhone 7",
      latitude: expect.closeTo(41.2203, 4),
      longitude: expect.closeTo(-96.0716, 4),
    });
    expect(new Set(phone.preview.data).size).toBeGreaterThan(200);
    // EXIF says orientation 6 and so does the box; applied twice it would lie on its side.
    const portrait = await decode("immich/formats/motionphoto/samsung-one-ui-6.heic");
    expect([portrait.preview.width, portrait.preview.height]).toEqual([768, 1024]);
    expect(portrait.metadata.takenAt).toBe("2024-01-12T21:38:53-08:00");
  });

  test("broken HEIC files are refused, and sound ones still decode after them", async () => {
    const whole = readFileSync(join(folder, "immich/formats/heic/IMG_2682.heic"));
    for (const share of [0.001, 0.5, 0.999]) {
      const part = whole.subarray(0, Math.floor(share * whole.length));
      await expect(decodeImage(part), `${share}`).rejects.toMatchObject({ code: "decode-corrupt" });
    }
    const both = await Promise.all([decodeImage(whole), decodeImage(whole)]);
    expect(both[0].perceptualHash).toBe(both[1].perceptualHash);
  });

  test("an HDR picture is as bright as it was meant, not as its signal", async () => {
    const { preview } = await decode("immich/formats/avif/10bit-HDR-P3-nclx.avif");
    // Sky: clearly blue. As plain sRGB the same signal reads about 120, 150, 160.
    const [red, , blue] = colourAt(preview, 0.2, 0.2);
    expect(blue! - red!).toBeGreaterThan(60);
  });

  test.each([
    ["sharp/animated-loop-3.gif", true],
    ["sharp/animated-loop-3.webp", true],
    ["sharp/rotating-squares.gif", true],
    ["sharp/G31D_MULTI.TIF", true],
    ["sharp/G31D.TIF", false],
    ["sharp/Crash_test.gif", false],
    ["sharp/4.webp", false],
  ])("%s: more than one frame is %s", async (name, expected) => {
    expect((await decode(name)).metadata.isAnimated).toBe(expected);
  });

  test.each([
    ["dates/date-priority-test.jpg", "2023-02-02T02:00:00", null, null, null],
    ["dates/datetimeoriginal-gps.jpg", "2025-12-01T11:30:00", null, 39, -108],
    ["dates/gps-datetime.jpg", "2023-11-15T12:30:00+00:00", null, 37.7749, -122.4194],
    // A time without a date is no moment.
    ["dates/time-created.jpg", null, "Canon EOS R5", null, null],
    ["gps-position/empty_gps.jpg", "2025-06-01T16:59:26", "motorola moto g(9) plus", null, null],
    ["gps-position/thompson-springs.jpg", "2022-01-10T15:15:44", null, 39.115, -108.401],
    ["tags/picasa.jpg", "2010-02-13T14:55:31", "Canon PowerShot SD1100 IS", null, null],
  ])("metadata of %s", async (name, takenAt, camera, latitude, longitude) => {
    const { metadata } = await decode(`immich/metadata/${name}`);
    expect(metadata).toMatchObject({
      takenAt,
      camera,
      latitude: latitude === null ? null : expect.closeTo(latitude, 3),
      longitude: longitude === null ? null : expect.closeTo(longitude, 3),
    });
  });

  test("a picture beyond the pixel limit is refused and one below it is not", async () => {
    const giant = readFileSync(join(folder, "sharp/giant-image.jpg"));
    await expect(decodeImage(giant, { maxPixels: 279_999_999 })).rejects.toMatchObject({
      code: "too-many-pixels",
    });
    expect((await decodeImage(giant)).metadata).toMatchObject({ width: 20_000, height: 14_000 });
  });
});
