/**
 * The kernels of `@imantics/core` on ONNX Runtime: thirty times the speed of plain loops.
 *
 * Six small graphs are built in memory; vectors go through them in pieces of some hundred rows,
 * because one large product runs at half the speed of many that fit the cache. Everything is float32:
 * distances come from norms and products, so pairs closer than about 3e-4 of their length lose their
 * digits (clustering methods measure such pairs again where it matters).
 * Index outputs are cast to int32 inside the graph, and norms of what is many are taken there too, on all
 * threads; sums by label are bound by memory and stay plain.
 */
import {
  emptyGram,
  type Kernels,
  type Matrix,
  matrix,
  mirrorLowerHalf,
  gram as plainGram,
  requireSameWidth,
  rowRange,
  type SquareMatrix,
  squaredNorms,
  sumByLabel,
  TopCollector,
} from "@imantics/core";
import { OnnxGraph } from "@imantics/learn";
import { openSession, type Session, type SessionTensor } from "../models/sessions.ts";

/** Rows of the left side in one product; 500 to 1,000 are fastest. */
const LEFT_ROWS = 512;
/** Products with few right rows in one call, which then takes more left rows: 1 MB. */
const TILE_NUMBERS = 2 ** 18;
/** Vectors ranked in one product with a piece of queries: a tile of 32 MB. */
const RANKED_ROWS = 16_384;
/** Rows in one piece of a Gram matrix, and columns below which plain loops are as fast. */
const GRAM_ROWS = 2048;
const GRAM_COLUMNS = 32;
/** Pieces whose blocks are added up in float32 on the way, before JavaScript adds them in float64. */
const GRAM_PIECES = 16;

export interface OnnxKernels extends Kernels {
  /** Frees the sessions. The kernels must not be used afterwards. */
  close(): Promise<void>;
}

/** Opens the kernels on `threads` threads (default 1); results do not depend on their number. */
export async function openOnnxKernels({ threads = 1 }: { threads?: number } = {}): Promise<OnnxKernels> {
  const open = (graph: OnnxGraph) => openSession(graph.toBytes(), { threads });
  const [nearest, ranked, products, shifted, distances, gram] = await Promise.all([
    open(nearestGraph()),
    open(rankedGraph()),
    open(productsGraph()),
    open(shiftedGraph()),
    open(distancesGraph()),
    open(gramGraph()),
  ]);
  return {
    name: "onnx",

    async nearest(vectors, centres) {
      requireSameWidth(vectors, centres);
      if (centres.rows === 0) throw new RangeError("There are 0 centres; nearest needs at least one.");
      const right = tensor(centres);
      const bias = column(squaredNorms(centres), -0.5);
      const each = Math.min(2, centres.rows);
      const count = { shape: [1], data: BigInt64Array.of(BigInt(each)) };
      const indices = new Int32Array(vectors.rows);
      const squaredDistances = new Float32Array(vectors.rows);
      const secondSquaredDistances = new Float32Array(vectors.rows).fill(Infinity);
      for (const [start, piece] of pieces(vectors, rowsAtOnce(centres))) {
        const best = await nearest.run({ left: tensor(piece), right, bias, count });
        const norms = float32(best.norms);
        const scores = float32(best.scores);
        const where = int32(best.index);
        for (let i = 0; i < piece.rows; i++) {
          indices[start + i] = where[i * each]!;
          squaredDistances[start + i] = Math.max(0, norms[i]! - 2 * scores[i * each]!);
          if (each === 1) continue;
          secondSquaredDistances[start + i] = Math.max(0, norms[i]! - 2 * scores[i * each + 1]!);
        }
      }
      return { indices, squaredDistances, secondSquaredDistances };
    },

    async topProducts(queries, vectors, wanted) {
      requireSameWidth(queries, vectors);
      const count = Math.min(wanted, vectors.rows);
      const indices = new Int32Array(queries.rows * count);
      const best = new Float32Array(queries.rows * count);
      if (count === 0) return { count, indices, products: best };
      for (const [start, piece] of pieces(queries, LEFT_ROWS)) {
        const collectors = Array.from({ length: piece.rows }, () => new TopCollector(count));
        for (const [offset, block] of pieces(vectors, Math.max(RANKED_ROWS, count))) {
          const each = Math.min(count, block.rows);
          const top = await ranked.run({
            left: tensor(piece),
            right: tensor(block),
            count: { shape: [1], data: BigInt64Array.of(BigInt(each)) },
          });
          const scores = float32(top.scores);
          const where = int32(top.index);
          for (let q = 0; q < piece.rows; q++) {
            for (let k = q * each; k < (q + 1) * each; k++) {
              collectors[q]!.offer(scores[k]!, offset + where[k]!);
            }
          }
        }
        for (const [q, collector] of collectors.entries()) {
          const top = collector.take();
          indices.set(top.indices, (start + q) * count);
          best.set(top.scores, (start + q) * count);
        }
      }
      return { count, indices, products: best };
    },

    async products(left, right, shifts) {
      requireSameWidth(left, right);
      const session = shifts === undefined ? products : shifted;
      const others = {
        right: tensor(right),
        ...(shifts && { shifts: { shape: [shifts.length], data: shifts } }),
      };
      return tiled(left, right, async (piece) => {
        const result = await session.run({ left: tensor(piece), ...others });
        return float32(result.products);
      });
    },

    async squaredDistances(left, right) {
      requireSameWidth(left, right);
      const rightTensor = tensor(right);
      const rightNorms = column(squaredNorms(right), 1);
      return tiled(left, right, async (piece) => {
        const result = await distances.run({ left: tensor(piece), right: rightTensor, rightNorms });
        return float32(result.distances);
      });
    },

    async gram(vectors, origin) {
      const { columns } = vectors;
      if (columns < GRAM_COLUMNS) return plainGram(vectors, origin);
      const sums = emptyGram(columns);
      const width = Math.ceil(columns / GRAM_BLOCKS);
      const shape = {
        origin: { shape: [columns], data: origin },
        width: { shape: [1], data: BigInt64Array.of(BigInt(width)) },
      };
      const nothing = emptyBlocks(columns, width);
      for (const [, part] of pieces(vectors, GRAM_PIECES * GRAM_ROWS)) {
        let blocks = nothing;
        for (const [, piece] of pieces(part, GRAM_ROWS)) {
          const before = Object.fromEntries(blocks.map((block, b) => [`before${b}`, block]));
          const after = await gram.run({ vectors: tensor(piece), ...shape, ...before });
          blocks = blocks.map((block, b) => ({ ...block, data: float32(after[`block${b}`]) }));
          for (const [j, sum] of float32(after.sums).entries()) sums.sums[j]! += sum;
        }
        for (const [b, { data }] of blocks.entries()) addBlock(sums, data, b * width, width);
      }
      mirrorLowerHalf(sums);
      return sums;
    },

    sumByLabel: async (vectors, labels, labelCount) => sumByLabel(vectors, labels, labelCount),
    squaredNorms: async (vectors) => squaredNorms(vectors),

    async close() {
      await Promise.all(
        [nearest, ranked, products, shifted, distances, gram].map((session: Session) => session.close()),
      );
    },
  };
}

