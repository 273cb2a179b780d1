/**
 * Repulsion between charges on the nodes of a square grid, by Fourier transforms: the convolution in
 * the middle of `interpolated-repulsion.ts`.
 *
 * Filled up with zeros to twice its width, the grid has even frequencies, which are those of the grid
 * itself, and odd ones, which are those of the grid turned by half a step of phase: transforms of the
 * zeros are never done. Real charges need half of the frequencies along y; two columns of them share one
 * transform, and so do the two parts of the force. O(size² log size).
 */
import { FourierPlan, twiddleSize } from "../compute/fourier-plan.ts";
import { LANES, type Lanes, ROW } from "../compute/lanes.ts";
import type { OpenLanes, RepulsionSpectrum } from "./repulsion-spectrum.ts";

/** Sizes are multiples of this. */
export const SIZE_STEP = 2 * LANES;

export class RepulsionGrid {
  readonly size: number;
  readonly spacing: number;
  /** Row-major size × size; lost by `repel`. */
  readonly charges: Float32Array;
  /** Written by `repel`. */
  readonly forceX: Float32Array;
  readonly forceY: Float32Array;
  readonly #lanes: Lanes;
  readonly #plan: FourierPlan;
  // Offsets of what lies in the lanes' memory: charges and then forces along x, forces along y;
  readonly #charges: number;
  readonly #forces: number;
  // half a step of phase for each row;
  readonly #turns: number;
  // spectra by strips of ky with rows of x, and four strips to work on.
  readonly #first: number;
  readonly #second: number;
  readonly #strips: readonly [number, number, number, number];
  readonly #factors: { readonly forceX: number; readonly forceY: number; readonly closeness: number };

