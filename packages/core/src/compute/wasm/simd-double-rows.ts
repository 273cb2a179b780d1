/**
 * The rows of `../double-rows.ts` and the triangle of `../lower-triangle.ts` in WebAssembly SIMD: two
 * float64 numbers at a time, several rows together, a stretch of columns that stays in the cache.
 */
import { type DoubleRows, plainDoubleRows } from "../double-rows.ts";
import { type LowerTriangle, plainLowerTriangle } from "../lower-triangle.ts";
import { doubleRowsModule } from "./double-rows-module.ts";
import { growMemory, hasSimd, LARGEST_MEMORY } from "./simd-products.ts";

/** All arguments are byte addresses or byte lengths; see tools/wasm/assembly/double-rows.ts. */
interface DoubleRowKernels {
  addProducts(
    left: number,
    leftEnd: number,
    right: number,
    rightEnd: number,
    products: number,
    bytes: number,
    rowBytes: number,
  ): void;
  addCombinations(
    target: number,
    targetEnd: number,
    source: number,
    sourceEnd: number,
    weights: number,
    weightBytes: number,
    bytes: number,
    rowBytes: number,
  ): void;
  updateAndMultiply(
    row: number,
    rowsEnd: number,
    left: number,
    right: number,
    vector: number,
    product: number,
    rowBytes: number,
  ): void;
}

const NUMBER_BYTES = 8;
/** Rows that the kernels take together; what is missing is rows of no account. */
const GROUP = 4;
/** Bytes of a row at once: some rows of it stay in the first cache. */
const STRETCH_BYTES = 4096;

const filledUp = (count: number, multiple: number): number => Math.ceil(count / multiple) * multiple;

/** Numbers, and rows of a triangle, below which a memory of its own costs more than it saves. */
const SMALL = { numbers: 4096, rows: 48 };

/** `count` rows of `size` numbers: in SIMD where this engine has it and its memory suffices. */
export function openDoubleRows(count: number, size: number): DoubleRows {
  const simd = count * size < SMALL.numbers ? null : openSimdDoubleRows(count, size);
  return simd ?? plainDoubleRows(count, size);
}

/** A triangle of `size` rows: in SIMD where this engine has it and its memory suffices. */
export function openLowerTriangle(size: number): LowerTriangle {
  return (size < SMALL.rows ? null : openSimdLowerTriangle(size)) ?? plainLowerTriangle(size);
}

/** `null` where there is no SIMD, or too little memory. */
export function openSimdDoubleRows(count: number, size: number): DoubleRows | null {
  const width = filledUp(size, 2);
  const rowBytes = NUMBER_BYTES * width;
  const tableAt = (count + GROUP) * rowBytes;
  const opened = open(tableAt + NUMBER_BYTES * filledUp(count, GROUP) ** 2);
  if (opened === null) return null;
  const { memory, kernels } = opened;
  const table = new Float64Array(memory.buffer, tableAt);
  const stretches = (length: number, act: (at: number, bytes: number) => void): void => {
    const end = NUMBER_BYTES * filledUp(length, 2);
    for (let at = 0; at < end; at += STRETCH_BYTES) act(at, Math.min(STRETCH_BYTES, end - at));
  };
  return {
    row: (index) => new Float64Array(memory.buffer, index * rowBytes, size),

    products(left, leftCount, right, rightCount, length = size) {
      const across = filledUp(leftCount, GROUP);
      table.fill(0, 0, across * filledUp(rightCount, GROUP));
      stretches(length, (at, bytes) => {
        const [from, to] = [at + left * rowBytes, at + right * rowBytes];
        const ends = [from + across * rowBytes, to + rightCount * rowBytes] as const;
        kernels.addProducts(from, ends[0], to, ends[1], tableAt, bytes, rowBytes);
      });
      const products = new Float64Array(leftCount * rightCount);
      for (let b = 0; b < rightCount; b++) {
        products.set(table.subarray(b * across, b * across + leftCount), b * leftCount);
      }
      return products;
    },

    add(target, targetCount, weights, source, sourceCount, length = size) {
      const across = filledUp(targetCount, GROUP);
      table.fill(0, 0, across * filledUp(sourceCount, GROUP));
      for (let s = 0; s < sourceCount; s++) {
        table.set(weights.subarray(s * targetCount, (s + 1) * targetCount), s * across);
      }
      stretches(length, (at, bytes) => {
        const [to, from] = [at + target * rowBytes, at + source * rowBytes];
        const ends = [to + targetCount * rowBytes, from + sourceCount * rowBytes] as const;
        kernels.addCombinations(to, ends[0], from, ends[1], tableAt, NUMBER_BYTES * across, bytes, rowBytes);
      });
    },
  };
}

/** `null` where there is no SIMD, or too little memory. */
export function openSimdLowerTriangle(size: number): LowerTriangle | null {
  const stride = filledUp(size, 2);
  const rowBytes = NUMBER_BYTES * stride;
  const opened = open((stride + 4) * rowBytes);
  if (opened === null) return null;
  const { memory, kernels } = opened;
  const [left, right, vector, product] = [0, 1, 2, 3].map((k) => (stride + k) * rowBytes);
  const vectorAt = (address: number) => new Float64Array(memory.buffer, address, stride);
  return {
    stride,
    rows: new Float64Array(memory.buffer, 0, stride * stride),
    left: vectorAt(left),
    right: vectorAt(right),
    vector: vectorAt(vector),
    product: vectorAt(product),
    updateAndMultiply: (count) =>
      kernels.updateAndMultiply(0, count * rowBytes, left, right, vector, product, rowBytes),
  };
}

function open(bytes: number) {
  if (!hasSimd() || bytes > LARGEST_MEMORY) return null;
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 });
  growMemory(memory, bytes);
  compiled ??= new WebAssembly.Module(
    Uint8Array.from(atob(doubleRowsModule), (letter) => letter.charCodeAt(0)),
  );
  const instance = new WebAssembly.Instance(compiled, { env: { memory } });
  // The module is ours and exports exactly these functions; WebAssembly exports carry no types.
  return { memory, kernels: instance.exports as unknown as DoubleRowKernels };
}

let compiled: WebAssembly.Module | undefined;
