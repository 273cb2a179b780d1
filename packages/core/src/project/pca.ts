/**
 * The map along the axes of most variance: linear, instant, and honest about distances between far
 * groups; near neighbours overlap. After Pearson (1901) and Hotelling (1933).
 */
import { type Matrix, matrix } from "../matrix.ts";
import { applyPca, fitPca } from "../reduce/pca.ts";
import { defineProjection, dimensionsOption } from "./method.ts";

export const pcaProjection = defineProjection(
  {
    id: "pca",
    title: "Principal axes",
    summary: "Linear and fast; shows the largest differences, not small groups.",
    options: [dimensionsOption],
    complexity: "O(n d² + d³); memory O(d²)",
    placesNewPoints: true,
    source: "Pearson (1901), Hotelling (1933)",
  },
  async (vectors, _, run) => {
    const { dimensions } = run;
    await run.step({ stage: "axes", done: 0, total: 1 });
    const pca = fitPca(vectors, { dimensions: Math.min(dimensions, vectors.columns) });
    return { coordinates: widened(applyPca(pca, vectors), dimensions), metric: "euclidean" };
  },
);

/** Vectors of a single number have one axis only; the others are 0. */
function widened(coordinates: Matrix, columns: number): Matrix {
  if (coordinates.columns === columns) return coordinates;
  const wider = matrix(coordinates.rows, columns);
  for (let i = 0; i < coordinates.rows; i++) {
    for (let j = 0; j < coordinates.columns; j++) {
      wider.data[i * columns + j] = coordinates.data[i * coordinates.columns + j];
    }
  }
  return wider;
}
