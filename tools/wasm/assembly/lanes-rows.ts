/**
 * What a row of `compute/lanes.ts` is, and complex numbers that are turned: 128 bytes, taken as four vectors
 * of real parts and four of imaginary ones. `PART_BYTES` is given to loads and stores as their constant offset:
 * added to the address it would become a subtraction of -64, which stays an instruction of its own.
 */

export const ROW_BYTES: u32 = 128;
export const PART_BYTES: u32 = 64;

@inline
export function turnedRe(re: v128, im: v128, turnRe: v128, turnIm: v128): v128 {
  return f32x4.sub(f32x4.mul(re, turnRe), f32x4.mul(im, turnIm));
}

@inline
export function turnedIm(re: v128, im: v128, turnRe: v128, turnIm: v128): v128 {
  return f32x4.add(f32x4.mul(re, turnIm), f32x4.mul(im, turnRe));
}
