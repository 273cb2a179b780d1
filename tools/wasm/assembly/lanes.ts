/**
 * The SIMD twin of `compute/lanes.ts`, whose functions say what each of these computes.
 *
 * Offsets are byte addresses here. A row is 128 bytes, taken as four vectors of real parts and four of
 * imaginary ones. What `plainLanes` does in double precision and rounds once is rounded at every step.
 * Offsets within a row are constants, which become part of the instruction.
 */

const ROW_BYTES: usize = 128;
const PART_BYTES: usize = 64;

@inline
function turnedRe(re: v128, im: v128, turnRe: v128, turnIm: v128): v128 {
  return f32x4.sub(f32x4.mul(re, turnRe), f32x4.mul(im, turnIm));
}

@inline
function turnedIm(re: v128, im: v128, turnRe: v128, turnIm: v128): v128 {
  return f32x4.add(f32x4.mul(re, turnIm), f32x4.mul(im, turnRe));
}

@inline
function storeComplex(to: usize, offset: usize, re: v128, im: v128): void {
  v128.store(to + offset, re);
  v128.store(to + offset + PART_BYTES, im);
}

@inline
function butterfly4(
  from: usize, b: usize, c: usize, d: usize,
  to: usize, o1: usize, o2: usize, o3: usize,
  re1: v128, im1: v128, re2: v128, im2: v128, re3: v128, im3: v128,
  offset: usize,
): void {
  const aRe = v128.load(from + offset);
  const aIm = v128.load(from + offset + PART_BYTES);
  const bRe = v128.load(b + offset);
  const bIm = v128.load(b + offset + PART_BYTES);
  const cRe = v128.load(c + offset);
  const cIm = v128.load(c + offset + PART_BYTES);
  const dRe = v128.load(d + offset);
  const dIm = v128.load(d + offset + PART_BYTES);
  const firstRe = f32x4.sub(aRe, cRe);
  const firstIm = f32x4.sub(aIm, cIm);
  const acRe = f32x4.add(aRe, cRe);
  const acIm = f32x4.add(aIm, cIm);
  const secondRe = f32x4.sub(bRe, dRe);
  const secondIm = f32x4.sub(bIm, dIm);
  const bdRe = f32x4.add(bRe, dRe);
  const bdIm = f32x4.add(bIm, dIm);
  storeComplex(to, offset, f32x4.add(acRe, bdRe), f32x4.add(acIm, bdIm));
  let re = f32x4.add(firstRe, secondIm);
  let im = f32x4.sub(firstIm, secondRe);
  storeComplex(o1, offset, turnedRe(re, im, re1, im1), turnedIm(re, im, re1, im1));
  re = f32x4.sub(acRe, bdRe);
  im = f32x4.sub(acIm, bdIm);
  storeComplex(o2, offset, turnedRe(re, im, re2, im2), turnedIm(re, im, re2, im2));
  re = f32x4.sub(firstRe, secondIm);
  im = f32x4.add(firstIm, secondRe);
  storeComplex(o3, offset, turnedRe(re, im, re3, im3), turnedIm(re, im, re3, im3));
}

