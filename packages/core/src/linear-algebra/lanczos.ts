/**
 * The largest eigenvalues of a symmetric operator that is only known by its products, such as a sparse
 * graph of a million vectors: block Lanczos with thick restarts.
 *
 * Blocks of four find repeated eigenvalues (one vector at a time would miss them); new directions are
 * made orthogonal to the whole basis before rounding shows, so that no false copies appear; a restart
 * keeps the best directions found. Everything is float64 and in a fixed order: equal seeds give equal
 * bytes. After Cullum & Donath (1974), Simon (1984), Wu & Simon (2000).
 */
import type { DoubleRows } from "../compute/double-rows.ts";
import { openDoubleRows } from "../compute/wasm/simd-double-rows.ts";
import { type Random, random } from "../random.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

/** A symmetric `size` × `size` matrix as its products: `products[c] = matrix · vectors[c]`, at most four at once. */
export interface SymmetricOperator {
  readonly size: number;
  multiply(vectors: readonly Float64Array[], products: readonly Float64Array[]): void;
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
/**
 * Images have parts along the last two blocks only, but for what rounding adds. That grows little from
 * block to block, so it is taken out of two blocks in a row (a new one is made of two) of so many.
 */
const CLEANED = { blocks: 2, every: 4 };
/** Below this share of its length a direction was inside the basis already. */
const NOTHING_NEW = 1e-10;

/**
 * The `count` largest eigenvalues and their vectors. O(count² × size) and about 2 `count` products per
 * restart; memory 4 `count` × size.
 */
export async function largestEigenpairs(
  operator: SymmetricOperator,
  count: number,
  { seed, tolerance, maxRestarts, onRestart }: LanczosOptions,
): Promise<EigenPairs> {
  const { size } = operator;
  const limit = Math.min(size, 2 * count + 32);
  const kept = Math.min(limit, count + Math.min(16, 4 + (count >> 1)));
  const spare = Math.max(BLOCK, kept);
  const basis = new Basis(size, { capacity: limit + BLOCK, spare }, random(seed));
  const projected = new Float64Array(limit * limit);
  let used = 0;
  let width = basis.fillRandom(0, Math.min(BLOCK, size));
  for (let restarts = 1; ; restarts++) {
    let coupling: Float64Array = new Float64Array(0);
    let last = 0;
    for (let block = 0; ; block++) {
      const end = used + width;
      basis.multiply(operator, used, width);
      const isCleaned = block % CLEANED.every < CLEANED.blocks;
      const coefficients = basis.makeOrthogonal(width, end, block === 0 ? 0 : last, isCleaned);
      for (let c = 0; c < width; c++) {
        for (let i = 0; i < end; i++) {
          projected[i * limit + used + c] = coefficients[i * width + c];
          projected[(used + c) * limit + i] = coefficients[i * width + c];
        }
      }
      last = used;
      used = end;
      const next = Math.min(width, size - used);
      coupling = basis.append(width, used, next);
      width = next;
      if (width === 0 || used + width > limit) break;
    }
    const { values, vectors } = symmetricEigen(leading(projected, limit, used), () => Math.min(used, kept));
    const wanted = Math.min(count, used);
    const settled = settledPairs(vectors.data, used, { coupling, last, width, wanted, tolerance });
    await onRestart?.(settled);
    if (settled === wanted || restarts >= maxRestarts || width === 0) {
      return {
        values: values.slice(0, wanted),
        vectors: basis.combined(vectors.data, used, wanted).map(signFixer(size)),
        restarts,
      };
    }
    basis.restart(vectors.data, used, kept, width);
    projected.fill(0);
    for (let i = 0; i < kept; i++) projected[i * limit + i] = values[i];
    used = kept;
  }
}

/** Orthonormal directions, row after row, then the images of a block; behind them room for combinations. */
class Basis {
  readonly #size: number;
  readonly #rows: DoubleRows;
  readonly #chance: Random;
  /** The first row that holds no direction. */
  readonly #capacity: number;

  constructor(size: number, { capacity, spare }: { capacity: number; spare: number }, chance: Random) {
    this.#size = size;
    this.#rows = openDoubleRows(capacity + spare, size);
    this.#capacity = capacity;
    this.#chance = chance;
  }

