import { expect, test } from "vitest";
import { decodeImage } from "./decode.ts";

/** 3 x 2 pixels: red, green, blue above white, black, grey. */
const expected = [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 128, 128, 128];
const palette = [
  [0, 0, 255, 0],
  [0, 255, 0, 0],
  [255, 0, 0, 0],
  [255, 255, 255, 0],
  [0, 0, 0, 0],
  [128, 128, 128, 0],
];

interface Recipe {
  readonly bitCount: number;
  /** Rows as stored, or runs. */
  readonly rows: readonly number[];
  readonly compression?: number;
  readonly extra?: readonly number[];
  readonly colours?: readonly (readonly number[])[];
  readonly height?: number;
}

function bmp({ bitCount, rows, compression = 0, extra = [], colours = [], height = 2 }: Recipe): Uint8Array {
  const head = Buffer.alloc(54);
  const body = [...extra, ...colours.flat()];
  head.write("BM", "latin1");
  head.writeUInt32LE(54 + body.length, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(3, 18);
  head.writeInt32LE(height, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(bitCount, 28);
  head.writeUInt32LE(compression, 30);
  return Buffer.concat([head, Buffer.from(body), Buffer.from(rows)]);
}

const little32 = (...values: number[]) =>
  values.flatMap((value) => [0, 8, 16, 24].map((shift) => (value >>> shift) & 255));
const little16 = (...values: number[]) => values.flatMap((value) => [value & 255, value >> 8]);

const recipes: readonly (readonly [string, Recipe])[] = [
  ["4 bits", { bitCount: 4, colours: palette, rows: [0x34, 0x50, 0, 0, 0x01, 0x20, 0, 0] }],
  ["8 bits", { bitCount: 8, colours: palette, rows: [3, 4, 5, 0, 0, 1, 2, 0] }],
  ["8 bits, top row first", { bitCount: 8, colours: palette, height: -2, rows: [0, 1, 2, 0, 3, 4, 5, 0] }],
  [
    "24 bits",
    {
      bitCount: 24,
      rows: [255, 255, 255, 0, 0, 0, 128, 128, 128, 0, 0, 0, 0, 0, 255, 0, 255, 0, 255, 0, 0, 0, 0, 0],
    },
  ],
  ["32 bits", { bitCount: 32, rows: little32(0xffffff, 0, 0x808080, 0xff0000, 0x00ff00, 0x0000ff) }],
  [
    "32 bits with masks",
    {
      bitCount: 32,
      compression: 3,
      extra: little32(0xff, 0xff00, 0xff0000),
      rows: little32(0xffffff, 0, 0x808080, 0x0000ff, 0x00ff00, 0xff0000),
    },
  ],
  [
    "RLE8",
    { bitCount: 8, compression: 1, colours: palette, rows: [0, 3, 3, 4, 5, 0, 0, 0, 1, 0, 1, 1, 1, 2, 0, 1] },
  ],
  [
    "RLE4",
    { bitCount: 4, compression: 2, colours: palette, rows: [2, 0x34, 1, 0x50, 0, 0, 0, 3, 0x01, 0x20, 0, 1] },
  ],
];

test.each(recipes)("%s", async (_, recipe) => {
  const { metadata, preview } = await decodeImage(bmp(recipe));
  expect(metadata).toMatchObject({ format: "bmp", width: 3, height: 2 });
  expect([...preview.data]).toEqual(expected);
});

test("1 bit", async () => {
  const two = [palette[3]!, palette[4]!];
  const { preview } = await decodeImage(
    bmp({ bitCount: 1, colours: two, rows: [0b01000000, 0, 0, 0, 0b10100000, 0, 0, 0] }),
  );
  const [white, black] = [
    [255, 255, 255],
    [0, 0, 0],
  ];
  expect([...preview.data]).toEqual([black, white, black, white, black, white].flat());
});

test("16 bits, five a channel", async () => {
  const rows = [...little16(0x7fff, 0, 0x4210), 0, 0, ...little16(0x7c00, 0x03e0, 0x001f), 0, 0];
  const { preview } = await decodeImage(bmp({ bitCount: 16, rows }));
  expect([...preview.data]).toEqual([...expected.slice(0, 15), 132, 132, 132]);
});

test.each([
  ["without its last row", bmp({ bitCount: 24, rows: Array(12).fill(0) }), "decode-corrupt"],
  [
    "whose runs end early",
    bmp({ bitCount: 8, compression: 1, colours: palette, rows: [3, 1] }),
    "decode-corrupt",
  ],
  ["with a JPEG inside", bmp({ bitCount: 24, compression: 4, rows: [] }), "unsupported-format"],
  ["of no height", bmp({ bitCount: 24, height: 0, rows: [] }), "decode-corrupt"],
  ["of absurd size", bmp({ bitCount: 24, height: 2_000_000_000, rows: [] }), "too-many-pixels"],
  ["of three bits", bmp({ bitCount: 3, rows: Array(8).fill(0) }), "unsupported-format"],
])("a BMP %s is refused", async (_, bytes, code) => {
  await expect(decodeImage(bytes)).rejects.toMatchObject({ code });
});