/** Nearest by ‖x − c‖² is largest by x·c − ½‖c‖². */
function nearestGraph(): OnnxGraph {
  const graph = new OnnxGraph("nearest");
  const { left, right } = twoSides(graph);
  const bias = graph.input("bias", "float32", ["others"]);
  keepLargest(graph, graph.node("Gemm", [left, right, bias], { transB: 1 }));
  graph.output(graph.node("ReduceSumSquare", [left], { axes: [1], keepdims: 0 }, "norms"), "float32", [
    "rows",
  ]);
  return graph;
}

function rankedGraph(): OnnxGraph {
  const graph = new OnnxGraph("ranked");
  const { left, right } = twoSides(graph);
  keepLargest(graph, graph.node("Gemm", [left, right], { transB: 1 }));
  return graph;
}

/** The `count` largest of every row as `scores` and `index`, best first, ties by lower index. */
function keepLargest(graph: OnnxGraph, tile: string): void {
  const count = graph.input("count", "int64", [1]);
  graph.nodeWithOutputs("TopK", [tile, count], { axis: 1, largest: 1, sorted: 1 }, ["scores", "wideIndex"]);
  graph.output("scores", "float32", ["rows", "count"]);
  graph.output(graph.node("Cast", ["wideIndex"], { to: 6 }, "index"), "int32", ["rows", "count"]);
}

function productsGraph(): OnnxGraph {
  const graph = new OnnxGraph("products");
  const { left, right } = twoSides(graph);
  graph.output(graph.node("Gemm", [left, right], { transB: 1 }, "products"), "float32", ["rows", "others"]);
  return graph;
}

function shiftedGraph(): OnnxGraph {
  const graph = new OnnxGraph("shifted");
  const { left, right } = twoSides(graph);
  const shifts = graph.input("shifts", "float32", ["others"]);
  const products = graph.node("Gemm", [left, right, shifts], { transB: 1 }, "products");
  graph.output(products, "float32", ["rows", "others"]);
  return graph;
}

