/** Spectra of two real signals out of that of a complex one, and the way back: four by four numbers at a time. */
import { PART_BYTES, ROW_BYTES } from "./lanes-rows";

@inline
function low(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 4, 1, 5);
}

@inline
function high(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 2, 6, 3, 7);
}

/** Stores four vectors at four rows, lane i of vector k ↔ lane k of vector i. */
@inline
function storeTurnedOver(to: usize, a: v128, b: v128, c: v128, d: v128, offset: usize): void {
  const e = low(a, c);
  const f = high(a, c);
  const g = low(b, d);
  const h = high(b, d);
  v128.store(to + offset, low(e, g));
  v128.store(to + offset + ROW_BYTES, high(e, g));
  v128.store(to + offset + 2 * ROW_BYTES, low(f, h));
  v128.store(to + offset + 3 * ROW_BYTES, high(f, h));
}

/** ½ (a + b) of four rows of each, those of b in reverse: their parts at `offset`, turned over. */
@inline
function storeHalfSums(a: usize, b: usize, to: usize, offset: usize, toOffset: usize): void {
  const half = f32x4.splat(0.5);
  storeTurnedOver(
    to,
    f32x4.mul(half, f32x4.add(v128.load(a + offset), v128.load(b + offset + 3 * ROW_BYTES))),
    f32x4.mul(half, f32x4.add(v128.load(a + offset + ROW_BYTES), v128.load(b + offset + 2 * ROW_BYTES))),
    f32x4.mul(half, f32x4.add(v128.load(a + offset + 2 * ROW_BYTES), v128.load(b + offset + ROW_BYTES))),
    f32x4.mul(half, f32x4.add(v128.load(a + offset + 3 * ROW_BYTES), v128.load(b + offset))),
    toOffset,
  );
}

/** ½ (a - b), rows of `a` from its first one on and those of `b` from its last one back. */
@inline
function storeHalfDifferences(a: usize, b: usize, to: usize, offset: usize, toOffset: usize): void {
  const half = f32x4.splat(0.5);
  storeTurnedOver(
    to,
    f32x4.mul(half, f32x4.sub(v128.load(a + offset), v128.load(b + offset + 3 * ROW_BYTES))),
    f32x4.mul(half, f32x4.sub(v128.load(a + offset + ROW_BYTES), v128.load(b + offset + 2 * ROW_BYTES))),
    f32x4.mul(half, f32x4.sub(v128.load(a + offset + 2 * ROW_BYTES), v128.load(b + offset + ROW_BYTES))),
    f32x4.mul(half, f32x4.sub(v128.load(a + offset + 3 * ROW_BYTES), v128.load(b + offset))),
    toOffset,
  );
}

/** ½ (b - a) of the same rows. */
@inline
function storeHalfReturns(a: usize, b: usize, to: usize, offset: usize, toOffset: usize): void {
  const half = f32x4.splat(0.5);
  storeTurnedOver(
    to,
    f32x4.mul(half, f32x4.sub(v128.load(b + offset + 3 * ROW_BYTES), v128.load(a + offset))),
    f32x4.mul(half, f32x4.sub(v128.load(b + offset + 2 * ROW_BYTES), v128.load(a + offset + ROW_BYTES))),
    f32x4.mul(half, f32x4.sub(v128.load(b + offset + ROW_BYTES), v128.load(a + offset + 2 * ROW_BYTES))),
    f32x4.mul(half, f32x4.sub(v128.load(b + offset), v128.load(a + offset + 3 * ROW_BYTES))),
    toOffset,
  );
}

/** Four by four numbers: real and imaginary parts of the even and of the odd sequence. */
@inline
function partBlock(from: usize, mirror: usize, to: usize, other: usize, lane: usize): void {
  storeHalfSums(from, mirror, to, lane, lane * 32);
  storeHalfDifferences(from, mirror, to, lane + PART_BYTES, lane * 32 + PART_BYTES);
  storeHalfSums(from, mirror, other, lane + PART_BYTES, lane * 32);
  storeHalfReturns(from, mirror, other, lane, lane * 32 + PART_BYTES);
}

