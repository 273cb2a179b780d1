/**
 * A 64-bit hash that similar pictures share most bits of: grey 32 x 32, discrete cosine transform,
 * the 8 x 8 lowest frequencies, each compared with their median.
 *
 * Survives scaling, recompression and small changes of tone; not cropping. A turned or mirrored picture
 * has another hash, but all eight follow from one transform: mirroring changes the sign of the odd
 * frequencies, turning swaps rows and columns. So copies are found by comparing one hash with eight.
 * After the pHash of Zauner (2010), with the median as in the Python package imagehash; the eight after
 * PDQ (Facebook, 2019).
 */
import { greyOf, type Pixels } from "./pixels.ts";
import { shrinkByArea } from "./shrink.ts";

const SIDE = 32;
const KEPT = 8;

/** `cosines[k * SIDE + n]` of the type II transform. */
const cosines = Float64Array.from({ length: KEPT * SIDE }, (_, at) => {
  const [frequency, position] = [Math.floor(at / SIDE), at % SIDE];
  return Math.cos((Math.PI * frequency * (2 * position + 1)) / (2 * SIDE));
});

/** Frequencies below this are rounding noise of a flat picture, not structure. Grey levels times 1024. */
const NOISE = 0.5;

/** 16 hex digits; the first bit is the mean, then frequencies row by row. */
export function perceptualHash(pixels: Pixels): string {
  return hashOf(frequenciesOf(pixels));
}

/**
 * The hashes of a picture in all eight positions, first as it is: mirrored left to right, top to
 * bottom, both (turned by 180°), then the same four of the picture with its axes swapped.
 */
export function dihedralHashes(pixels: Pixels): string[] {
  const upright = frequenciesOf(pixels);
  const swapped = upright.map((_, at) => upright[(at % KEPT) * KEPT + Math.floor(at / KEPT)]);
  return [upright, swapped].flatMap((frequencies) =>
    [
      [1, 1],
      [-1, 1],
      [1, -1],
      [-1, -1],
    ].map(([across, down]) =>
      hashOf(
        frequencies.map((value, at) => {
          const isOddAcross = at % 2 === 1;
          const isOddDown = Math.floor(at / KEPT) % 2 === 1;
          return value * (isOddAcross ? across : 1) * (isOddDown ? down : 1);
        }),
      ),
    ),
  );
}

/** Number of differing bits of two hashes, 0..64. */
export function hashDistance(a: string, b: string): number {
  let difference = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
  let count = 0;
  for (; difference > 0n; difference &= difference - 1n) count++;
  return count;
}

/** Differing bits of `hash` and the nearest of the eight of another picture: turned copies are near. */
export function dihedralDistance(hash: string, hashes: readonly string[]): number {
  return Math.min(...hashes.map((other) => hashDistance(hash, other)));
}

function frequenciesOf(pixels: Pixels): Float64Array {
  return lowFrequencies(greyOf(shrinkByArea(pixels, SIDE, SIDE)));
}

function hashOf(frequencies: Float64Array): string {
  const sorted = frequencies.toSorted();
  const median = (sorted[31] + sorted[32]) / 2;
  let hash = 0n;
  for (const value of frequencies) hash = (hash << 1n) | (value > median ? 1n : 0n);
  return hash.toString(16).padStart(16, "0");
}

/** Rows first, then columns: O(SIDE² · KEPT) instead of O(SIDE² · KEPT²). */
function lowFrequencies(grey: Float32Array): Float64Array {
  const rows = new Float64Array(SIDE * KEPT);
  for (let y = 0; y < SIDE; y++) {
    for (let u = 0; u < KEPT; u++) {
      let sum = 0;
      for (let x = 0; x < SIDE; x++) sum += grey[y * SIDE + x] * cosines[u * SIDE + x];
      rows[y * KEPT + u] = sum;
    }
  }
  const result = new Float64Array(KEPT * KEPT);
  for (let v = 0; v < KEPT; v++) {
    for (let u = 0; u < KEPT; u++) {
      let sum = 0;
      for (let y = 0; y < SIDE; y++) sum += rows[y * KEPT + u] * cosines[v * SIDE + y];
      result[v * KEPT + u] = Math.abs(sum) < NOISE ? 0 : sum;
    }
  }
  return result;
}
