/**
 * What `compute/lanes.ts` does with the rows of a strip. Arguments are byte addresses, steps in bytes, and a
 * number of rows.
 */
import { PART_BYTES, ROW_BYTES, turnedIm, turnedRe } from "./lanes-rows";

@inline
function turnVector(from: usize, to: usize, turnRe: v128, turnIm: v128, offset: usize): void {
  const re = v128.load(from + offset);
  const im = v128.load(from + offset, PART_BYTES);
  v128.store(to + offset, turnedRe(re, im, turnRe, turnIm));
  v128.store(to + offset, turnedIm(re, im, turnRe, turnIm), PART_BYTES);
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
  const im = v128.load(from + offset, PART_BYTES);
  v128.store(into + offset, f32x4.add(v128.load(into + offset), turnedRe(re, im, turnRe, turnIm)));
  v128.store(
    into + offset,
    f32x4.add(v128.load(into + offset, PART_BYTES), turnedIm(re, im, turnRe, turnIm)),
    PART_BYTES,
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
  v128.store(to + offset, f32x4.mul(factor, v128.load(from + offset)));
  const weighed = f32x4.mul(factor, v128.load(from + offset, PART_BYTES));
  v128.store(to + offset, f32x4.sub(f32x4.splat(0), weighed), PART_BYTES);
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
function plusPower(sum: v128, from: usize, factors: usize, offset: usize): v128 {
  const re = v128.load(from + offset);
  const im = v128.load(from + offset, PART_BYTES);
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