export function part(from: usize, mirror: usize, to: usize, other: usize): void {
  // Rows are reached by offsets, which cannot be negative: the mirror stands at its last row.
  mirror -= 3 * ROW_BYTES;
  for (let block = 0; block < 4; block++) {
    partBlock(from, mirror, to, other, 0);
    partBlock(from, mirror, to, other, 16);
    partBlock(from, mirror, to, other, 32);
    partBlock(from, mirror, to, other, 48);
    from += 4 * ROW_BYTES;
    mirror -= 4 * ROW_BYTES;
    to += 16;
    other += 16;
  }
}

@inline
function joinRow(
  to: usize, mirror: usize, im: v128, re: v128, otherIm: v128, otherRe: v128,
  offset: usize, mirrorOffset: usize,
): void {
  v128.store(to + offset, f32x4.add(im, otherRe));
  v128.store(to + offset, f32x4.sub(re, otherIm), PART_BYTES);
  v128.store(mirror + mirrorOffset, f32x4.sub(otherRe, im));
  v128.store(mirror + mirrorOffset, f32x4.add(re, otherIm), PART_BYTES);
}

/** Four by four numbers: the even and the odd sequence turned over, and put together. */
@inline
function joinBlock(x: usize, y: usize, to: usize, mirror: usize, lane: usize): void {
  const at = lane * 32;
  const im0 = v128.load(x + at);
  const im1 = v128.load(x + at + ROW_BYTES);
  const im2 = v128.load(x + at + 2 * ROW_BYTES);
  const im3 = v128.load(x + at + 3 * ROW_BYTES);
  const imE = low(im0, im2);
  const imF = high(im0, im2);
  const imG = low(im1, im3);
  const imH = high(im1, im3);
  const re0 = v128.load(x + at, PART_BYTES);
  const re1 = v128.load(x + at + PART_BYTES + ROW_BYTES);
  const re2 = v128.load(x + at + PART_BYTES + 2 * ROW_BYTES);
  const re3 = v128.load(x + at + PART_BYTES + 3 * ROW_BYTES);
  const reE = low(re0, re2);
  const reF = high(re0, re2);
  const reG = low(re1, re3);
  const reH = high(re1, re3);
  const otherIm0 = v128.load(y + at);
  const otherIm1 = v128.load(y + at + ROW_BYTES);
  const otherIm2 = v128.load(y + at + 2 * ROW_BYTES);
  const otherIm3 = v128.load(y + at + 3 * ROW_BYTES);
  const otherImE = low(otherIm0, otherIm2);
  const otherImF = high(otherIm0, otherIm2);
  const otherImG = low(otherIm1, otherIm3);
  const otherImH = high(otherIm1, otherIm3);
  const otherRe0 = v128.load(y + at, PART_BYTES);
  const otherRe1 = v128.load(y + at + PART_BYTES + ROW_BYTES);
  const otherRe2 = v128.load(y + at + PART_BYTES + 2 * ROW_BYTES);
  const otherRe3 = v128.load(y + at + PART_BYTES + 3 * ROW_BYTES);
  const otherReE = low(otherRe0, otherRe2);
  const otherReF = high(otherRe0, otherRe2);
  const otherReG = low(otherRe1, otherRe3);
  const otherReH = high(otherRe1, otherRe3);
  joinRow(
    to, mirror, low(imE, imG), low(reE, reG), low(otherImE, otherImG), low(otherReE, otherReG),
    lane, lane + 3 * ROW_BYTES,
  );
  joinRow(
    to, mirror, high(imE, imG), high(reE, reG), high(otherImE, otherImG), high(otherReE, otherReG),
    lane + ROW_BYTES, lane + 2 * ROW_BYTES,
  );
  joinRow(
    to, mirror, low(imF, imH), low(reF, reH), low(otherImF, otherImH), low(otherReF, otherReH),
    lane + 2 * ROW_BYTES, lane + ROW_BYTES,
  );
  joinRow(
    to, mirror, high(imF, imH), high(reF, reH), high(otherImF, otherImH), high(otherReF, otherReH),
    lane + 3 * ROW_BYTES, lane,
  );
}

export function join(x: usize, y: usize, to: usize, mirror: usize): void {
  mirror -= 3 * ROW_BYTES;
  for (let block = 0; block < 4; block++) {
    joinBlock(x, y, to, mirror, 0);
    joinBlock(x, y, to, mirror, 16);
    joinBlock(x, y, to, mirror, 32);
    joinBlock(x, y, to, mirror, 48);
    to += 4 * ROW_BYTES;
    mirror -= 4 * ROW_BYTES;
    x += 16;
    y += 16;
  }
}