function distancesGraph(): OnnxGraph {
  const graph = new OnnxGraph("distances");
  const { left, right } = twoSides(graph);
  const rightNorms = graph.input("rightNorms", "float32", ["others"]);
  const partial = graph.node("Gemm", [left, right, rightNorms], { transB: 1, alpha: { float: -2 } });
  const leftNorms = graph.node("ReduceSumSquare", [left], { axes: [1], keepdims: 1 });
  const distances = graph.node("Add", [partial, leftNorms]);
  graph.output(graph.node("Relu", [distances], {}, "distances"), "float32", ["rows", "others"]);
  return graph;
}

const GRAM_BLOCKS = 4;
const END = 2 ** 31;

/**
 * The lower half of the Gram matrix, block of columns by block of columns: each with itself and all that
 * follow, five eighths of the products. No block is wider than what it is multiplied with, so threads
 * share its rows and never its sums. Columns become rows first, so that blocks are runs of memory.
 */
function gramGraph(): OnnxGraph {
  const graph = new OnnxGraph("gram");
  const vectors = graph.input("vectors", "float32", ["rows", "columns"]);
  const origin = graph.input("origin", "float32", ["columns"]);
  const width = graph.input("width", "int64", [1]);
  const zero = graph.integers([0]);
  let rest = graph.node("Transpose", [graph.node("Sub", [vectors, origin])], { perm: [1, 0] });
  graph.output(graph.node("ReduceSum", [rest, graph.integers([1])], { keepdims: 0 }, "sums"), "float32", [
    "columns",
  ]);
  for (let b = 0; b < GRAM_BLOCKS; b++) {
    const isLast = b + 1 === GRAM_BLOCKS;
    const own = isLast ? rest : graph.node("Slice", [rest, zero, width, zero]);
    const before = graph.input(`before${b}`, "float32", [`below${b}`, `own${b}`]);
    const block = graph.node("Gemm", [rest, own, before], { transB: 1 }, `block${b}`);
    graph.output(block, "float32", [`below${b}`, `own${b}`]);
    if (!isLast) rest = graph.node("Slice", [rest, width, graph.integers([END]), zero]);
  }
  return graph;
}

/** Blocks as wide as those of the graph, all 0. */
function emptyBlocks(columns: number, width: number): { shape: number[]; data: Float32Array }[] {
  return Array.from({ length: GRAM_BLOCKS }, (_, b) => {
    const shape = [columns - b * width, Math.min(width, columns - b * width)];
    return { shape, data: new Float32Array(shape[0]! * shape[1]!) };
  });
}

/** Adds a block whose corner is on the diagonal at `from`; it is `width` columns wide, or what is left. */
function addBlock({ size, data }: SquareMatrix, block: Float32Array, from: number, width: number): void {
  const columns = Math.min(width, size - from);
  for (let i = from, at = 0; i < size; i++) {
    const ahead = i * size + from - at;
    for (const end = at + columns; at < end; at++) data[ahead + at]! += block[at]!;
  }
}

function twoSides(graph: OnnxGraph) {
  return {
    left: graph.input("left", "float32", ["rows", "columns"]),
    right: graph.input("right", "float32", ["others", "columns"]),
  };
}

function* pieces(vectors: Matrix, size: number): Generator<[start: number, piece: Matrix]> {
  for (let start = 0; start < vectors.rows; start += size) {
    yield [start, rowRange(vectors, start, Math.min(vectors.rows, start + size))];
  }
}

/** Left rows in one product with all of `right`. */
function rowsAtOnce(right: Matrix): number {
  return Math.max(LEFT_ROWS, Math.floor(TILE_NUMBERS / right.rows));
}

/** A tile piece by piece; what fits one piece is handed on without a copy. */
async function tiled(
  left: Matrix,
  right: Matrix,
  compute: (piece: Matrix) => Promise<Float32Array>,
): Promise<Matrix> {
  if (left.rows === 0 || right.rows === 0) return matrix(left.rows, right.rows);
  const rows = rowsAtOnce(right);
  if (left.rows <= rows) return matrix(left.rows, right.rows, await compute(left));
  const tile = matrix(left.rows, right.rows);
  for (const [start, piece] of pieces(left, rows)) {
    tile.data.set(await compute(piece), start * right.rows);
  }
  return tile;
}

function tensor({ rows, columns, data }: Matrix): SessionTensor {
  return { shape: [rows, columns], data };
}

function column(numbers: Float64Array, scale: number) {
  return { shape: [numbers.length], data: Float32Array.from(numbers, (value) => scale * value) };
}

function float32(output: SessionTensor | undefined): Float32Array {
  if (output?.data instanceof Float32Array) return output.data;
  throw new TypeError("internal: a kernel graph gave no float32 output.");
}

function int32(output: SessionTensor | undefined): Int32Array {
  if (output?.data instanceof Int32Array) return output.data;
  throw new TypeError("internal: a kernel graph gave no int32 output.");
}
