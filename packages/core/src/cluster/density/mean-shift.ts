/**
 * Mean shift: clusters are the vectors nearest to each mode of the density. The walks to the modes are
 * in `mean-shift-modes.ts`, the bandwidth is estimated in `bandwidth.ts`.
 * After Comaniciu & Meer (2002).
 */
import { type Matrix, matrix, row, squaredDistance } from "../../matrix.ts";
import { clusteringFromLabels } from "../clustering.ts";
import { defineMethod } from "../method.ts";
import { estimateBandwidth } from "./bandwidth.ts";
import { findModes } from "./mean-shift-modes.ts";

export const meanShift = defineMethod(
  {
    id: "mean-shift",
    title: "Mean shift",
    summary: "Round groups around the peaks of density, as wide as the bandwidth; finds their number.",
    options: [
      {
        name: "bandwidth",
        type: "number",
        default: null,
        min: 0,
        meaning: "Radius within which vectors pull together. Unset: estimated by quantile.",
      },
      {
        name: "quantile",
        type: "number",
        default: 0.3,
        min: 0,
        max: 1,
        meaning:
          "Share of all vectors within the estimated bandwidth of a vector; smaller gives more clusters.",
      },
      {
        name: "binSeeding",
        type: "boolean",
        default: false,
        meaning:
          "Start from the cells of a grid as wide as the bandwidth, not from every vector; for few columns.",
      },
      {
        name: "minBinSize",
        aliases: ["min_bin_freq"],
        type: "integer",
        default: 1,
        min: 1,
        meaning: "Vectors that make a cell a start (binSeeding only).",
      },
      {
        name: "placeAll",
        aliases: ["cluster_all"],
        type: "boolean",
        default: true,
        meaning: "Vectors beyond the bandwidth of every peak join the nearest one; otherwise they are noise.",
      },
      {
        name: "maxIterations",
        aliases: ["max_iter"],
        type: "integer",
        default: 300,
        min: 1,
        max: 100_000,
        meaning: "When to stop a walk that still moves.",
      },
    ],
    complexity: "O(n² d) per iteration; memory O(n d)",
    findsCount: true,
    marksNoise: true,
    placesNewPoints: false,
    constraints: [],
    source: "Fukunaga & Hostetler (1975); Comaniciu & Meer (2002)",
  },
  async (vectors, { bandwidth, quantile, binSeeding, minBinSize, placeAll, maxIterations }, run) => {
    const radius = bandwidth ?? (await estimateBandwidth(vectors, quantile, run));
    const seeds = binSeeding ? cellsOf(vectors, radius, minBinSize) : vectors;
    const { centres } = await findModes(vectors, seeds, { bandwidth: radius, maxIterations }, run);
    if (centres.rows === 0) {
      throw new RangeError(
        `No cell of width ${radius} holds ${minBinSize} vectors, so there is nowhere to start; ` +
          "lower minBinSize or raise bandwidth.",
      );
    }
    const { indices } = await run.kernels.nearest(vectors, centres);
    const isWithin = (i: number, mode: number) =>
      squaredDistance(row(vectors, i), row(centres, mode)) <= radius * radius;
    const labels = placeAll ? indices : indices.map((mode, i) => (isWithin(i, mode) ? mode : -1));
    return clusteringFromLabels(vectors, labels, {
      metric: "euclidean",
      kernels: run.kernels,
      deciding: { prototypes: centres, owners: indices, reach: placeAll ? null : radius },
    });
  },
);

/** Corners of a grid of `width` with at least `least` vectors around them; all vectors if that saves nothing. */
function cellsOf(vectors: Matrix, width: number, least: number): Matrix {
  if (width === 0) return vectors;
  const cells = new Map<string, { corner: number[]; size: number }>();
  for (let i = 0; i < vectors.rows; i++) {
    // + 0 turns -0 into 0.
    const corner = Array.from(row(vectors, i), (value) => Math.round(value / width) + 0);
    const key = corner.join();
    const cell = cells.get(key);
    if (cell) cell.size++;
    else cells.set(key, { corner, size: 1 });
  }
  const kept = [...cells.values()].filter(({ size }) => size >= least);
  if (kept.length === vectors.rows) return vectors;
  const corners = matrix(kept.length, vectors.columns);
  for (const [i, { corner }] of kept.entries()) row(corners, i).set(corner.map((step) => step * width));
  return corners;
}
