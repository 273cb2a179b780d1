/**
 * The largest eigenvalues of a symmetric operator that is only known by its products, such as a sparse
 * graph of a million vectors: block Lanczos with thick restarts.
 *
 * Blocks of four find repeated eigenvalues (one vector at a time would miss them); every new direction
 * is made orthogonal to the whole basis twice, so that no false copies appear; a restart keeps the best
 * directions found. Everything is float64 and in a fixed order: equal seeds give equal bytes.
 * After Cullum & Donath (1974), Wu & Simon (2000).
 */
import { type Random, random } from "../random.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

/** A symmetric `size` × `size` matrix as its product: `product = matrix · vector`. */
export interface SymmetricOperator {
  readonly size: number;
  multiply(vector: Float64Array, product: Float64Array): void;
}

export interface LanczosOptions {
  readonly seed: number;
  /** Residual ‖A x - λ x‖ at which a pair is good enough. */
  readonly tolerance: number;
  /** Restarts after which the best found so far is taken. */
  readonly maxRestarts: number;
  /** Called between restarts with the number of settled pairs; for progress and abort. */
  readonly onRestart?: (settled: number) => Promise<void>;
}

export interface EigenPairs {
  /** Descending. */
  readonly values: Float64Array;
  /** Unit eigenvectors one after the other: count × size; the largest entry of each is positive. */
  readonly vectors: Float64Array;
  /** Restarts it took. */
  readonly restarts: number;
}

const BLOCK = 4;
/** Below this share of its length a direction was inside the basis already. */
const NOTHING_NEW = 1e-10;

/**
 * The `count` largest eigenvalues and their vectors. O(count² × size) and about 2 `count` products per
 * restart; memory 3 `count` × size.
 */
export async function largestEigenpairs(
  operator: SymmetricOperator,
  count: number,
  { seed, tolerance, maxRestarts, onRestart }: LanczosOptions,
): Promise<EigenPairs> {
  const { size } = operator;
  const limit = Math.min(size, 2 * count + 32);
  const kept = Math.min(limit, count + Math.min(16, 4 + (count >> 1)));
  const basis = new Basis(size, limit + BLOCK, random(seed));
  const projected = new Float64Array(limit * limit);
  let used = 0;
  let width = basis.fillRandom(0, Math.min(BLOCK, size));
  for (let restarts = 1; ; restarts++) {
    let coupling: Float64Array = new Float64Array(0);
    let last = 0;
    for (;;) {
      const end = used + width;
      const images = basis.multiply(operator, used, width);
      const coefficients = basis.makeOrthogonal(images, width, end);
      for (let c = 0; c < width; c++) {
        for (let i = 0; i < end; i++) {
          projected[i * limit + used + c] = coefficients[c * end + i];
          projected[(used + c) * limit + i] = coefficients[c * end + i];
        }
      }
      last = used;
      used = end;
      const next = Math.min(width, size - used);
      coupling = basis.append(images, width, used, next);
      width = next;
      if (width === 0 || used + width > limit) break;
    }
    const { values, vectors } = symmetricEigen(leading(projected, limit, used));
    const wanted = Math.min(count, used);
    const settled = settledPairs(vectors.data, used, { coupling, last, width, wanted, tolerance });
    await onRestart?.(settled);
    if (settled === wanted || restarts >= maxRestarts || width === 0) {
      return {
        values: values.slice(0, wanted),
        vectors: basis.combine(vectors.data, used, wanted).map(signFixer(size)),
        restarts,
      };
    }
    basis.restart(vectors.data, used, kept, width);
    projected.fill(0);
    for (let i = 0; i < kept; i++) projected[i * limit + i] = values[i];
    used = kept;
  }
}

/** Orthonormal directions, row after row, with room for one block more. */
class Basis {
  readonly #size: number;
  readonly #rows: Float64Array;
  readonly #chance: Random;

  constructor(size: number, capacity: number, chance: Random) {
    this.#size = size;
    this.#rows = new Float64Array(size * capacity);
    this.#chance = chance;
  }

