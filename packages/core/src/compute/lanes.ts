/**
 * Sixteen Fourier transforms side by side: the arithmetic that `fourier-plan.ts` is made of, on strips.
 *
 * A strip is a run of rows, each of `LANES` real parts and then `LANES` imaginary parts, so that every
 * loop runs along memory and a row is two cache lines. Everything lies in one array of float32 and is
 * named by its offset there, so that `wasm/simd-lanes.ts` can do the same work in SIMD. The plain loops
 * here are the readable reference.
 *
 * Exchanging the two parts of every row turns a transform into its inverse, so there is only one direction.
 */

export const LANES = 16;
/** Numbers in a row of a strip. */
export const ROW = 2 * LANES;

/** Arguments are offsets into `numbers`, unless they are counts. */
export interface Lanes {
  readonly numbers: Float32Array;
  /**
   * One Stockham stage of radix 4: row (p + g · groups) · stride + q goes, with g = 0 … 3, into the rows
   * (4 p + g) · stride + q, for p < `groups` and q < `stride`. Twiddles: w, w², w³ (re, im) for each p.
   */
  radix4(from: number, to: number, twiddles: number, groups: number, stride: number): void;
  /** The same of radix 2, with one twiddle for each p. */
  radix2(from: number, to: number, twiddles: number, groups: number, stride: number): void;
  /** The last stage of a length that is a multiple of 3; without twiddles. */
  radix3(from: number, to: number, stride: number): void;
  /** Row r of `to` = row r of `from` · turns[r]; turns are (re, im). */
  turn(from: number, to: number, turns: number, rows: number): void;
  /** Row r of `into` += row r of `from` · turns[r]. */
  addTurned(into: number, from: number, turns: number, rows: number): void;
  /** Row r of `to` = conjugate of row r of `from`, each lane times its factor; `LANES` factors a row. */
  weighConjugate(from: number, to: number, factors: number, rows: number): void;
  /** Moves `rows` parts of `LANES` numbers that lie `fromStep` and `toStep` numbers apart. */
  copyParts(from: number, fromStep: number, to: number, toStep: number, rows: number): void;
  /**
   * The spectra of two real signals out of that of a complex one, for `LANES` frequencies: `from` is their
   * first row, `mirror` the row of the first one's opposite; further ones follow upwards and downwards.
   * Turned: signal l goes to row l of `to` and of `other`, its frequencies to the lanes.
   */
  part(from: number, mirror: number, to: number, other: number): void;
  /**
   * The way back: of `LANES` frequencies, the spectrum of x + iy out of those of the real x and y, whose rows
   * are signals and whose lanes are frequencies; parts of all rows exchanged. Opposites go to `mirror`.
   */
  join(x: number, y: number, to: number, mirror: number): void;
  /** Σ over rows and lanes of factor · |value|². */
  weightedPower(from: number, factors: number, rows: number): number;
}

