/**
 * The kernels of `@imantics/core` on ONNX Runtime: thirty times the speed of plain loops.
 *
 * Four small graphs are built in memory; vectors go through them in pieces of some hundred rows,
 * because one large product runs at half the speed of many that fit the cache. Everything is float32:
 * distances come from norms and products, so pairs closer than about 3e-4 of their length lose their
 * digits (clustering methods measure such pairs again where it matters).
 * Index outputs are cast to int32 inside the graph; sums and norms are bound by memory and stay plain.
 */
import {
  type Kernels,
  type Matrix,
  matrix,
  requireSameWidth,
  rowRange,
  squaredNorms,
  sumByLabel,
  TopCollector,
} from "@imantics/core";
import { OnnxGraph } from "../models/onnx-writer.ts";
import { openSession, type Session, type SessionTensor } from "../models/sessions.ts";

/** Rows of the left side in one product; 500 to 1,000 are fastest. */
const LEFT_ROWS = 512;
/** Vectors ranked in one product with a piece of queries: a tile of 32 MB. */
const RANKED_ROWS = 16_384;

export interface OnnxKernels extends Kernels {
  /** Frees the sessions. The kernels must not be used afterwards. */
  close(): Promise<void>;
}

/** Opens the kernels on `threads` threads (default 1); results do not depend on their number. */
export async function openOnnxKernels({ threads = 1 }: { threads?: number } = {}): Promise<OnnxKernels> {
  const open = (graph: OnnxGraph) => openSession(graph.toBytes(), { threads });
  const [nearest, ranked, products, distances] = await Promise.all([
    open(nearestGraph()),
    open(rankedGraph()),
    open(productsGraph()),
    open(distancesGraph()),
  ]);
  return {
    name: "onnx",

    async nearest(vectors, centres) {
      requireSameWidth(vectors, centres);
      if (centres.rows === 0) throw new RangeError("There are 0 centres; nearest needs at least one.");
      const norms = squaredNorms(vectors);
      const right = tensor(centres);
      const bias = column(squaredNorms(centres), -0.5);
      const indices = new Int32Array(vectors.rows);
      const squaredDistances = new Float32Array(vectors.rows);
      for (const [start, piece] of pieces(vectors, LEFT_ROWS)) {
        const { best, index } = await nearest.run({ left: tensor(piece), right, bias });
        indices.set(int32(index), start);
        const scores = float32(best);
        for (let i = 0; i < piece.rows; i++) {
          squaredDistances[start + i] = Math.max(0, norms[start + i]! - 2 * scores[i]!);
        }
      }
      return { indices, squaredDistances };
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

    async products(left, right) {
      requireSameWidth(left, right);
      const tile = matrix(left.rows, right.rows);
      if (tile.data.length === 0) return tile;
      const rightTensor = tensor(right);
      for (const [start, piece] of pieces(left, LEFT_ROWS)) {
        const result = await products.run({ left: tensor(piece), right: rightTensor });
        tile.data.set(float32(result.products), start * right.rows);
      }
      return tile;
    },

    async squaredDistances(left, right) {
      requireSameWidth(left, right);
      const tile = matrix(left.rows, right.rows);
      if (tile.data.length === 0) return tile;
      const rightTensor = tensor(right);
      const rightNorms = column(squaredNorms(right), 1);
      for (const [start, piece] of pieces(left, LEFT_ROWS)) {
        const leftNorms = column(squaredNorms(piece), 1);
        const result = await distances.run({
          left: tensor(piece),
          right: rightTensor,
          leftNorms: { shape: [piece.rows, 1], data: leftNorms.data },
          rightNorms,
        });
        tile.data.set(float32(result.distances), start * right.rows);
      }
      return tile;
    },

    sumByLabel: async (vectors, labels, labelCount) => sumByLabel(vectors, labels, labelCount),
    squaredNorms: async (vectors) => squaredNorms(vectors),

    async close() {
      await Promise.all([nearest, ranked, products, distances].map((session: Session) => session.close()));
    },
  };
}

/** arg-min ‖x − c‖² = arg-max x·c − ½‖c‖². */
function nearestGraph(): OnnxGraph {
  const graph = new OnnxGraph("nearest");
  const { left, right } = twoSides(graph);
  const bias = graph.input("bias", "float32", ["others"]);
  const scores = graph.node("Gemm", [left, right, bias], { transB: 1 });
  const index = graph.node("ArgMax", [scores], { axis: 1, keepdims: 0, select_last_index: 0 });
  graph.output(graph.node("Cast", [index], { to: 6 }, "index"), "int32", ["rows"]);
  graph.output(graph.node("ReduceMax", [scores], { axes: [1], keepdims: 0 }, "best"), "float32", ["rows"]);
  return graph;
}

function rankedGraph(): OnnxGraph {
  const graph = new OnnxGraph("ranked");
  const { left, right } = twoSides(graph);
  const count = graph.input("count", "int64", [1]);
  const all = graph.node("Gemm", [left, right], { transB: 1 });
  graph.nodeWithOutputs("TopK", [all, count], { axis: 1, largest: 1, sorted: 1 }, ["scores", "wideIndex"]);
  graph.output("scores", "float32", ["rows", "count"]);
  graph.output(graph.node("Cast", ["wideIndex"], { to: 6 }, "index"), "int32", ["rows", "count"]);
  return graph;
}

function productsGraph(): OnnxGraph {
  const graph = new OnnxGraph("products");
  const { left, right } = twoSides(graph);
  graph.output(graph.node("Gemm", [left, right], { transB: 1 }, "products"), "float32", ["rows", "others"]);
  return graph;
}

function distancesGraph(): OnnxGraph {
  const graph = new OnnxGraph("distances");
  const { left, right } = twoSides(graph);
  const leftNorms = graph.input("leftNorms", "float32", ["rows", 1]);
  const rightNorms = graph.input("rightNorms", "float32", ["others"]);
  const partial = graph.node("Gemm", [left, right, rightNorms], { transB: 1, alpha: { float: -2 } });
  const distances = graph.node("Add", [partial, leftNorms]);
  graph.output(graph.node("Relu", [distances], {}, "distances"), "float32", ["rows", "others"]);
  return graph;
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