  /** Row `index`, no copy. */
  #row(index: number): Float64Array {
    return this.#rows.subarray(index * this.#size, (index + 1) * this.#size);
  }

  /** Writes `width` random orthonormal rows from row `from` on. */
  fillRandom(from: number, width: number): number {
    for (let c = 0; c < width; c++) this.#replaceByRandom(from + c);
    return width;
  }

  /** Images of `width` rows from `from` on, one after the other. */
  multiply(operator: SymmetricOperator, from: number, width: number): Float64Array {
    const images = new Float64Array(width * this.#size);
    for (let c = 0; c < width; c++) {
      operator.multiply(this.#row(from + c), images.subarray(c * this.#size, (c + 1) * this.#size));
    }
    return images;
  }

  /** Takes the parts along the first `end` rows out of `images`; returns those coefficients, width × end. */
  makeOrthogonal(images: Float64Array, width: number, end: number): Float64Array {
    const coefficients = new Float64Array(width * end);
    // Twice is enough (Kahan, Parlett).
    for (let pass = 0; pass < 2; pass++) {
      for (let i = 0; i < end; i++) {
        const direction = this.#row(i);
        if (width === BLOCK) this.#removeFromFour(images, direction, coefficients, i, end);
        else {
          for (let c = 0; c < width; c++) {
            const image = images.subarray(c * this.#size, (c + 1) * this.#size);
            const along = product(image, direction);
            subtract(image, direction, along);
            coefficients[c * end + i] += along;
          }
        }
      }
    }
    return coefficients;
  }

  /** One direction out of four images at once: it is read from memory twice instead of eight times. */
  #removeFromFour(
    images: Float64Array,
    direction: Float64Array,
    coefficients: Float64Array,
    i: number,
    end: number,
  ): void {
    const size = this.#size;
    const second = size;
    const third = 2 * size;
    const fourth = 3 * size;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let j = 0; j < size; j++) {
      const value = direction[j];
      a += value * images[j];
      b += value * images[second + j];
      c += value * images[third + j];
      d += value * images[fourth + j];
    }
    for (let j = 0; j < size; j++) {
      const value = direction[j];
      images[j] -= a * value;
      images[second + j] -= b * value;
      images[third + j] -= c * value;
      images[fourth + j] -= d * value;
    }
    coefficients[i] += a;
    coefficients[end + i] += b;
    coefficients[2 * end + i] += c;
    coefficients[3 * end + i] += d;
  }

  /**
   * Makes the first `next` images orthonormal and appends them after `end` rows.
   * @returns R of images = R · appended rows: width × next.
   */
  append(images: Float64Array, width: number, end: number, next: number): Float64Array {
    const factors = new Float64Array(width * next);
    for (let c = 0; c < width; c++) {
      const image = images.subarray(c * this.#size, (c + 1) * this.#size);
      const before = Math.sqrt(product(image, image));
      for (let pass = 0; pass < 2; pass++) {
        for (let p = 0; p < Math.min(c, next); p++) {
          const along = product(image, this.#row(end + p));
          subtract(image, this.#row(end + p), along);
          factors[c * next + p] += along;
        }
      }
      if (c >= next) continue;
      const length = Math.sqrt(product(image, image));
      if (length <= NOTHING_NEW * Math.max(1, before)) {
        this.#replaceByRandom(end + c);
        continue;
      }
      factors[c * next + c] = length;
      const target = this.#row(end + c);
      for (let j = 0; j < target.length; j++) target[j] = image[j] / length;
    }
    return factors;
  }

  /** A random unit row at `index`, orthogonal to all rows before it. */
  #replaceByRandom(index: number): void {
    const target = this.#row(index);
    for (let attempt = 0; attempt < 10; attempt++) {
      for (let j = 0; j < target.length; j++) target[j] = this.#chance.uniform() - 0.5;
      const before = Math.sqrt(product(target, target));
      for (let pass = 0; pass < 3; pass++) {
        for (let i = 0; i < index; i++) subtract(target, this.#row(i), product(target, this.#row(i)));
      }
      const length = Math.sqrt(product(target, target));
      if (length <= NOTHING_NEW * before) continue;
      for (let j = 0; j < target.length; j++) target[j] /= length;
      return;
    }
    throw new Error(`internal: no direction is left beside ${index} of ${target.length}.`);
  }

  /** The first `count` combinations of the first `used` rows: count × size. */
  combine(weights: Float64Array, used: number, count: number): Float64Array {
    const combined = new Float64Array(count * this.#size);
    for (let t = 0; t < count; t++) {
      const target = combined.subarray(t * this.#size, (t + 1) * this.#size);
      for (let i = 0; i < used; i++) subtract(target, this.#row(i), -weights[t * used + i]);
    }
    return combined;
  }

  /** Keeps the first `kept` combinations and the `width` rows after `used`. */
  restart(weights: Float64Array, used: number, kept: number, width: number): void {
    const combined = this.combine(weights, used, kept);
    const next = this.#rows.slice(used * this.#size, (used + width) * this.#size);
    this.#rows.set(combined);
    this.#rows.set(next, kept * this.#size);
  }
}

/** How many of the wanted pairs, from the largest on, have a small enough residual. */
function settledPairs(
  vectors: Float64Array,
  used: number,
  found: { coupling: Float64Array; last: number; width: number; wanted: number; tolerance: number },
): number {
  const { coupling, last, width, wanted, tolerance } = found;
  for (let t = 0; t < wanted; t++) {
    let squared = 0;
    for (let p = 0; p < width; p++) {
      let sum = 0;
      for (let c = 0; c < used - last; c++) sum += vectors[t * used + last + c] * coupling[c * width + p];
      squared += sum * sum;
    }
    if (Math.sqrt(squared) > tolerance) return t;
  }
  return wanted;
}

function leading(data: Float64Array, stride: number, size: number): { size: number; data: Float64Array } {
  const part = new Float64Array(size * size);
  for (let i = 0; i < size; i++) part.set(data.subarray(i * stride, i * stride + size), i * size);
  return { size, data: part };
}

/** For `map` over vectors of `size` numbers: turns each so that its largest entry is positive. */
function signFixer(size: number): (value: number, at: number, all: Float64Array) => number {
  let sign = 1;
  return (value, at, all) => {
    if (at % size === 0) {
      let largest = 0;
      for (let j = at; j < at + size; j++) if (Math.abs(all[j]) > Math.abs(largest)) largest = all[j];
      sign = largest < 0 ? -1 : 1;
    }
    return sign * value;
  };
}

function product(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < left.length; j++) sum += left[j] * right[j];
  return sum;
}

function subtract(target: Float64Array, direction: Float64Array, amount: number): void {
  for (let j = 0; j < target.length; j++) target[j] -= amount * direction[j];
}
