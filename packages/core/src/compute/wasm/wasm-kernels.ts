/**
 * The kernels in WebAssembly SIMD: ten times the speed of plain loops, a third of ONNX Runtime's, and
 * nothing to install. For browsers, and for Node when nothing faster is injected.
 *
 * Products run through one memory in blocks: 96 left rows at a time against panels of 8 right rows.
 * Everything is float32 and distances come from norms and products, so pairs closer than about 3e-4 of
 * their length lose their digits, as in every implementation by products. One thread; calls finish
 * before they return, whatever the promises say.
 */

import { type Matrix, matrix, row, rowRange } from "../../matrix.ts";
import type { Kernels } from "../kernels.ts";
import {
  emptyGram,
  plainKernels,
  requireSameWidth,
  shiftColumns,
  squaredNorms,
  sumByLabel,
} from "../plain.ts";
import { mirrorLowerHalf } from "../square-matrix.ts";
import { TopCollector } from "../top-collector.ts";
import { transposed } from "../transposed.ts";
import { growMemory, hasSimd, LEFT_GROUP, openSimdProducts, PANEL_ROWS } from "./simd-products.ts";

/** Left rows in one call: with 512 columns they fill 200 kB of the second cache. */
const LEFT_ROWS = 96;
/** Right numbers packed at once, 2 MB, and the most rows that may be. */
const RIGHT_NUMBERS = 2 ** 19;
const RIGHT_ROWS = 1024;
/** Queries whose best are collected together; the right side is packed again for each such group. */
const RANKED_QUERIES = 10 * LEFT_ROWS;
/** Rows multiplied with each other before they are added up, and columns in a block of a Gram matrix. */
const GRAM_ROWS = 512;
const GRAM_BLOCK = 128;

/** Products of left rows from `leftStart` with right rows from `rightStart`; `width` numbers a row. */
interface Tile {
  readonly leftStart: number;
  readonly leftRows: number;
  readonly rightStart: number;
  readonly rightRows: number;
  readonly width: number;
  /** Valid only during the visit. */
  readonly products: Float32Array;
}

type TileWalker = (left: Matrix, right: Matrix, visit: (tile: Tile) => void) => void;

let portable: Kernels | undefined;

/**
 * The fastest kernels that need nothing but the language: SIMD where the engine has it, else plain. The
 * same ones for all callers, who take turns on one memory.
 */
export function portableKernels(): Kernels {
  portable ??= hasSimd() ? openWasmKernels() : plainKernels;
  return portable;
}

/**
 * Kernels with a memory of their own (a few MB, more for very wide vectors).
 * @throws Error where the engine has no WebAssembly SIMD; `portableKernels` never does.
 */
export function openWasmKernels(): Kernels {
  const eachTile = openTileWalker();
  return {
    name: "wasm-simd",

    async nearest(vectors, centres) {
      requireSameWidth(vectors, centres);
      if (centres.rows === 0) throw new RangeError("There are 0 centres; nearest needs at least one.");
      const halfNorms = squaredNorms(centres).map((norm) => norm / 2);
      const norms = squaredNorms(vectors);
      const indices = new Int32Array(vectors.rows);
      const best = new Float64Array(vectors.rows).fill(-Infinity);
      const second = best.slice();
      eachTile(vectors, centres, ({ leftStart, leftRows, rightStart, rightRows, width, products }) => {
        for (let i = 0; i < leftRows; i++) {
          const from = i * width;
          let score = best[leftStart + i];
          let next = second[leftStart + i];
          let index = indices[leftStart + i];
          for (let c = 0; c < rightRows; c++) {
            const candidate = products[from + c] - halfNorms[rightStart + c];
            if (candidate > score) {
              next = score;
              score = candidate;
              index = rightStart + c;
            } else if (candidate > next) next = candidate;
          }
          best[leftStart + i] = score;
          second[leftStart + i] = next;
          indices[leftStart + i] = index;
        }
      });
      const squared = (score: number, i: number) => Math.max(0, norms[i] - 2 * score);
      return {
        indices,
        squaredDistances: Float32Array.from(best, squared),
        secondSquaredDistances: Float32Array.from(second, squared),
      };
    },

    async topProducts(queries, vectors, wanted) {
      requireSameWidth(queries, vectors);
      const count = Math.min(wanted, vectors.rows);
      const indices = new Int32Array(queries.rows * count);
      const best = new Float32Array(queries.rows * count);
      if (count === 0) return { count, indices, products: best };
      for (let start = 0; start < queries.rows; start += RANKED_QUERIES) {
        const group = rowRange(queries, start, Math.min(queries.rows, start + RANKED_QUERIES));
        const collectors = Array.from({ length: group.rows }, () => new TopCollector(count));
        eachTile(group, vectors, ({ leftStart, leftRows, rightStart, rightRows, width, products }) => {
          for (let i = 0; i < leftRows; i++) {
            const collector = collectors[leftStart + i];
            const from = i * width;
            for (let j = 0; j < rightRows; j++) {
              if (products[from + j] > collector.bar) collector.offer(products[from + j], rightStart + j);
            }
          }
        });
        for (const [i, collector] of collectors.entries()) {
          const top = collector.take();
          indices.set(top.indices, (start + i) * count);
          best.set(top.scores, (start + i) * count);
        }
      }
      return { count, indices, products: best };
    },

    async products(left, right, shifts) {
      requireSameWidth(left, right);
      const result = matrix(left.rows, right.rows);
      eachTile(left, right, ({ leftStart, leftRows, rightStart, rightRows, width, products }) => {
        for (let i = 0; i < leftRows; i++) {
          const row = products.subarray(i * width, i * width + rightRows);
          result.data.set(row, (leftStart + i) * right.rows + rightStart);
        }
      });
      if (shifts !== undefined) shiftColumns(result, shifts);
      return result;
    },

    async squaredDistances(left, right) {
      requireSameWidth(left, right);
      const result = matrix(left.rows, right.rows);
      const leftNorms = squaredNorms(left);
      const rightNorms = squaredNorms(right);
      eachTile(left, right, ({ leftStart, leftRows, rightStart, rightRows, width, products }) => {
        for (let i = 0; i < leftRows; i++) {
          const norm = leftNorms[leftStart + i];
          const to = (leftStart + i) * right.rows + rightStart;
          for (let j = 0; j < rightRows; j++) {
            const distance = norm + rightNorms[rightStart + j] - 2 * products[i * width + j];
            result.data[to + j] = distance > 0 ? distance : 0;
          }
        }
      });
      return result;
    },

    async gram(vectors, origin) {
      const { rows, columns } = vectors;
      const sums = emptyGram(columns);
      for (let start = 0; start < rows; start += GRAM_ROWS) {
        const turned = transposed(rowRange(vectors, start, Math.min(rows, start + GRAM_ROWS)));
        for (let j = 0; j < columns; j++) {
          const values = row(turned, j);
          for (let i = 0; i < values.length; i++) {
            values[i] -= origin[j];
            sums.sums[j] += values[i];
          }
        }
        for (let from = 0; from < columns; from += GRAM_BLOCK) {
          const left = rowRange(turned, from, columns);
          const right = rowRange(turned, from, Math.min(columns, from + GRAM_BLOCK));
          eachTile(left, right, ({ leftStart, leftRows, rightStart, rightRows, width, products }) => {
            for (let i = 0; i < leftRows; i++) {
              const to = (from + leftStart + i) * columns + from + rightStart;
              for (let j = 0; j < rightRows; j++) sums.data[to + j] += products[i * width + j];
            }
          });
        }
      }
      mirrorLowerHalf(sums);
      return sums;
    },

    sumByLabel: async (vectors, labels, labelCount) => sumByLabel(vectors, labels, labelCount),
    squaredNorms: async (vectors) => squaredNorms(vectors),
  };
}