export function radix4(from: usize, to: usize, twiddles: usize, groups: u32, stride: u32): void {
  const width = stride * ROW_BYTES;
  const step = groups * width;
  while (groups) {
    const re1 = v128.load32_splat(twiddles, 0);
    const im1 = v128.load32_splat(twiddles, 4);
    const re2 = v128.load32_splat(twiddles, 8);
    const im2 = v128.load32_splat(twiddles, 12);
    const re3 = v128.load32_splat(twiddles, 16);
    const im3 = v128.load32_splat(twiddles, 20);
    const end = from + width;
    let b = from + step;
    let c = b + step;
    let d = c + step;
    let o1 = to + width;
    let o2 = o1 + width;
    let o3 = o2 + width;
    while (from < end) {
      butterfly4(from, b, c, d, to, o1, o2, o3, re1, im1, re2, im2, re3, im3, 0);
      butterfly4(from, b, c, d, to, o1, o2, o3, re1, im1, re2, im2, re3, im3, 16);
      butterfly4(from, b, c, d, to, o1, o2, o3, re1, im1, re2, im2, re3, im3, 32);
      butterfly4(from, b, c, d, to, o1, o2, o3, re1, im1, re2, im2, re3, im3, 48);
      from += ROW_BYTES;
      b += ROW_BYTES;
      c += ROW_BYTES;
      d += ROW_BYTES;
      to += ROW_BYTES;
      o1 += ROW_BYTES;
      o2 += ROW_BYTES;
      o3 += ROW_BYTES;
    }
    // The outputs of a group lie one behind the other, so the last one ends where the next group starts.
    to = o3;
    twiddles += 24;
    groups--;
  }
}

@inline
function lastButterfly4(
  from: usize, b: usize, c: usize, d: usize,
  to: usize, o1: usize, o2: usize, o3: usize,
  offset: usize,
): void {
  const aRe = v128.load(from + offset);
  const aIm = v128.load(from + offset + PART_BYTES);
  const bRe = v128.load(b + offset);
  const bIm = v128.load(b + offset + PART_BYTES);
  const cRe = v128.load(c + offset);
  const cIm = v128.load(c + offset + PART_BYTES);
  const dRe = v128.load(d + offset);
  const dIm = v128.load(d + offset + PART_BYTES);
  const firstRe = f32x4.sub(aRe, cRe);
  const firstIm = f32x4.sub(aIm, cIm);
  const acRe = f32x4.add(aRe, cRe);
  const acIm = f32x4.add(aIm, cIm);
  const secondRe = f32x4.sub(bRe, dRe);
  const secondIm = f32x4.sub(bIm, dIm);
  const bdRe = f32x4.add(bRe, dRe);
  const bdIm = f32x4.add(bIm, dIm);
  storeComplex(to, offset, f32x4.add(acRe, bdRe), f32x4.add(acIm, bdIm));
  storeComplex(o1, offset, f32x4.add(firstRe, secondIm), f32x4.sub(firstIm, secondRe));
  storeComplex(o2, offset, f32x4.sub(acRe, bdRe), f32x4.sub(acIm, bdIm));
  storeComplex(o3, offset, f32x4.sub(firstRe, secondIm), f32x4.add(firstIm, secondRe));
}

/** The one group of a last stage, which needs no twiddles. */
export function lastRadix4(from: usize, to: usize, twiddles: usize, groups: u32, stride: u32): void {
  const width = stride * ROW_BYTES;
  const end = from + width;
  let b = end;
  let c = b + width;
  let d = c + width;
  let o1 = to + width;
  let o2 = o1 + width;
  let o3 = o2 + width;
  while (from < end) {
    lastButterfly4(from, b, c, d, to, o1, o2, o3, 0);
    lastButterfly4(from, b, c, d, to, o1, o2, o3, 16);
    lastButterfly4(from, b, c, d, to, o1, o2, o3, 32);
    lastButterfly4(from, b, c, d, to, o1, o2, o3, 48);
    from += ROW_BYTES;
    b += ROW_BYTES;
    c += ROW_BYTES;
    d += ROW_BYTES;
    to += ROW_BYTES;
    o1 += ROW_BYTES;
    o2 += ROW_BYTES;
    o3 += ROW_BYTES;
  }
}

@inline
function butterfly2(
  from: usize, b: usize, to: usize, o1: usize, turnRe: v128, turnIm: v128, offset: usize,
): void {
  const aRe = v128.load(from + offset);
  const aIm = v128.load(from + offset + PART_BYTES);
  const bRe = v128.load(b + offset);
  const bIm = v128.load(b + offset + PART_BYTES);
  storeComplex(to, offset, f32x4.add(aRe, bRe), f32x4.add(aIm, bIm));
  const re = f32x4.sub(aRe, bRe);
  const im = f32x4.sub(aIm, bIm);
  storeComplex(o1, offset, turnedRe(re, im, turnRe, turnIm), turnedIm(re, im, turnRe, turnIm));
}

