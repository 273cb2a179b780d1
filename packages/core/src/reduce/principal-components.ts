/**
 * Principal components as a registered reduction: exact from the covariance, or the leading ones by
 * random iteration where the covariance would be too large. The heavy products go through the kernels;
 * `pca.ts` is the small synchronous version for a few thousand vectors.
 *
 * After Pearson (1901) and Hotelling (1933); randomised after Halko, Martinsson & Tropp (2011).
 */

import { meanOfRows } from "../compute/mean-of-rows.ts";
import { symmetricEigen } from "../linear-algebra/symmetric-eigen.ts";
import type { Matrix } from "../matrix.ts";
import { momentsOfColumns } from "./gram.ts";
import { leadingAxes } from "./leading-axes.ts";
import { centredPieces } from "./linear-map.ts";
import { axesFor } from "./pca.ts";
import { defineReduction, dimensionsOption, type Fit, requireDimensions } from "./reduction.ts";

/** Columns up to which the covariance is decomposed: hundredths of a second for 512, tenths for 1,000. */
const MOST_EXACT_COLUMNS = 1024;
const USUAL_DIMENSIONS = 50;

export const principalComponents = defineReduction(
  {
    id: "pca",
    title: "Principal components",
    summary:
      "The directions along which the vectors vary most; before clustering, and to see how many there are.",
    options: [
      { ...dimensionsOption, meaning: "How many axes to keep. Unset: by varianceKept, else at most 50." },
      {
        name: "varianceKept",
        aliases: ["variance"],
        type: "number",
        default: null,
        min: 0,
        max: 1,
        meaning: "Keep as many axes as hold this share of the variance; then dimensions must be unset.",
      },
      {
        name: "whitens",
        aliases: ["whiten", "whitening"],
        type: "boolean",
        default: false,
        meaning: "Scale every axis to variance 1, so that small differences count as much as large ones.",
      },
      {
        name: "solver",
        aliases: ["svd_solver"],
        type: "choice",
        choices: ["auto", "exact", "randomised"],
        default: "auto",
        meaning: "Exact, or only the leading axes by random iteration; auto is exact up to 1,024 columns.",
      },
      {
        name: "passes",
        aliases: ["iterated_power"],
        type: "integer",
        default: 7,
        min: 1,
        max: 100,
        meaning: "Iterations of the randomised solver; more separate axes of similar variance better.",
      },
    ],
    complexity: "exact O(n d² + d³), randomised O(n d k) per pass; memory O(d²) or O(d k)",
    source: "Pearson (1901), Hotelling (1933); Halko, Martinsson & Tropp (2011)",
  },
  async (vectors, { dimensions, varianceKept, whitens, solver, passes }, run) => {
    const { rows, columns } = vectors;
    if (rows < 2) throw new RangeError(`There are ${rows} vectors; axes of variation need at least 2.`);
    if (dimensions !== null && varianceKept !== null) {
      throw new RangeError(
        `Options dimensions (${dimensions}) and varianceKept (${varianceKept}) exclude each other; give one.`,
      );
    }
    const isExact = solver === "exact" || (solver === "auto" && columns <= MOST_EXACT_COLUMNS);
    if (!isExact && varianceKept !== null) {
      throw new RangeError(
        `varianceKept (${varianceKept}) needs all axes of ${columns} columns; set dimensions, or solver to exact.`,
      );
    }
    if (isExact) {
      const { mean, gram } = await momentsOfColumns(vectors, run);
      const sizeFor = (values: Float64Array): number => {
        if (varianceKept !== null) return axesFor(varianceKept, sharesOf(values));
        const size = dimensions ?? Math.min(USUAL_DIMENSIONS, columns);
        requireDimensions(size, columns);
        return size;
      };
      const { values, vectors: axes } = symmetricEigen(gram, sizeFor);
      const squares = values.slice(0, axes.data.length / columns);
      return fitFrom(mean, axes.data, squares, totalOf(values), rows, whitens);
    }
    const size = dimensions ?? Math.min(USUAL_DIMENSIONS, rows, columns);
    requireDimensions(size, Math.min(rows, columns));
    const mean = meanOfRows(vectors);
    const { axes, squares } = await leadingAxes(vectors, mean, { dimensions: size, passes }, run);
    return fitFrom(mean, axes, squares, totalSquares(vectors, mean), rows, whitens);
  },
);

/** @param total Σ ‖row − mean‖² */
function fitFrom(
  mean: Float64Array,
  axes: Float64Array,
  squares: Float64Array,
  total: number,
  rows: number,
  whitens: boolean,
): Fit {
  const dimensions = squares.length;
  const columns = mean.length;
  const variances = squares.map((square) => Math.max(0, square) / (rows - 1));
  if (whitens) {
    for (let d = 0; d < dimensions; d++) {
      // An axis without variance holds nothing but rounding; it stays 0.
      const isFlat = variances[d] * (rows - 1) <= 1e-12 * total;
      const scale = isFlat ? 0 : 1 / Math.sqrt(variances[d]);
      for (let j = d * columns; j < (d + 1) * columns; j++) axes[j] *= scale;
    }
  }
  return {
    map: { mean, axes, dimensions },
    variances,
    varianceShares: squares.map((square) => (total > 0 ? Math.max(0, square) / total : 0)),
    singularValues: squares.map((square) => Math.sqrt(Math.max(0, square))),
  };
}

function totalOf(squares: Float64Array): number {
  return squares.reduce((sum, square) => sum + Math.max(0, square), 0);
}

function sharesOf(squares: Float64Array): Float64Array {
  const total = totalOf(squares);
  return squares.map((square) => (total > 0 ? Math.max(0, square) / total : 0));
}

function totalSquares(vectors: Matrix, mean: Float64Array): number {
  let total = 0;
  for (const { piece } of centredPieces(vectors, mean))
    for (const value of piece.data) total += value * value;
  return total;
}
