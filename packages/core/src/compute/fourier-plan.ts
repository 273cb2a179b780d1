/**
 * Discrete Fourier transforms of lengths 2ᵃ and 3 · 2ᵃ, sixteen at a time, on the strips of `lanes.ts`.
 *
 * Self-sorting: every stage moves rows from one strip to another, so there is no reordering and both
 * ends are in natural order. After Stockham, in Cochran et al. (1967).
 */
import type { Lanes } from "./lanes.ts";

/** The least length of `step` · 2ᵃ or `step` · 3 · 2ᵃ that is not below `least`. */
export function fourierLength(least: number, step: number): number {
  for (let length = step; ; length *= 2) {
    if (length >= least) return length;
    // Three halves of the next power come before that power.
    if (length > step && 1.5 * length >= least) return 1.5 * length;
  }
}

/** Numbers the twiddles of a plan take. */
export function twiddleSize(length: number): number {
  return 2 * length;
}

export class FourierPlan {
  readonly length: number;
  readonly #lanes: Lanes;
  /** Of each stage: its radix, its twiddles and how many groups share them. */
  readonly #stages: { radix: 2 | 3 | 4; twiddles: number; groups: number; stride: number }[] = [];

  /** Writes twiddles at `at`; they take `twiddleSize(length)` numbers. */
  constructor(lanes: Lanes, length: number, at: number) {
    this.length = length;
    this.#lanes = lanes;
    let end = at;
    for (let rest = length, stride = 1; rest > 1; ) {
      const radix = rest % 4 === 0 ? 4 : rest % 2 === 0 ? 2 : 3;
      if (rest % radix !== 0 || (radix === 3 && rest > 3)) {
        throw new Error(`internal: there is no Fourier plan for length ${length}, only 2ᵃ and 3 · 2ᵃ.`);
      }
      const groups = rest / radix;
      this.#stages.push({ radix, twiddles: end, groups, stride });
      for (let p = 0; p < groups; p++) {
        for (let power = 1; power < radix; power++) {
          const angle = (-2 * Math.PI * p * power) / rest;
          lanes.numbers[end++] = Math.cos(angle);
          lanes.numbers[end++] = Math.sin(angle);
        }
      }
      rest = groups;
      stride *= radix;
    }
  }

  /** Σ row j · e^(-2πi jk / length) into row k. Uses both strips; gives the one that holds the result. */
  transform(strip: number, spare: number): number {
    let [from, to] = [strip, spare];
    for (const { radix, twiddles, groups, stride } of this.#stages) {
      if (radix === 4) this.#lanes.radix4(from, to, twiddles, groups, stride);
      else if (radix === 2) this.#lanes.radix2(from, to, twiddles, groups, stride);
      else this.#lanes.radix3(from, to, stride);
      [from, to] = [to, from];
    }
    return from;
  }
}
