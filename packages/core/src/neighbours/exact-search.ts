/**
 * Exact search for one query among many vectors held in memory, at a quarter of the memory traffic.
 *
 * One product with every vector is bound by memory: 100,000 × 512 float32 are 205 MB a query. So each
 * vector also gets a copy in signed bytes (+25 % memory), and the length of what that copy misses.
 * A query scans the bytes in WebAssembly, bounds every product from both sides
 *
 *     |x·q − x̂·q̂| ≤ ‖x − x̂‖·‖q‖ + ‖x̂‖·‖q − q̂‖          (Cauchy-Schwarz)
 *
 * and measures again, in float64 from the float32 vectors, all that could still belong to the best.
 * The answer is therefore that of a float64 loop over everything: recall 1 by construction, not by luck.
 *
 * Leaves out many queries at once (`Kernels.topProducts`) and anything approximate. A memory holds
 * 4 GB of bytes: 8 million vectors of 512 numbers.
 */
import type { TopProducts } from "../compute/kernels.ts";
import { TopCollector } from "../compute/top-collector.ts";
import { byteProductsModule } from "../compute/wasm/byte-products-module.ts";
import { growMemory, PAGE_BYTES } from "../compute/wasm/simd-products.ts";
import { dot, type Matrix, row } from "../matrix.ts";

export interface ExactSearch {
  readonly rows: number;
  readonly columns: number;
  /** Bytes held for each vector, the float32 numbers included. */
  readonly bytesPerVector: number;
  /**
   * Adds vectors after those already there. Their numbers are kept, not copied: they must not change
   * afterwards. O(rows × columns).
   * @throws RangeError when the width differs or a number is NaN or infinite (naming row and column).
   */
  append(vectors: Matrix): void;
  /** Vector `index` as it was appended. */
  vector(index: number): Float32Array;
  /**
   * The `count` vectors with the largest products with `query`, best first, ties by lower index.
   * O(rows × columns) bytes read. Where `accepted` is given, only rows with a non-zero entry count.
   */
  top(query: Float32Array, count: number, accepted?: Uint8Array): TopProducts;
}

/** Columns the kernel takes at once, and rows whose products are looked at while they are still in cache. */
const COLUMN_STEP = 16;
const ROWS_AT_ONCE = 4096;
const LARGEST_CODE = 127;
/** Adding and subtracting 1.5 × 2^52 rounds a small float64 to an integer, several times faster than Math.round. */
const ROUNDER = 6_755_399_441_055_744;
/** Float64 rounding of the bounds themselves, relative. */
const SLACK = 1e-9;

type ByteProducts = (codes: number, query: number, products: number, rows: number, columns: number) => void;

/** An empty search over vectors of `columns` numbers. */
export function exactSearch(columns: number): ExactSearch {
  const paddedColumns = Math.ceil(columns / COLUMN_STEP) * COLUMN_STEP;
  const productsAt = 2 * paddedColumns;
  const codesAt = productsAt + 4 * ROWS_AT_ONCE;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(codesAt / PAGE_BYTES), maximum: 65_536 });
  const byteProducts = instantiate(memory);
  const blocks: Matrix[] = [];
  const blockStarts: number[] = [];
  // Per row: size of one code step, and length of what the codes miss. Grown by doubling.
  let steps = new Float64Array(0);
  let misses = new Float64Array(0);
  let longest = 0;
  let rows = 0;

  const vector = (index: number): Float32Array => {
    let block = blocks.length - 1;
    if (block > 0) {
      let low = 0;
      while (low < block) {
        const middle = (low + block + 1) >> 1;
        if (blockStarts[middle] <= index) low = middle;
        else block = middle - 1;
      }
    }
    return row(blocks[block], index - blockStarts[block]);
  };

  return {
    get rows() {
      return rows;
    },
    columns,
    bytesPerVector: 4 * columns + paddedColumns + 16,
    vector,

    append(vectors) {
      requireWidth(vectors.columns, columns);
      if (vectors.rows === 0) return;
      const total = rows + vectors.rows;
      growMemory(memory, codesAt + total * paddedColumns);
      steps = grown(steps, total);
      misses = grown(misses, total);
      const codes = new Int8Array(memory.buffer, codesAt, total * paddedColumns);
      for (let i = 0; i < vectors.rows; i++) {
        const values = row(vectors, i);
        const coded = encode(values, codes, (rows + i) * paddedColumns, i);
        steps[rows + i] = coded.step;
        misses[rows + i] = coded.miss;
        longest = Math.max(longest, coded.length);
      }
      blocks.push(vectors);
      blockStarts.push(rows);
      rows = total;
    },

    top(query, wanted, accepted) {
      requireWidth(query.length, columns);
      const count = Math.min(wanted, accepted ? countAccepted(accepted, rows) : rows);
      if (count <= 0) return { count: 0, indices: new Int32Array(0), products: new Float32Array(0) };
      const coded = encodeQuery(query, new Int16Array(memory.buffer, 0, paddedColumns));
      const products = new Int32Array(memory.buffer, productsAt, ROWS_AT_ONCE);
      const fixedError = longest * coded.miss + SLACK * longest * coded.length;
      // The best lower bounds so far set a bar; whoever's upper bound reaches it stays in the race.
      const bar = new TopCollector(count);
      const candidates: number[] = [];
      const upperBounds: number[] = [];
      for (let start = 0; start < rows; start += ROWS_AT_ONCE) {
        const end = Math.min(rows, start + ROWS_AT_ONCE);
        byteProducts(codesAt + start * paddedColumns, 0, productsAt, end - start, paddedColumns);
        for (let i = start; i < end; i++) {
          const estimate = products[i - start] * coded.step * steps[i];
          const error = misses[i] * coded.length + fixedError;
          if (estimate + error < bar.bar || (accepted !== undefined && accepted[i] === 0)) continue;
          candidates.push(i);
          upperBounds.push(estimate + error);
          if (estimate - error > bar.bar) bar.offer(estimate - error, i);
        }
      }
      const leastBound = bar.bar;
      const best = new TopCollector(count);
      for (let c = 0; c < candidates.length; c++) {
        if (upperBounds[c] >= leastBound) best.offer(dot(query, vector(candidates[c])), candidates[c]);
      }
      const { indices, scores } = best.take();
      return { count, indices, products: Float32Array.from(scores) };
    },
  };
}