  constructor(openLanes: OpenLanes, spectrum: RepulsionSpectrum) {
    const { size } = spectrum;
    const nodes = size * size;
    // One row more than the transform has, for the mirror of its first.
    const strip = (size + 1) * ROW;
    let end = 0;
    const take = (count: number): number => {
      end += count;
      return end - count;
    };
    this.#charges = take(nodes);
    this.#forces = take(nodes);
    this.#first = take(2 * nodes);
    this.#second = take(2 * nodes);
    this.#factors = { forceX: take(2 * nodes), forceY: take(2 * nodes), closeness: take(2 * nodes) };
    this.#strips = [take(strip), take(strip), take(strip), take(strip)];
    this.#turns = take(2 * size);
    const twiddlesAt = take(twiddleSize(size));
    const lanes = openLanes(end);
    const { numbers } = lanes;
    this.size = size;
    this.spacing = spectrum.spacing;
    this.#lanes = lanes;
    this.#plan = new FourierPlan(lanes, size, twiddlesAt);
    this.charges = numbers.subarray(this.#charges, this.#charges + nodes);
    this.forceX = this.charges;
    this.forceY = numbers.subarray(this.#forces, this.#forces + nodes);
    for (let row = 0; row < size; row++) {
      numbers[this.#turns + 2 * row] = Math.cos((-Math.PI * row) / size);
      numbers[this.#turns + 2 * row + 1] = Math.sin((-Math.PI * row) / size);
    }
    numbers.set(spectrum.forceX, this.#factors.forceX);
    numbers.set(spectrum.forceY, this.#factors.forceY);
    numbers.set(spectrum.closeness, this.#factors.closeness);
  }

  /** Forces on unit charges at every node; gives Σ q over all ordered pairs of charges, own ones included. */
  repel(): number {
    this.#alongY();
    const total = this.#alongX();
    this.#backAlongY();
    return total;
  }

  /** Charges → `first`. Column l and column l + size / 2 are the parts of one complex column. */
  #alongY(): void {
    const { size } = this;
    const lanes = this.#lanes;
    const [strip, turned, spare] = this.#strips;
    const half = size / 2;
    for (let start = 0; start < half; start += LANES) {
      lanes.copyParts(this.#charges + start, size, strip, ROW, size);
      lanes.copyParts(this.#charges + start + half, size, strip + LANES, ROW, size);
      lanes.turn(strip, turned, this.#turns, size);
      const even = this.#plan.transform(strip, spare);
      // Frequency 0 is its own mirror.
      lanes.numbers.copyWithin(even + size * ROW, even, even + ROW);
      this.#part(even, even + size * ROW, start, 0);
      const odd = this.#plan.transform(turned, spare);
      this.#part(odd, odd + (size - 1) * ROW, start, 1);
    }
  }

  #part(from: number, mirror: number, start: number, parity: 0 | 1): void {
    const { size } = this;
    const half = size / 2;
    for (let m = 0; m < half; m += LANES) {
      const to = this.#first + (parity * half + m) * 2 * size + start * ROW;
      this.#lanes.part(from + m * ROW, mirror - m * ROW, to, to + half * ROW);
    }
  }

  /** `first` → transforms of the forces along y, x in `second`, y in `first`, halves exchanged. */
  #alongX(): number {
    const { size } = this;
    const lanes = this.#lanes;
    const [a, b, c, d] = this.#strips;
    const strip = size * ROW;
    let total = 0;
    for (let s = 0; s < size / LANES; s++) {
      const own = this.#first + s * strip;
      const factors = 2 * s * size * LANES;
      const oddFactors = factors + size * LANES;
      lanes.turn(own, a, this.#turns, size);
      const odd = this.#plan.transform(a, b);
      const free = odd === a ? b : a;
      const even = this.#plan.transform(own, c);
      if (even !== own) lanes.numbers.copyWithin(own, even, even + strip);
      total += lanes.weightedPower(own, this.#factors.closeness + factors, size);
      total += lanes.weightedPower(odd, this.#factors.closeness + oddFactors, size);
      this.#weighed(own, odd, this.#factors.forceX + factors, this.#second + s * strip, free, c, d);
      this.#weighed(own, odd, this.#factors.forceY + factors, own, free, c, d);
    }
    return total;
  }

  /** Back along x from even and odd frequencies times their factors. */
  #weighed(even: number, odd: number, factors: number, into: number, a: number, b: number, c: number): void {
    const { size } = this;
    const lanes = this.#lanes;
    lanes.weighConjugate(odd, a, factors + size * LANES, size);
    const oddDone = this.#plan.transform(a, b);
    const spare = oddDone === a ? b : a;
    lanes.weighConjugate(even, spare, factors, size);
    const evenDone = this.#plan.transform(spare, c);
    lanes.addTurned(evenDone, oddDone, this.#turns, size);
    lanes.numbers.copyWithin(into, evenDone, evenDone + size * ROW);
  }

  /** `first` and `second` → forces on the nodes. */
  #backAlongY(): void {
    const { size } = this;
    const lanes = this.#lanes;
    const [a, b, c] = this.#strips;
    for (let start = 0; start < size; start += LANES) {
      this.#join(start, 1, a);
      const odd = this.#plan.transform(a, b);
      const spare = odd === a ? b : a;
      this.#join(start, 0, spare);
      const even = this.#plan.transform(spare, c);
      lanes.addTurned(even, odd, this.#turns, size);
      lanes.copyParts(even, ROW, this.#forces + start, size, size);
      lanes.copyParts(even + LANES, ROW, this.#charges + start, size, size);
    }
  }

  /** The complex columns x + iy out of half of the spectrum of each, parts exchanged for the way back. */
  #join(start: number, parity: 0 | 1, to: number): void {
    const { size } = this;
    const half = size / 2;
    const mirror = to + (size - parity) * ROW;
    for (let m = 0; m < half; m += LANES) {
      const own = (parity * half + m) * 2 * size + start * ROW;
      this.#lanes.join(this.#second + own, this.#first + own, to + m * ROW, mirror - m * ROW);
    }
    // The frequency that is its own mirror is left out.
    if (parity === 0) this.#lanes.numbers.fill(0, to + half * ROW, to + (half + 1) * ROW);
  }
}