/** Tiles come in ascending order of the right rows for every left row, so first come is lowest index. */
function openTileWalker(): TileWalker {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 });
  const { panelProducts } = openSimdProducts(memory);
  return (left, right, visit) => {
    const paddedColumns = Math.max(4, Math.ceil(left.columns / 4) * 4);
    const fitting = Math.max(1, Math.floor(Math.min(RIGHT_NUMBERS / paddedColumns, RIGHT_ROWS) / PANEL_ROWS));
    const width = PANEL_ROWS * Math.min(fitting, Math.ceil(right.rows / PANEL_ROWS));
    const leftNumbers = LEFT_ROWS * paddedColumns;
    const rightNumbers = width * paddedColumns;
    growMemory(memory, 4 * (leftNumbers + rightNumbers + LEFT_ROWS * width));
    const numbers = new Float32Array(memory.buffer);
    const block = numbers.subarray(0, leftNumbers);
    const panels = numbers.subarray(leftNumbers, leftNumbers + rightNumbers);
    const productsAt = leftNumbers + rightNumbers;
    const products = numbers.subarray(productsAt, productsAt + LEFT_ROWS * width);
    for (let rightStart = 0; rightStart < right.rows; rightStart += width) {
      const rightRows = Math.min(width, right.rows - rightStart);
      packPanels(right, rightStart, rightRows, paddedColumns, panels);
      for (let leftStart = 0; leftStart < left.rows; leftStart += LEFT_ROWS) {
        const leftRows = Math.min(LEFT_ROWS, left.rows - leftStart);
        copyRows(left, leftStart, leftRows, paddedColumns, block);
        panelProducts(
          0,
          4 * leftNumbers,
          4 * productsAt,
          Math.ceil(leftRows / LEFT_GROUP),
          Math.ceil(rightRows / PANEL_ROWS),
          4 * paddedColumns,
          4 * width,
        );
        visit({ leftStart, leftRows, rightStart, rightRows, width, products });
      }
    }
  };
}

/** Rows one after another, columns filled up with zeros; rows beyond the last keep what was there. */
function copyRows(
  { columns, data }: Matrix,
  start: number,
  count: number,
  width: number,
  target: Float32Array,
): void {
  if (columns === width) {
    target.set(data.subarray(start * columns, (start + count) * columns));
    return;
  }
  for (let i = 0; i < count; i++) {
    const from = (start + i) * columns;
    target.set(data.subarray(from, from + columns), i * width);
    target.fill(0, i * width + columns, (i + 1) * width);
  }
}

/** Panels of eight rows, column by column; missing rows and columns are zeros. */
function packPanels(
  { columns, data }: Matrix,
  start: number,
  count: number,
  width: number,
  target: Float32Array,
): void {
  if (columns !== width || count % PANEL_ROWS !== 0) target.fill(0);
  for (let i = 0; i < count; i++) {
    const from = (start + i) * columns;
    const to = (i - (i % PANEL_ROWS)) * width + (i % PANEL_ROWS);
    for (let j = 0; j < columns; j++) target[to + j * PANEL_ROWS] = data[from + j];
  }
}
