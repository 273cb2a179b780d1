/** The stages of a Fourier transform of `compute/lanes.ts`. Arguments are byte addresses, but the last two. */
import { PART_BYTES, ROW_BYTES, turnedIm, turnedRe } from "./lanes-rows";

@inline
function butterfly4(
  from: usize, b: usize, c: usize, d: usize,
  to: usize, o1: usize, o2: usize, o3: usize,
  re1: v128, im1: v128, re2: v128, im2: v128, re3: v128, im3: v128,
  offset: usize,
): void {
  const aRe = v128.load(from + offset);
  const aIm = v128.load(from + offset, PART_BYTES);
  const bRe = v128.load(b + offset);
  const bIm = v128.load(b + offset, PART_BYTES);
  const cRe = v128.load(c + offset);
  const cIm = v128.load(c + offset, PART_BYTES);
  const dRe = v128.load(d + offset);
  const dIm = v128.load(d + offset, PART_BYTES);
  const firstRe = f32x4.sub(aRe, cRe);
  const firstIm = f32x4.sub(aIm, cIm);
  const acRe = f32x4.add(aRe, cRe);
  const acIm = f32x4.add(aIm, cIm);
  const secondRe = f32x4.sub(bRe, dRe);
  const secondIm = f32x4.sub(bIm, dIm);
  const bdRe = f32x4.add(bRe, dRe);
  const bdIm = f32x4.add(bIm, dIm);
  v128.store(to + offset, f32x4.add(acRe, bdRe));
  v128.store(to + offset, f32x4.add(acIm, bdIm), PART_BYTES);
  let re = f32x4.add(firstRe, secondIm);
  let im = f32x4.sub(firstIm, secondRe);
  v128.store(o1 + offset, turnedRe(re, im, re1, im1));
  v128.store(o1 + offset, turnedIm(re, im, re1, im1), PART_BYTES);
  re = f32x4.sub(acRe, bdRe);
  im = f32x4.sub(acIm, bdIm);
  v128.store(o2 + offset, turnedRe(re, im, re2, im2));
  v128.store(o2 + offset, turnedIm(re, im, re2, im2), PART_BYTES);
  re = f32x4.sub(firstRe, secondIm);
  im = f32x4.add(firstIm, secondRe);
  v128.store(o3 + offset, turnedRe(re, im, re3, im3));
  v128.store(o3 + offset, turnedIm(re, im, re3, im3), PART_BYTES);
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
  const aIm = v128.load(from + offset, PART_BYTES);
  const bRe = v128.load(b + offset);
  const bIm = v128.load(b + offset, PART_BYTES);
  const cRe = v128.load(c + offset);
  const cIm = v128.load(c + offset, PART_BYTES);
  const dRe = v128.load(d + offset);
  const dIm = v128.load(d + offset, PART_BYTES);
  const firstRe = f32x4.sub(aRe, cRe);
  const firstIm = f32x4.sub(aIm, cIm);
  const acRe = f32x4.add(aRe, cRe);
  const acIm = f32x4.add(aIm, cIm);
  const secondRe = f32x4.sub(bRe, dRe);
  const secondIm = f32x4.sub(bIm, dIm);
  const bdRe = f32x4.add(bRe, dRe);
  const bdIm = f32x4.add(bIm, dIm);
  v128.store(to + offset, f32x4.add(acRe, bdRe));
  v128.store(to + offset, f32x4.add(acIm, bdIm), PART_BYTES);
  v128.store(o1 + offset, f32x4.add(firstRe, secondIm));
  v128.store(o1 + offset, f32x4.sub(firstIm, secondRe), PART_BYTES);
  v128.store(o2 + offset, f32x4.sub(acRe, bdRe));
  v128.store(o2 + offset, f32x4.sub(acIm, bdIm), PART_BYTES);
  v128.store(o3 + offset, f32x4.sub(firstRe, secondIm));
  v128.store(o3 + offset, f32x4.add(firstIm, secondRe), PART_BYTES);
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
  const aIm = v128.load(from + offset, PART_BYTES);
  const bRe = v128.load(b + offset);
  const bIm = v128.load(b + offset, PART_BYTES);
  v128.store(to + offset, f32x4.add(aRe, bRe));
  v128.store(to + offset, f32x4.add(aIm, bIm), PART_BYTES);
  const re = f32x4.sub(aRe, bRe);
  const im = f32x4.sub(aIm, bIm);
  v128.store(o1 + offset, turnedRe(re, im, turnRe, turnIm));
  v128.store(o1 + offset, turnedIm(re, im, turnRe, turnIm), PART_BYTES);
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
  const aIm = v128.load(from + offset, PART_BYTES);
  const bRe = v128.load(b + offset);
  const bIm = v128.load(b + offset, PART_BYTES);
  const cRe = v128.load(c + offset);
  const cIm = v128.load(c + offset, PART_BYTES);
  const sumRe = f32x4.add(bRe, cRe);
  const sumIm = f32x4.add(bIm, cIm);
  const apartRe = f32x4.mul(height, f32x4.sub(bRe, cRe));
  const apartIm = f32x4.mul(height, f32x4.sub(bIm, cIm));
  const middleRe = f32x4.sub(aRe, f32x4.mul(half, sumRe));
  const middleIm = f32x4.sub(aIm, f32x4.mul(half, sumIm));
  v128.store(to + offset, f32x4.add(aRe, sumRe));
  v128.store(to + offset, f32x4.add(aIm, sumIm), PART_BYTES);
  v128.store(o1 + offset, f32x4.add(middleRe, apartIm));
  v128.store(o1 + offset, f32x4.sub(middleIm, apartRe), PART_BYTES);
  v128.store(o2 + offset, f32x4.sub(middleRe, apartIm));
  v128.store(o2 + offset, f32x4.add(middleIm, apartRe), PART_BYTES);
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
