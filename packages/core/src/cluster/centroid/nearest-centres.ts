/**
 * The nearest centre of every vector, again and again while the centres move less and less: a vector
 * is compared again only when its nearest centre may have changed.
 *
 * Each vector knows how far its own centre is at most, and how far any other is at least; by the
 * triangle inequality both loosen by as much as the centres move. While the bounds stay apart by more than
 * the kernels' rounding, comparing would choose the same centre, so the choice is that of comparing
 * everything every time. Those that are left are gathered, so that the product stays a dense one.
 *
 * After Hamerly (2010), without his step of measuring the own centre first: beside a dense product one
 * distance is not cheaper than all of them.
 */
import type { Kernels } from "../../compute/kernels.ts";
import { tiles } from "../../compute/tile-rows.ts";
import { type Matrix, matrix, row, rowRange, squaredDistance } from "../../matrix.ts";
import { kernelDoubt } from "../../method/metric-scale.ts";
import type { Between } from "./assign.ts";

/** Rows compared at once: gathered, 16 MB of usual vectors. */
const BLOCK_ROWS = 8192;

interface NearestCentresWork {
  readonly kernels: Kernels;
  /** Called before every block of vectors but the first. */
  readonly between: Between;
  /** What the kernels' squared distances between vectors may miss. */
  readonly doubt: number;
}

export class NearestCentres {
  readonly #vectors: Matrix;
  readonly #work: NearestCentresWork;
  readonly #indices: Int32Array;
  /** Distance to the own centre, at most. */
  readonly #reach: Float64Array;
  /** Distance to any other centre, at least; below any `reach` until a vector was compared. */
  readonly #gap: Float64Array;
  #centres: Matrix | undefined;
  #gathered: Matrix | undefined;

  constructor(vectors: Matrix, work: NearestCentresWork) {
    this.#vectors = vectors;
    this.#work = work;
    this.#indices = new Int32Array(vectors.rows);
    this.#reach = new Float64Array(vectors.rows);
    this.#gap = new Float64Array(vectors.rows);
  }

  /**
   * The nearest of `centres`, as many as in the call before, for every vector. The next call writes the
   * same array again. O(rows × centres × columns) the first time, then for as many rows as are still in question.
   */
  async assign(centres: Matrix): Promise<Int32Array> {
    const { kernels, between } = this.#work;
    // Means are no longer than the vectors, but centres that were given may be.
    const doubt = Math.max(this.#work.doubt, kernelDoubt(await kernels.squaredNorms(centres)));
    if (this.#centres !== undefined) this.#loosen(this.#centres, centres);
    this.#centres = centres;
    const open = this.#inQuestion(doubt);
    for (const { start, end } of tiles(open.length, BLOCK_ROWS)) {
      if (start > 0) await between(start, open.length);
      const rows = open.subarray(start, end);
      const found = await kernels.nearest(this.#gather(rows), centres);
      for (let r = 0; r < rows.length; r++) {
        const i = rows[r];
        this.#indices[i] = found.indices[r];
        this.#reach[i] = Math.sqrt(found.squaredDistances[r] + doubt);
        this.#gap[i] = Math.sqrt(Math.max(0, found.secondSquaredDistances[r] - doubt));
      }
    }
    return this.#indices;
  }

  /** Copies rows side by side, into the same memory every time; consecutive rows need none. */
  #gather(rows: Int32Array): Matrix {
    const { columns, data } = this.#vectors;
    const last = rows.length - 1;
    if (rows[last] - rows[0] === last) return rowRange(this.#vectors, rows[0], rows[last] + 1);
    this.#gathered ??= matrix(Math.min(BLOCK_ROWS, this.#vectors.rows), columns);
    for (let r = 0; r < rows.length; r++) {
      this.#gathered.data.set(data.subarray(rows[r] * columns, (rows[r] + 1) * columns), r * columns);
    }
    return rowRange(this.#gathered, 0, rows.length);
  }

  #loosen(before: Matrix, after: Matrix): void {
    const shifts = Float64Array.from({ length: after.rows }, (_, c) =>
      Math.sqrt(squaredDistance(row(before, c), row(after, c))),
    );
    const [farthest = 0, next = 0] = [...shifts.keys()].sort((a, b) => shifts[b] - shifts[a]);
    for (let i = 0; i < this.#indices.length; i++) {
      const own = this.#indices[i];
      this.#reach[i] += shifts[own];
      this.#gap[i] -= shifts[own === farthest ? next : farthest];
    }
  }

  /** Rows whose bounds do not tell the own centre from the others, whatever the kernels round. */
  #inQuestion(doubt: number): Int32Array {
    const open = new Int32Array(this.#indices.length);
    let count = 0;
    for (let i = 0; i < open.length; i++) {
      const reach = this.#reach[i];
      const gap = this.#gap[i];
      if (gap <= 0 || gap * gap - reach * reach <= 2 * doubt) open[count++] = i;
    }
    return open.subarray(0, count);
  }
}