export function radix2(from: usize, to: usize, twiddles: usize, groups: u32, stride: u32): void {
  const width = stride * ROW_BYTES;
  const step = groups * width;
  while (groups) {
    const turnRe = v128.load32_splat(twiddles, 0);
    const turnIm = v128.load32_splat(twiddles, 4);
    const end = from + width;
    let b = from + step;
    let o1 = to + width;
    while (from < end) {
      butterfly2(from, b, to, o1, turnRe, turnIm, 0);
      butterfly2(from, b, to, o1, turnRe, turnIm, 16);
      butterfly2(from, b, to, o1, turnRe, turnIm, 32);
      butterfly2(from, b, to, o1, turnRe, turnIm, 48);
      from += ROW_BYTES;
      b += ROW_BYTES;
      to += ROW_BYTES;
      o1 += ROW_BYTES;
    }
    to = o1;
    twiddles += 8;
    groups--;
  }
}

@inline
function butterfly3(
  from: usize, b: usize, c: usize, to: usize, o1: usize, o2: usize, offset: usize,
): void {
  const half = f32x4.splat(0.5);
  const height = f32x4.splat(<f32>0.8660254037844386); // √3 / 2
  const aRe = v128.load(from + offset);
  const aIm = v128.load(from + offset + PART_BYTES);
  const bRe = v128.load(b + offset);
  const bIm = v128.load(b + offset + PART_BYTES);
  const cRe = v128.load(c + offset);
  const cIm = v128.load(c + offset + PART_BYTES);
  const sumRe = f32x4.add(bRe, cRe);
  const sumIm = f32x4.add(bIm, cIm);
  const apartRe = f32x4.mul(height, f32x4.sub(bRe, cRe));
  const apartIm = f32x4.mul(height, f32x4.sub(bIm, cIm));
  const middleRe = f32x4.sub(aRe, f32x4.mul(half, sumRe));
  const middleIm = f32x4.sub(aIm, f32x4.mul(half, sumIm));
  storeComplex(to, offset, f32x4.add(aRe, sumRe), f32x4.add(aIm, sumIm));
  storeComplex(o1, offset, f32x4.add(middleRe, apartIm), f32x4.sub(middleIm, apartRe));
  storeComplex(o2, offset, f32x4.sub(middleRe, apartIm), f32x4.add(middleIm, apartRe));
}

export function radix3(from: usize, to: usize, stride: u32): void {
  const width = stride * ROW_BYTES;
  const end = from + width;
  let b = end;
  let c = b + width;
  let o1 = to + width;
  let o2 = o1 + width;
  while (from < end) {
    butterfly3(from, b, c, to, o1, o2, 0);
    butterfly3(from, b, c, to, o1, o2, 16);
    butterfly3(from, b, c, to, o1, o2, 32);
    butterfly3(from, b, c, to, o1, o2, 48);
    from += ROW_BYTES;
    b += ROW_BYTES;
    c += ROW_BYTES;
    to += ROW_BYTES;
    o1 += ROW_BYTES;
    o2 += ROW_BYTES;
  }
}

@inline
function turnVector(from: usize, to: usize, turnRe: v128, turnIm: v128, offset: usize): void {
  const re = v128.load(from + offset);
  const im = v128.load(from + offset + PART_BYTES);
  storeComplex(to, offset, turnedRe(re, im, turnRe, turnIm), turnedIm(re, im, turnRe, turnIm));
}