  /** Writes `width` random orthonormal rows from row `from` on. */
  fillRandom(from: number, width: number): number {
    for (let c = 0; c < width; c++) this.#replaceByRandom(from + c);
    return width;
  }

  /** Takes the images of `width` rows from `from` on. */
  multiply(operator: SymmetricOperator, from: number, width: number): void {
    const rowsFrom = (first: number) => Array.from({ length: width }, (_, c) => this.#rows.row(first + c));
    operator.multiply(rowsFrom(from), rowsFrom(this.#capacity));
  }

  /**
   * Takes the parts along rows `near … end` out of the images, and with `isCleaned` once more those along
   * all rows before `end`; returns the coefficients, end × width.
   */
  makeOrthogonal(width: number, end: number, near: number, isCleaned: boolean): Float64Array {
    const coefficients = new Float64Array(end * width);
    for (const first of isCleaned ? [near, 0] : [near]) {
      const along = this.#rows.products(this.#capacity, width, first, end - first);
      for (let at = 0; at < along.length; at++) coefficients[first * width + at] += along[at];
      this.#rows.add(this.#capacity, width, along.map(negated), first, end - first);
    }
    return coefficients;
  }

  /**
   * Makes the first `next` images orthonormal and appends them after `end` rows.
   * @returns R of images = R · appended rows: width × next.
   */
  append(width: number, end: number, next: number): Float64Array {
    const factors = new Float64Array(width * next);
    for (let c = 0; c < width; c++) {
      const image = this.#rows.row(this.#capacity + c);
      const before = Math.sqrt(product(image, image));
      for (let pass = 0; pass < 2; pass++) {
        for (let p = 0; p < Math.min(c, next); p++) {
          const direction = this.#rows.row(end + p);
          const along = product(image, direction);
          subtract(image, direction, along);
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
      const target = this.#rows.row(end + c);
      for (let j = 0; j < target.length; j++) target[j] = image[j] / length;
    }
    return factors;
  }

  /** A random unit row at `index`, orthogonal to all rows before it. */
  #replaceByRandom(index: number): void {
    const target = this.#rows.row(index);
    for (let attempt = 0; attempt < 10; attempt++) {
      for (let j = 0; j < target.length; j++) target[j] = this.#chance.uniform() - 0.5;
      const before = Math.sqrt(product(target, target));
      for (let pass = 0; pass < 3; pass++) {
        for (let i = 0; i < index; i++) {
          subtract(target, this.#rows.row(i), product(target, this.#rows.row(i)));
        }
      }
      const length = Math.sqrt(product(target, target));
      if (length <= NOTHING_NEW * before) continue;
      for (let j = 0; j < target.length; j++) target[j] /= length;
      return;
    }
    throw new Error(`internal: no direction is left beside ${index} of ${target.length}.`);
  }

  /** `count` combinations of the first `used` rows into the spare rows; `weights` holds one after the other. */
  #combine(weights: Float64Array, used: number, count: number): void {
    for (let t = 0; t < count; t++) this.#rows.row(this.#capacity + t).fill(0);
    const bySource = Float64Array.from({ length: used * count }, (_, at) => {
      const source = Math.floor(at / count);
      return weights[(at - source * count) * used + source];
    });
    this.#rows.add(this.#capacity, count, bySource, 0, used);
  }

  /** The first `count` combinations, one after the other. */
  combined(weights: Float64Array, used: number, count: number): Float64Array {
    this.#combine(weights, used, count);
    const combined = new Float64Array(count * this.#size);
    for (let t = 0; t < count; t++) combined.set(this.#rows.row(this.#capacity + t), t * this.#size);
    return combined;
  }

  /** Keeps the first `kept` combinations and the `width` rows after `used`. */
  restart(weights: Float64Array, used: number, kept: number, width: number): void {
    this.#combine(weights, used, kept);
    for (let t = 0; t < kept; t++) this.#rows.row(t).set(this.#rows.row(this.#capacity + t));
    for (let c = 0; c < width; c++) this.#rows.row(kept + c).set(this.#rows.row(used + c));
  }
}

const negated = (value: number): number => -value;

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
