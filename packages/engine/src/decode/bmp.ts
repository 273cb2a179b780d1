/**
 * Windows bitmaps: 1, 2, 4, 8, 16, 24 and 32 bits, palettes, bit masks, RLE4 and RLE8, either way up.
 *
 * Leaves out JPEG and PNG inside a BMP (printers only) and Huffman (OS/2). Alpha counts only where
 * a mask announces it and it is not empty throughout, as in browsers; it is laid on white.
 */

import type { Pixels } from "../domain/pixels.ts";
import { type BmpHeader, bmpPalette, readBmpHeader } from "./bmp-header.ts";
import { corrupt, unsupported } from "./opened-image.ts";

/** Decodes the whole picture. The caller has checked the size (`readBmpHeader`). */
export function decodeBmp(bytes: Uint8Array, header: BmpHeader = readBmpHeader(bytes)): Pixels {
  const { width, height, compression } = header;
  const data = new Uint8Array(width * height * 3);
  if (compression === "rle4" || compression === "rle8") readRunLengths(bytes, header, data);
  else if ([1, 2, 4, 8].includes(header.bitCount)) readIndexed(bytes, header, data);
  else if (header.bitCount === 24) readTriples(bytes, header, data);
  else if (header.bitCount === 16 || header.bitCount === 32) readMasked(bytes, header, data);
  else throw unsupported(`BMP with ${header.bitCount} bits a pixel`);
  return { width, height, data };
}

/** Calls `row` with the offset of each stored row and the row of the picture where it belongs. */
function eachRow(bytes: Uint8Array, header: BmpHeader, row: (at: number, y: number) => void): void {
  const { width, height, bitCount, pixelsAt, isTopDown } = header;
  const stride = Math.ceil((width * bitCount) / 32) * 4;
  if (pixelsAt + stride * (height - 1) + Math.ceil((width * bitCount) / 8) > bytes.length) {
    throw corrupt("bmp", `${height} rows of ${stride} bytes do not fit into ${bytes.length} bytes`);
  }
  for (let index = 0; index < height; index++) {
    row(pixelsAt + index * stride, isTopDown ? index : height - 1 - index);
  }
}

function readIndexed(bytes: Uint8Array, header: BmpHeader, data: Uint8Array): void {
  const { width, bitCount } = header;
  const palette = bmpPalette(bytes, header);
  const mask = (1 << bitCount) - 1;
  eachRow(bytes, header, (at, y) => {
    for (let x = 0; x < width; x++) {
      const bit = x * bitCount;
      const index = (bytes[at + (bit >> 3)]! >> (8 - bitCount - (bit & 7))) & mask;
      data.set(palette.subarray(3 * index, 3 * index + 3), 3 * (y * width + x));
    }
  });
}

function readTriples(bytes: Uint8Array, header: BmpHeader, data: Uint8Array): void {
  eachRow(bytes, header, (at, y) => {
    for (let x = 0, to = 3 * y * header.width; x < header.width; x++, to += 3) {
      data[to] = bytes[at + 3 * x + 2]!;
      data[to + 1] = bytes[at + 3 * x + 1]!;
      data[to + 2] = bytes[at + 3 * x]!;
    }
  });
}

function readMasked(bytes: Uint8Array, header: BmpHeader, data: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { width, bitCount, masks } = header;
  const step = bitCount / 8;
  const word = (at: number) => (step === 2 ? view.getUint16(at, true) : view.getUint32(at, true));
  const [red, green, blue] = [channel(masks.red), channel(masks.green), channel(masks.blue)];
  const alpha = masks.alpha === 0 ? null : channel(masks.alpha);
  let isAlphaUsed = false;
  if (alpha !== null) {
    eachRow(bytes, header, (at) => {
      for (let x = 0; x < width && !isAlphaUsed; x++) isAlphaUsed = alpha(word(at + x * step)) > 0;
    });
  }
  eachRow(bytes, header, (at, y) => {
    for (let x = 0, to = 3 * y * width; x < width; x++, to += 3) {
      const value = word(at + x * step);
      const opacity = isAlphaUsed && alpha !== null ? alpha(value) / 255 : 1;
      const white = 255 * (1 - opacity);
      data[to] = Math.round(white + opacity * red(value));
      data[to + 1] = Math.round(white + opacity * green(value));
      data[to + 2] = Math.round(white + opacity * blue(value));
    }
  });
}

/** Reads the bits under `mask`, stretched to 0..255. */
function channel(mask: number): (value: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const max = mask >>> shift;
  return (value) => Math.round((((value & mask) >>> shift) * 255) / max);
}

/** Runs and literals with the escapes end of line, end of picture and jump. What is skipped stays colour 0. */
function readRunLengths(bytes: Uint8Array, header: BmpHeader, data: Uint8Array): void {
  const { width, height, pixelsAt, isTopDown } = header;
  const isNibbles = header.compression === "rle4";
  const palette = bmpPalette(bytes, header);
  for (let pixel = 0; pixel < width * height; pixel++) data.set(palette.subarray(0, 3), 3 * pixel);
  let [x, y, at] = [0, 0, pixelsAt];
  const put = (index: number) => {
    if (x < width && y < height) {
      const row = isTopDown ? y : height - 1 - y;
      data.set(palette.subarray(3 * index, 3 * index + 3), 3 * (row * width + x));
    }
    x++;
  };
  /** Entry `n` of a list of bytes or nibbles that starts with `byte` at `from`. */
  const entry = (byte: number, n: number) => (isNibbles ? (byte >> (n % 2 === 0 ? 4 : 0)) & 15 : byte);
  while (y < height) {
    const [count, value] = [bytes[at], bytes[at + 1]];
    if (count === undefined || value === undefined) {
      throw corrupt("bmp", `the runs end at row ${y} of ${height}`);
    }
    at += 2;
    if (count > 0) {
      for (let n = 0; n < count; n++) put(entry(value, n));
    } else if (value === 0) {
      [x, y] = [0, y + 1];
    } else if (value === 1) {
      return;
    } else if (value === 2) {
      [x, y] = [x + (bytes[at] ?? 0), y + (bytes[at + 1] ?? 0)];
      at += 2;
    } else {
      for (let n = 0; n < value; n++) put(entry(bytes[at + (isNibbles ? n >> 1 : n)] ?? 0, n));
      const length = isNibbles ? Math.ceil(value / 2) : value;
      at += length + (length % 2);
    }
  }
}