/** Writes the nearest multiples of one step; the step makes the largest number exactly ±127. */
function encode(values: Float32Array, codes: Int8Array, at: number, rowInCall: number) {
  let largest = 0;
  let squares = 0;
  for (let j = 0; j < values.length; j++) {
    const value = values[j];
    squares += value * value;
    if (value > largest) largest = value;
    else if (-value > largest) largest = -value;
  }
  if (!Number.isFinite(squares)) {
    const column = values.findIndex((value) => !Number.isFinite(value));
    throw new RangeError(
      `Vector ${rowInCall} holds ${values[column]} at column ${column}; every number must be finite.`,
    );
  }
  const step = largest / LARGEST_CODE;
  const perStep = step > 0 ? 1 / step : 0;
  let missed = 0;
  for (let j = 0; j < values.length; j++) {
    const code = values[j] * perStep + ROUNDER - ROUNDER;
    codes[at + j] = code;
    const gap = values[j] - code * step;
    missed += gap * gap;
  }
  return { step, miss: Math.sqrt(missed), length: Math.sqrt(squares) + Math.sqrt(missed) };
}

/** The same for a query in 16 bits, with a step so large that 127 × Σ|code| stays below 2^31. */
function encodeQuery(query: Float32Array, codes: Int16Array) {
  let largest = 0;
  let sum = 0;
  for (const value of query) {
    largest = Math.max(largest, Math.abs(value));
    sum += Math.abs(value);
  }
  if (!Number.isFinite(sum)) {
    throw new RangeError("The query holds NaN or infinity; every number must be finite.");
  }
  const step = Math.max(largest / 32_767, sum / (2 ** 31 / LARGEST_CODE - query.length));
  let squares = 0;
  let missed = 0;
  codes.fill(0);
  for (let j = 0; j < query.length; j++) {
    const code = step > 0 ? Math.round(query[j] / step) : 0;
    codes[j] = code;
    squares += query[j] * query[j];
    missed += (query[j] - code * step) ** 2;
  }
  return { step, miss: Math.sqrt(missed), length: Math.sqrt(squares) };
}

function instantiate(memory: WebAssembly.Memory): ByteProducts {
  const bytes = Uint8Array.from(atob(byteProductsModule), (letter) => letter.charCodeAt(0));
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  // The module is ours and exports exactly this function; WebAssembly exports carry no types.
  return instance.exports.byteProducts as ByteProducts;
}

function grown(numbers: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  if (numbers.length >= length) return numbers;
  const larger = new Float64Array(Math.max(length, 2 * numbers.length));
  larger.set(numbers);
  return larger;
}

function countAccepted(accepted: Uint8Array, rows: number): number {
  if (accepted.length !== rows) {
    throw new RangeError(
      `The filter has ${accepted.length} entries for ${rows} vectors; it needs one for each.`,
    );
  }
  let count = 0;
  for (const entry of accepted) if (entry !== 0) count++;
  return count;
}

function requireWidth(given: number, columns: number): void {
  if (given !== columns) {
    throw new RangeError(
      `A vector of ${given} numbers cannot be compared with vectors of ${columns}; both must come from one space.`,
    );
  }
}
