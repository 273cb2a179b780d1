/**
 * Coordinates along the axes of most variance: a map of their own, and where iterative projections start.
 * Starting there, rather than at random, is what makes the large picture of t-SNE and UMAP mean something
 * (Kobak & Linderman, 2021).
 */

import { type Matrix, matrix, normaliseRows, selectRows } from "../matrix.ts";
import type { Metric } from "../method/metric.ts";
import { random, sample } from "../random.ts";
import { applyLinearMap, type LinearMap } from "../reduce/linear-map.ts";
import { principalComponents } from "../reduce/principal-components.ts";
import type { ProjectionRun } from "./method.ts";

/** A start needs no more digits than this many numbers give. */
const MAX_FITTED_NUMBERS = 1_000_000;
const MIN_FITTED_ROWS = 500;

/**
 * Coordinates of `vectors` along about their first axes, fitted to a sample: rows × dimensions. Every axis'
 * largest coordinate is positive.
 */
export async function principalStart(vectors: Matrix, metric: Metric, run: ProjectionRun): Promise<Matrix> {
  const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
  const most = Math.max(MIN_FITTED_ROWS, Math.floor(MAX_FITTED_NUMBERS / vectors.columns));
  const isSmall = vectors.rows <= most;
  const fitted = isSmall ? measured : selectRows(measured, sample(vectors.rows, most, random(run.seed)));
  const start = await alongPrincipalAxes(measured, fitted, run);
  turnPositive(start);
  return start;
}

/** Coordinates of `vectors` along the principal axes of `fitted`: rows × dimensions; axes that are not there are 0. */
async function alongPrincipalAxes(vectors: Matrix, fitted: Matrix, run: ProjectionRun): Promise<Matrix> {
  return widened(await applyLinearMap(await principalAxes(fitted, run), vectors, run), run.dimensions);
}

/** The first axes of `fitted`: as many as the map has dimensions, or as there are. */
export async function principalAxes(
  fitted: Matrix,
  { dimensions, context }: ProjectionRun,
): Promise<LinearMap> {
  const size = Math.min(dimensions, fitted.columns, fitted.rows);
  return (await principalComponents.reduce(fitted, { dimensions: size }, context)).map;
}

export function widened(coordinates: Matrix, columns: number): Matrix {
  if (coordinates.columns === columns) return coordinates;
  const wider = matrix(coordinates.rows, columns);
  for (let i = 0; i < coordinates.rows; i++) {
    for (let j = 0; j < coordinates.columns; j++) {
      wider.data[i * columns + j] = coordinates.data[i * coordinates.columns + j];
    }
  }
  return wider;
}

function turnPositive({ data, columns }: Matrix): void {
  for (let d = 0; d < columns; d++) {
    let largest = 0;
    for (let p = d; p < data.length; p += columns)
      if (Math.abs(data[p]) > Math.abs(largest)) largest = data[p];
    if (largest < 0) for (let p = d; p < data.length; p += columns) data[p] = -data[p];
  }
}
