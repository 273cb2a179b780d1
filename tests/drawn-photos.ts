/** Small pictures drawn on the spot, so that tests of the whole chain need no files of anybody. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";

export type Motif = "disc" | "stripes" | "checks";

const side = 96;
const colours: Readonly<Record<Motif, readonly [number, number, number]>> = {
  disc: [220, 40, 40],
  stripes: [30, 140, 60],
  checks: [40, 70, 200],
};

/** Writes `count` different PNG files of a motif into `folder` (made when missing); returns their names. */
export function drawPhotos(folder: string, motif: Motif, count: number): string[] {
  mkdirSync(folder, { recursive: true });
  return Array.from({ length: count }, (_, variant) => {
    const name = `${motif}-${String(variant).padStart(3, "0")}.png`;
    writeFileSync(join(folder, name), drawPhoto(motif, variant));
    return name;
  });
}

/** One PNG file; each variant has other bytes. */
export function drawPhoto(motif: Motif, variant: number): Buffer {
  const pixels = Buffer.alloc(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const colour = isFigure(motif, x, y, variant) ? colours[motif] : [235, 235, 225 - (variant % 40)];
      pixels.set(colour, (y * side + x) * 3);
    }
  }
  // The variant's number in the first pixels makes the content unique, however many are drawn.
  pixels.writeUInt32BE(variant, 0);
  return encodePng(pixels);
}

function isFigure(motif: Motif, x: number, y: number, variant: number): boolean {
  const shift = variant % 7;
  if (motif === "disc") return Math.hypot(x - side / 2 + shift, y - side / 2) < 24 + shift;
  if (motif === "stripes") return Math.floor((y + shift) / 8) % 2 === 0;
  return (Math.floor((x + shift) / 16) + Math.floor(y / 16)) % 2 === 0;
}

/** 8-bit RGB, no filter, one IDAT chunk. */
function encodePng(pixels: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Array.from({ length: side }, (_, y) => {
    return Buffer.concat([Buffer.from([0]), pixels.subarray(y * side * 3, (y + 1) * side * 3)]);
  });
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(rows))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
