/**
 * Coordinates in which a graph's groups lie apart: the smoothest functions on it, that is the
 * eigenvectors of the smallest eigenvalues of the normalised Laplacian, as Shi & Malik use them for
 * the normalised cut (D^-1/2 u, solutions of L x = λ D x).
 *
 * Connected components need no iteration: their eigenvectors (eigenvalue 0) are known, and the
 * operator is told so. After Shi & Malik (2000), von Luxburg (2007).
 */
import { largestEigenpairs } from "../../linear-algebra/lanczos.ts";
import {
  connectedComponents,
  multiplySparse,
  multiplySparseByFour,
  rowSums,
  type SparseMatrix,
  scaleSparse,
} from "../../linear-algebra/sparse.ts";
import { type Matrix, matrix } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";

export interface SpectralEmbedding {
  /** Eigenvalues of I - D^-1/2 A D^-1/2, ascending from 0; at most 2. */
  readonly eigenvalues: Float64Array;
  /** n × count; columns scaled to mean square 1 under the degrees. */
  readonly coordinates: Matrix;
}

/** Residual that is enough: eigenvalues are then right to its square over their gap. */
const TOLERANCE = 1e-5;
const MAX_RESTARTS = 100;

/**
 * @param graph symmetric, no negative weight
 * @param count eigenvectors wanted, at most one for each row
 */
export async function spectralEmbedding(
  graph: SparseMatrix,
  count: number,
  run: MethodRun,
  tolerance: number = TOLERANCE,
): Promise<SpectralEmbedding> {
  const size = graph.rows;
  const degrees = rowSums(graph);
  // A vector without neighbours is a component of its own; any positive degree does.
  const roots = degrees.map((degree) => Math.sqrt(degree > 0 ? degree : 1));
  const inverse = roots.map((value) => 1 / value);
  const normalised = scaleSparse(graph, inverse, inverse);
  const known = componentVectors(graph, roots);
  const values = new Float64Array(count).fill(0);
  const rows: Float64Array[] = known.take(Math.min(count, known.count));
  if (known.count < count) {
    const { vectors, values: found } = await largestEigenpairs(
      {
        size,
        multiply(vectors, products) {
          if (vectors.length === 4) multiplySparseByFour(normalised, vectors, products);
          else for (const [c, vector] of vectors.entries()) multiplySparse(normalised, vector, products[c]);
          for (const [c, vector] of vectors.entries()) known.subtractTwice(vector, products[c]);
        },
      },
      count - known.count,
      {
        seed: run.seed,
        tolerance,
        maxRestarts: MAX_RESTARTS,
        onRestart: (settled) =>
          run.step({ stage: "eigenvectors", done: known.count + settled, total: count }),
      },
    );
    for (let t = 0; t < found.length; t++) {
      values[known.count + t] = 1 - found[t];
      rows.push(vectors.subarray(t * size, (t + 1) * size));
    }
  }
  const volume = Math.sqrt(roots.reduce((sum, root) => sum + root * root, 0));
  const coordinates = matrix(size, count);
  for (const [t, vector] of rows.entries()) {
    for (let i = 0; i < size; i++) coordinates.data[i * count + t] = vector[i] * inverse[i] * volume;
  }
  return { eigenvalues: values, coordinates };
}

/** The unit vectors √degree on one component each: eigenvalue 1 of the normalised graph. */
function componentVectors(graph: SparseMatrix, roots: Float64Array) {
  const { component, count } = connectedComponents(graph);
  const lengths = new Float64Array(count);
  for (let i = 0; i < roots.length; i++) lengths[component[i]] += roots[i] * roots[i];
  const unit = roots.map((root, i) => root / Math.sqrt(lengths[component[i]]));
  return {
    count,
    take: (wanted: number): Float64Array[] =>
      Array.from({ length: wanted }, (_, t) => unit.map((value, i) => (component[i] === t ? value : 0))),
    /** product -= 2 Q Qᵀ vector: moves their eigenvalue from 1 to -1, below all others. */
    subtractTwice(vector: Float64Array, product: Float64Array): void {
      const along = new Float64Array(count);
      for (let i = 0; i < unit.length; i++) along[component[i]] += unit[i] * vector[i];
      for (let i = 0; i < unit.length; i++) product[i] -= 2 * along[component[i]] * unit[i];
    },
  };
}