export function turn(from: usize, to: usize, turns: usize, rows: u32): void {
  while (rows) {
    const turnRe = v128.load32_splat(turns, 0);
    const turnIm = v128.load32_splat(turns, 4);
    turnVector(from, to, turnRe, turnIm, 0);
    turnVector(from, to, turnRe, turnIm, 16);
    turnVector(from, to, turnRe, turnIm, 32);
    turnVector(from, to, turnRe, turnIm, 48);
    from += ROW_BYTES;
    to += ROW_BYTES;
    turns += 8;
    rows--;
  }
}

@inline
function addTurnedVector(into: usize, from: usize, turnRe: v128, turnIm: v128, offset: usize): void {
  const re = v128.load(from + offset);
  const im = v128.load(from + offset + PART_BYTES);
  storeComplex(
    into,
    offset,
    f32x4.add(v128.load(into + offset), turnedRe(re, im, turnRe, turnIm)),
    f32x4.add(v128.load(into + offset + PART_BYTES), turnedIm(re, im, turnRe, turnIm)),
  );
}

export function addTurned(into: usize, from: usize, turns: usize, rows: u32): void {
  while (rows) {
    const turnRe = v128.load32_splat(turns, 0);
    const turnIm = v128.load32_splat(turns, 4);
    addTurnedVector(into, from, turnRe, turnIm, 0);
    addTurnedVector(into, from, turnRe, turnIm, 16);
    addTurnedVector(into, from, turnRe, turnIm, 32);
    addTurnedVector(into, from, turnRe, turnIm, 48);
    from += ROW_BYTES;
    into += ROW_BYTES;
    turns += 8;
    rows--;
  }
}

@inline
function weighVector(from: usize, to: usize, factors: usize, offset: usize): void {
  const factor = v128.load(factors + offset);
  storeComplex(
    to,
    offset,
    f32x4.mul(factor, v128.load(from + offset)),
    f32x4.sub(f32x4.splat(0), f32x4.mul(factor, v128.load(from + offset + PART_BYTES))),
  );
}

export function weighConjugate(from: usize, to: usize, factors: usize, rows: u32): void {
  while (rows) {
    weighVector(from, to, factors, 0);
    weighVector(from, to, factors, 16);
    weighVector(from, to, factors, 32);
    weighVector(from, to, factors, 48);
    from += ROW_BYTES;
    to += ROW_BYTES;
    factors += PART_BYTES;
    rows--;
  }
}

export function copyParts(from: usize, fromStep: usize, to: usize, toStep: usize, rows: u32): void {
  while (rows) {
    v128.store(to, v128.load(from, 0), 0);
    v128.store(to, v128.load(from, 16), 16);
    v128.store(to, v128.load(from, 32), 32);
    v128.store(to, v128.load(from, 48), 48);
    from += fromStep;
    to += toStep;
    rows--;
  }
}

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
  storeComplex(to, offset, f32x4.add(im, otherRe), f32x4.sub(re, otherIm));
  storeComplex(mirror, mirrorOffset, f32x4.sub(otherRe, im), f32x4.add(re, otherIm));
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
  const re0 = v128.load(x + at + PART_BYTES);
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
  const otherRe0 = v128.load(y + at + PART_BYTES);
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

@inline
function plusPower(sum: v128, from: usize, factors: usize, offset: usize): v128 {
  const re = v128.load(from + offset);
  const im = v128.load(from + offset + PART_BYTES);
  return f32x4.add(
    sum,
    f32x4.mul(v128.load(factors + offset), f32x4.add(f32x4.mul(re, re), f32x4.mul(im, im))),
  );
}

/** Four sums at `result`, to be added up. */
export function weightedPower(from: usize, factors: usize, rows: u32, result: usize): void {
  let sum = f32x4.splat(0);
  while (rows) {
    sum = plusPower(sum, from, factors, 0);
    sum = plusPower(sum, from, factors, 16);
    sum = plusPower(sum, from, factors, 32);
    sum = plusPower(sum, from, factors, 48);
    from += ROW_BYTES;
    factors += PART_BYTES;
    rows--;
  }
  v128.store(result, sum);
}
