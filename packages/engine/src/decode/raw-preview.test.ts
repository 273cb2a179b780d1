import { expect, test } from "vitest";
import type { Pixels } from "../domain/pixels.ts";
import { decodeImage } from "./decode.ts";
import { fromPixels } from "./sharp.ts";

type Entry = readonly [tag: number, type: number, count: number, value: number];

/** A little-endian TIFF: the directories one after the other, then the JPEG. */
function tiff(jpeg: Uint8Array, directories: (jpegAt: number) => readonly (readonly Entry[])[]): Uint8Array {
  const shape = directories(0);
  const sizes = shape.map((entries) => 2 + 12 * entries.length + 4);
  const jpegAt = 8 + sizes.reduce((sum, size) => sum + size, 0);
  const file = Buffer.alloc(jpegAt + jpeg.length);
  file.write("II*\0", "latin1");
  file.writeUInt32LE(8, 4);
  let at = 8;
  for (const [index, entries] of directories(jpegAt).entries()) {
    file.writeUInt16LE(entries.length, at);
    for (const [place, [tag, type, count, value]] of entries.entries()) {
      const entryAt = at + 2 + 12 * place;
      file.writeUInt16LE(tag, entryAt);
      file.writeUInt16LE(type, entryAt + 2);
      file.writeUInt32LE(count, entryAt + 4);
      file.writeUInt32LE(value, entryAt + 8);
    }
    at += sizes[index]!;
    file.writeUInt32LE(index + 1 < shape.length ? at : 0, at - 4);
  }
  file.set(jpeg, jpegAt);
  return file;
}

const [short, long] = [3, 4];
const sensorData: readonly Entry[] = [
  [256, long, 1, 4000],
  [257, long, 1, 3000],
  [262, short, 1, 32803],
];

const quadrants = { r: [255, 0, 0], g: [0, 255, 0], b: [0, 0, 255], w: [255, 255, 255] } as const;

/** Red and green above blue and white, wider than high. */
function scene(): Promise<Buffer> {
  const data = new Uint8Array(64 * 32 * 3);
  for (let y = 0; y < 32; y++) {
    for (let x = 0; x < 64; x++) {
      const quadrant = y < 16 ? (x < 32 ? "r" : "g") : x < 32 ? "b" : "w";
      data.set(quadrants[quadrant], 3 * (64 * y + x));
    }
  }
  return fromPixels({ width: 64, height: 32, data }).jpeg({ quality: 95 }).toBuffer();
}

/** Letters of the four quadrants, row by row. */
function quadrantsOf({ width, height, data }: Pixels): string {
  const places = [0.25, 0.75].flatMap((y) => [0.25, 0.75].map((x) => [x, y] as const));
  return places
    .map(([x, y]) => {
      const at = 3 * (Math.floor(y * height) * width + Math.floor(x * width));
      const found = Object.entries(quadrants).find(([, colour]) =>
        colour.every((value, channel) => Math.abs(value - data[at + channel]!) < 60),
      );
      return found?.[0] ?? "?";
    })
    .join("");
}

test.each([
  // By the definition of the EXIF tag: which side of what is seen the first row and column are.
  [1, 64, "rgbw"],
  [2, 64, "grwb"],
  [3, 64, "wbgr"],
  [4, 64, "bwrg"],
  [5, 32, "rbgw"],
  [6, 32, "brwg"],
  [7, 32, "wgbr"],
  [8, 32, "gwrb"],
])(
  "the preview inside a raw file of orientation %i is made upright",
  async (orientation, width, expected) => {
    const jpeg = await scene();
    const raw = tiff(jpeg, (at) => [
      [
        [274, short, 1, orientation],
        [513, long, 1, at],
        [514, long, 1, jpeg.length],
      ],
      sensorData,
    ]);
    const { metadata, preview } = await decodeImage(raw);
    expect(metadata).toMatchObject({ format: "raw", width, height: 96 - width });
    expect(quadrantsOf(preview)).toBe(expected);
  },
);

test("a JPEG strip counts as a preview, sensor data does not", async () => {
  const jpeg = await scene();
  const strip = (at: number, photometric: number): Entry[] => [
    [259, short, 1, 7],
    [262, short, 1, photometric],
    [273, long, 1, at],
    [279, long, 1, jpeg.length],
  ];
  expect((await decodeImage(tiff(jpeg, (at) => [strip(at, 6), sensorData]))).metadata.format).toBe("raw");
  await expect(decodeImage(tiff(jpeg, (at) => [strip(at, 34892)]))).rejects.toMatchObject({
    code: "unsupported-format",
  });
});

test("chains of directories that bite their tail end", async () => {
  const looped = Buffer.from(tiff(new Uint8Array(), () => [sensorData]));
  looped.writeUInt32LE(8, looped.length - 4);
  await expect(decodeImage(looped)).rejects.toMatchObject({ code: "unsupported-format" });
});

test("Fujifilm's header leads to the preview", async () => {
  const jpeg = await scene();
  const head = Buffer.alloc(100);
  head.write("FUJIFILMCCD-RAW 0201", "latin1");
  head.writeUInt32BE(100, 84);
  head.writeUInt32BE(jpeg.length, 88);
  expect((await decodeImage(Buffer.concat([head, jpeg]))).metadata).toMatchObject({
    format: "raf",
    width: 64,
  });
  await expect(decodeImage(head)).rejects.toMatchObject({ code: "decode-corrupt" });
});
