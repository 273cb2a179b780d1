/**
 * The map along the axes of most variance: linear, instant, and honest about distances between far
 * groups; near neighbours overlap. After Pearson (1901) and Hotelling (1933).
 */
import { fittedLinearMap } from "../reduce/fitted-linear-map.ts";
import { applyLinearMap } from "../reduce/linear-map.ts";
import { defineProjection, dimensionsOption } from "./method.ts";
import { principalAxes, widened } from "./principal-start.ts";

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
    const axes = await principalAxes(vectors, run);
    const coordinates = await applyLinearMap(axes, vectors, run);
    return {
      coordinates: widened(coordinates, run.dimensions),
      metric: "euclidean",
      fitted: fittedLinearMap(axes, run.dimensions),
    };
  },
);
