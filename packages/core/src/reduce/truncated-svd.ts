/**
 * Truncated singular value decomposition: the leading directions of the vectors as they are, without
 * moving them to their mean - for counts and other sparse numbers, and where zero means something.
 *
 * After Eckart & Young (1936); randomised after Halko, Martinsson & Tropp (2011).
 */
import { leadingAxes } from "./leading-axes.ts";
import { defineReduction, dimensionsOption, requireDimensions } from "./reduction.ts";

export const truncatedSvd = defineReduction(
  {
    id: "truncated-svd",
    title: "Truncated SVD",
    summary: "Leading directions of the vectors without moving their origin; for counts and sparse numbers.",
    options: [
      { ...dimensionsOption, default: 2 },
      {
        name: "passes",
        aliases: ["n_iter"],
        type: "integer",
        default: 7,
        min: 1,
        max: 100,
        meaning: "Iterations; more separate directions of similar strength better.",
      },
    ],
    complexity: "O(n d k) per pass; memory O(d k)",
    source: "Eckart & Young (1936); Halko, Martinsson & Tropp (2011)",
  },
  async (vectors, { dimensions, passes }, run) => {
    requireDimensions(dimensions, Math.min(vectors.rows, vectors.columns));
    const mean = new Float64Array(vectors.columns);
    const { axes, squares } = await leadingAxes(vectors, mean, { dimensions, passes }, run);
    return { map: { mean, axes, dimensions }, singularValues: squares.map(Math.sqrt) };
  },
);
