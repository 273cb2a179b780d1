/** A linear map as a fitted model: what every reduction learns, and the map along principal axes. */

import { type Matrix, matrix } from "../matrix.ts";
import type { Sections } from "../method/byte-layout.ts";
import { requireFiniteVectors } from "../method/finite-vectors.ts";
import { type Fitted, type UseOptions, useOf } from "../method/fitted.ts";
import type { SectionReader } from "../method/section-reader.ts";
import { applyLinearMap, type LinearMap } from "./linear-map.ts";

export interface FittedLinearMap extends Fitted {
  readonly kind: "linear-map";
  /** Width of what comes out; beyond the axes of the map it is 0. */
  readonly dimensions: number;
  readonly map: LinearMap;
}

export const fittedLinearMap = (map: LinearMap, dimensions = map.dimensions): FittedLinearMap => ({
  kind: "linear-map",
  columns: map.mean.length,
  dimensions,
  map,
});

/** new × dimensions. O(new × columns × dimensions). */
export async function transformLinearly(
  { map, dimensions }: FittedLinearMap,
  vectors: Matrix,
  options: UseOptions = {},
): Promise<Matrix> {
  const { kernels, check } = useOf(options);
  if (vectors.rows > 0) requireFiniteVectors(vectors);
  const coordinates = await applyLinearMap(map, vectors, { kernels, step: async () => check() });
  if (coordinates.columns === dimensions) return coordinates;
  const wider = matrix(vectors.rows, dimensions);
  for (let p = 0; p < coordinates.data.length; p++) {
    wider.data[Math.floor(p / map.dimensions) * dimensions + (p % map.dimensions)] = coordinates.data[p];
  }
  return wider;
}

export function linearMapSections({ kind, columns, dimensions, map }: FittedLinearMap): Sections {
  return {
    kind,
    scalars: { columns, dimensions, axisCount: map.dimensions },
    arrays: { mean: map.mean, axes: map.axes },
  };
}

export function readLinearMap(read: SectionReader): FittedLinearMap {
  const columns = read.integer("columns", 1);
  const axisCount = read.integer("axisCount", 1);
  return {
    kind: "linear-map",
    columns,
    dimensions: read.integer("dimensions", axisCount),
    map: {
      mean: read.float64("mean", columns),
      axes: read.float64("axes", axisCount * columns),
      dimensions: axisCount,
    },
  };
}
