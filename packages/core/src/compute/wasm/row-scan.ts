/**
 * Looks through a row of products for the few that matter: most pairs of vectors are too far apart for
 * either of them, and saying so once for each of a billion pairs is what takes the time. SIMD where the
 * engine has it, else plain loops.
 */
import { rowScanModule } from "./row-scan-module.ts";
import { growMemory, hasSimd } from "./simd-products.ts";

export interface RowScan {
  /** ½‖y‖² of every column's vector y. */
  readonly halves: Float32Array;
  /** What product - ½‖x‖² must reach for the column's sake; Infinity where it asks for nobody. */
  readonly bars: Float32Array;
  /** The columns found by the last call, ascending. */
  readonly hits: Int32Array;
  /**
   * Finds the columns from `first` for which product - halves[column] ≥ `bar`, or product - `half` ≥
   * bars[column], and gives their number. In float32: bars should leave room for its rounding.
   * @param products one for each of the columns, no more
   */
  find(products: Float32Array, first: number, bar: number, half: number): number;
}

/** For rows of `columns` products. */
export function openRowScan(columns: number): RowScan {
  return hasSimd() ? openSimd(columns) : openPlain(columns);
}

/** Columns the kernel takes at once. */
const GROUP = 16;
/** Bytes of bar, half and the end of the hits, filled up to a vector. */
const SETTINGS_BYTES = 16;

type ScanRow = (
  products: number,
  halves: number,
  bars: number,
  end: number,
  settings: number,
  hits: number,
  column: number,
) => void;

function openSimd(columns: number): RowScan {
  const width = Math.ceil(columns / GROUP) * GROUP;
  const productsAt = SETTINGS_BYTES;
  const halvesAt = productsAt + 4 * width;
  const barsAt = halvesAt + 4 * width;
  const hitsAt = barsAt + 4 * width;
  const memory = new WebAssembly.Memory({ initial: 1 });
  growMemory(memory, hitsAt + 4 * (width + 1));
  const scanRow = instantiate(memory);
  const numbers = (at: number, length: number) => new Float32Array(memory.buffer, at, length);
  const settings = numbers(0, 2);
  const hitsEnd = new Uint32Array(memory.buffer, 8, 1);
  const row = numbers(productsAt, width);
  return {
    halves: numbers(halvesAt, columns),
    bars: numbers(barsAt, columns),
    hits: new Int32Array(memory.buffer, hitsAt, width),
    find(products, first, bar, half) {
      const start = first - (first % GROUP);
      const end = Math.ceil(products.length / GROUP) * GROUP;
      // What fills up the first and the last group is no number, which passes no bar.
      row.set(products.subarray(first), first);
      row.fill(Number.NaN, start, first);
      row.fill(Number.NaN, products.length, end);
      settings[0] = bar;
      settings[1] = half;
      const at = (numbersAt: number) => numbersAt + 4 * start;
      scanRow(at(productsAt), at(halvesAt), at(barsAt), productsAt + 4 * end, 0, hitsAt, start);
      return (hitsEnd[0] - hitsAt) / 4;
    },
  };
}

function openPlain(columns: number): RowScan {
  const halves = new Float32Array(columns);
  const bars = new Float32Array(columns);
  const hits = new Int32Array(columns);
  return {
    halves,
    bars,
    hits,
    find(products, first, bar, half) {
      let count = 0;
      for (let c = first; c < products.length; c++) {
        if (products[c] - halves[c] >= bar || products[c] - half >= bars[c]) hits[count++] = c;
      }
      return count;
    },
  };
}

let compiled: WebAssembly.Module | undefined;

function instantiate(memory: WebAssembly.Memory): ScanRow {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(rowScanModule), (letter) => letter.charCodeAt(0)));
  const instance = new WebAssembly.Instance(compiled, { env: { memory } });
  // The module is ours and exports exactly this function; WebAssembly exports carry no types.
  return instance.exports.scanRow as ScanRow;
}
