/**
 * A map as a fitted model: the vectors, their places, and the settings by which its method places others.
 */

import { type Matrix, matrix } from "../matrix.ts";
import type { Sections } from "../method/byte-layout.ts";
import { requireFiniteVectors } from "../method/finite-vectors.ts";
import { type Fitted, type UseOptions, useOf } from "../method/fitted.ts";
import type { Metric } from "../method/metric.ts";
import type { SectionReader } from "../method/section-reader.ts";
import { placePacmap } from "./place-pacmap.ts";
import { placeTsne } from "./place-tsne.ts";
import { placeUmap } from "./place-umap.ts";

/** How a method places new vectors: its settings, as the map was made. */
export type Placing =
  | {
      readonly by: "umap";
      readonly metric: Metric;
      readonly seed: number;
      readonly neighbourCount: number;
      readonly minDistance: number;
      readonly spread: number;
    }
  | { readonly by: "tsne"; readonly metric: Metric }
  | { readonly by: "pacmap"; readonly metric: Metric; readonly neighbourCount: number };

export interface FittedLayout extends Fitted {
  readonly kind: "layout";
  /** 2 or 3. */
  readonly dimensions: number;
  /** n × columns, as they were given. */
  readonly vectors: Matrix;
  /** n × dimensions. */
  readonly coordinates: Matrix;
  readonly placing: Placing;
}

export const fittedLayout = (vectors: Matrix, coordinates: Matrix, placing: Placing): FittedLayout => ({
  kind: "layout",
  columns: vectors.columns,
  dimensions: coordinates.columns,
  vectors,
  coordinates,
  placing,
});

/** Of one vector: all others go to its place. */
export const singlePlace = (vectors: Matrix, dimensions: number): FittedLayout =>
  fittedLayout(vectors, matrix(1, dimensions), { by: "pacmap", metric: "euclidean", neighbourCount: 1 });

/** new × dimensions. O(new × fitted × columns). */
export async function placeOnLayout(
  { vectors, coordinates, placing }: FittedLayout,
  newVectors: Matrix,
  options: UseOptions = {},
): Promise<Matrix> {
  const { kernels, check } = useOf(options);
  check();
  if (newVectors.rows > 0) requireFiniteVectors(newVectors);
  const map = { vectors, coordinates };
  switch (placing.by) {
    case "umap":
      return placeUmap(newVectors, map, { ...placing, kernels });
    case "tsne":
      return placeTsne(newVectors, map, { ...placing, kernels });
    case "pacmap":
      return placePacmap(newVectors, map, { ...placing, kernels });
  }
}

export function layoutSections({ kind, columns, dimensions, ...model }: FittedLayout): Sections {
  const { vectors, coordinates, placing } = model;
  return { kind, scalars: { columns, dimensions, ...placing }, arrays: { vectors, coordinates } };
}

export function readLayout(read: SectionReader): FittedLayout {
  const columns = read.integer("columns", 1);
  const dimensions = read.integer("dimensions", 1);
  const vectors = read.matrix("vectors", columns);
  const coordinates = read.matrix("coordinates", dimensions, vectors.rows);
  return fittedLayout(vectors, coordinates, readPlacing(read));
}

function readPlacing(read: SectionReader): Placing {
  const metric = read.choice("metric", ["euclidean", "cosine"]);
  const by = read.choice("by", ["umap", "tsne", "pacmap"]);
  if (by === "tsne") return { by, metric };
  const neighbourCount = read.integer("neighbourCount", 1);
  if (by === "pacmap") return { by, metric, neighbourCount };
  return {
    by,
    metric,
    neighbourCount,
    seed: read.number("seed"),
    minDistance: read.number("minDistance", 0),
    spread: read.number("spread", 0),
  };
}