/** In plain TypeScript, over `size` numbers. */
export function plainLanes(size: number): Lanes {
  const x = new Float32Array(size);
  return {
    numbers: x,

    radix4(from, to, twiddles, groups, stride) {
      const step = groups * stride * ROW;
      const width = stride * ROW;
      for (let p = 0; p < groups; p++) {
        const t = twiddles + 6 * p;
        const [r1, i1, r2, i2, r3, i3] = [x[t], x[t + 1], x[t + 2], x[t + 3], x[t + 4], x[t + 5]];
        for (let q = 0; q < width; q += ROW) {
          for (
            let re = from + p * width + q, end = re + LANES, o = to + 4 * p * width + q;
            re < end;
            re++, o++
          ) {
            const [a, b, c, d] = [re, re + step, re + 2 * step, re + 3 * step];
            const sumR = x[a] + x[c];
            const sumI = x[a + LANES] + x[c + LANES];
            const lessR = x[a] - x[c];
            const lessI = x[a + LANES] - x[c + LANES];
            const otherSumR = x[b] + x[d];
            const otherSumI = x[b + LANES] + x[d + LANES];
            const otherLessR = x[b] - x[d];
            const otherLessI = x[b + LANES] - x[d + LANES];
            x[o] = sumR + otherSumR;
            x[o + LANES] = sumI + otherSumI;
            const firstR = lessR + otherLessI;
            const firstI = lessI - otherLessR;
            x[o + width] = firstR * r1 - firstI * i1;
            x[o + width + LANES] = firstR * i1 + firstI * r1;
            const secondR = sumR - otherSumR;
            const secondI = sumI - otherSumI;
            x[o + 2 * width] = secondR * r2 - secondI * i2;
            x[o + 2 * width + LANES] = secondR * i2 + secondI * r2;
            const thirdR = lessR - otherLessI;
            const thirdI = lessI + otherLessR;
            x[o + 3 * width] = thirdR * r3 - thirdI * i3;
            x[o + 3 * width + LANES] = thirdR * i3 + thirdI * r3;
          }
        }
      }
    },

    radix2(from, to, twiddles, groups, stride) {
      const step = groups * stride * ROW;
      const width = stride * ROW;
      for (let p = 0; p < groups; p++) {
        const turnR = x[twiddles + 2 * p];
        const turnI = x[twiddles + 2 * p + 1];
        for (let q = 0; q < width; q += ROW) {
          for (let a = from + p * width + q, end = a + LANES, o = to + 2 * p * width + q; a < end; a++, o++) {
            const b = a + step;
            const lessR = x[a] - x[b];
            const lessI = x[a + LANES] - x[b + LANES];
            x[o] = x[a] + x[b];
            x[o + LANES] = x[a + LANES] + x[b + LANES];
            x[o + width] = lessR * turnR - lessI * turnI;
            x[o + width + LANES] = lessR * turnI + lessI * turnR;
          }
        }
      }
    },

    radix3(from, to, stride) {
      const width = stride * ROW;
      const half = Math.sqrt(3) / 2;
      for (let q = 0; q < width; q += ROW) {
        for (let l = q; l < q + LANES; l++) {
          const [a, b, c] = [from + l, from + width + l, from + 2 * width + l];
          const sumR = x[b] + x[c];
          const sumI = x[b + LANES] + x[c + LANES];
          const lessR = half * (x[b] - x[c]);
          const lessI = half * (x[b + LANES] - x[c + LANES]);
          const middleR = x[a] - sumR / 2;
          const middleI = x[a + LANES] - sumI / 2;
          const o = to + l;
          x[o] = x[a] + sumR;
          x[o + LANES] = x[a + LANES] + sumI;
          x[o + width] = middleR + lessI;
          x[o + width + LANES] = middleI - lessR;
          x[o + 2 * width] = middleR - lessI;
          x[o + 2 * width + LANES] = middleI + lessR;
        }
      }
    },

    turn(from, to, turns, rows) {
      for (let r = 0; r < rows; r++) {
        const turnR = x[turns + 2 * r];
        const turnI = x[turns + 2 * r + 1];
        for (let a = from + r * ROW, o = to + r * ROW, end = a + LANES; a < end; a++, o++) {
          const re = x[a];
          const im = x[a + LANES];
          x[o] = re * turnR - im * turnI;
          x[o + LANES] = re * turnI + im * turnR;
        }
      }
    },

    addTurned(into, from, turns, rows) {
      for (let r = 0; r < rows; r++) {
        const turnR = x[turns + 2 * r];
        const turnI = x[turns + 2 * r + 1];
        for (let a = from + r * ROW, o = into + r * ROW, end = a + LANES; a < end; a++, o++) {
          x[o] += x[a] * turnR - x[a + LANES] * turnI;
          x[o + LANES] += x[a] * turnI + x[a + LANES] * turnR;
        }
      }
    },

    weighConjugate(from, to, factors, rows) {
      for (let r = 0; r < rows; r++) {
        for (let l = 0; l < LANES; l++) {
          const factor = x[factors + r * LANES + l];
          x[to + r * ROW + l] = factor * x[from + r * ROW + l];
          x[to + r * ROW + LANES + l] = -factor * x[from + r * ROW + LANES + l];
        }
      }
    },

    copyParts(from, fromStep, to, toStep, rows) {
      for (let r = 0; r < rows; r++) {
        const start = from + r * fromStep;
        x.copyWithin(to + r * toStep, start, start + LANES);
      }
    },

    part(from, mirror, to, other) {
      for (let m = 0; m < LANES; m++) {
        for (let l = 0; l < LANES; l++) {
          const own = from + m * ROW + l;
          const opposite = mirror - m * ROW + l;
          const at = l * ROW + m;
          x[to + at] = 0.5 * (x[own] + x[opposite]);
          x[to + at + LANES] = 0.5 * (x[own + LANES] - x[opposite + LANES]);
          x[other + at] = 0.5 * (x[own + LANES] + x[opposite + LANES]);
          x[other + at + LANES] = 0.5 * (x[opposite] - x[own]);
        }
      }
    },

    join(one, other, to, mirror) {
      for (let m = 0; m < LANES; m++) {
        for (let l = 0; l < LANES; l++) {
          const at = l * ROW + m;
          const [im, re, otherIm, otherRe] = [
            x[one + at],
            x[one + at + LANES],
            x[other + at],
            x[other + at + LANES],
          ];
          x[to + m * ROW + l] = im + otherRe;
          x[to + m * ROW + LANES + l] = re - otherIm;
          x[mirror - m * ROW + l] = otherRe - im;
          x[mirror - m * ROW + LANES + l] = re + otherIm;
        }
      }
    },

    weightedPower(from, factors, rows) {
      let sum = 0;
      for (let r = 0; r < rows; r++) {
        for (let l = 0; l < LANES; l++) {
          const re = x[from + r * ROW + l];
          const im = x[from + r * ROW + LANES + l];
          sum += x[factors + r * LANES + l] * (re * re + im * im);
        }
      }
      return sum;
    },
  };
}
