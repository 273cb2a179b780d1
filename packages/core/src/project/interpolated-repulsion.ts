/**
 * The repulsion of t-SNE on a flat map by interpolation: every point is spread over the nodes of a grid,
 * the nodes repel each other by Fourier transforms, and every point reads its force between the nodes.
 *
 * O(points + area log area), where the tree takes O(points log points) with a larger constant; forces
 * are within half a per cent. After Linderman, Rachh, Hoskins, Steinerberger & Kluger (2019), but with
 * the splines of Essmann et al. (1995) in place of polynomials on intervals, and with the force itself as
 * a kernel, so that it does not come out as the small difference of large sums.
 */
import { fourierLength } from "../compute/fourier-plan.ts";
import { portableLanes } from "../compute/wasm/simd-lanes.ts";
import type { Repulsion } from "./repulsion.ts";
import { RepulsionGrid, SIZE_STEP } from "./repulsion-grid.ts";
import { type OpenLanes, repulsionSpectrum } from "./repulsion-spectrum.ts";

/** Widths of a square. Forces change over a length of 1; finer grids are for maps that are small anyway. */
const SPACING = 1 / 3;
const LEAST_SPACING = SPACING / 8;
/** No grid is smaller: it would cost hardly less. */
const SMALL_SIZE = 64;
/** Nodes beyond the width of the map: those a spline reaches, and some between the map and its periodic copy. */
const MARGIN = 8;
/** Nodes a spline reaches along each axis. */
const REACH = 4;

export function interpolatedRepulsion(pointCount: number, openLanes: OpenLanes = portableLanes): Repulsion {
  let grid: RepulsionGrid | undefined;
  // Of each point: its first node, then its weights along x and along y.
  const nodes = new Int32Array(pointCount);
  const weights = new Float32Array(2 * REACH * pointCount);
  return {
    compute(coordinates, forces) {
      const bounds = mapBounds(coordinates);
      if (grid === undefined || !serves(grid, bounds.width)) {
        const { size, spacing } = gridFor(bounds.width);
        grid = new RepulsionGrid(openLanes, repulsionSpectrum(openLanes, size, spacing));
      }
      spread(coordinates, bounds, grid, nodes, weights);
      const total = grid.repel();
      read(grid, nodes, weights, forces);
      // Every point met itself, with q = 1 and no force.
      return total - pointCount;
    },
  };
}

export interface MapBounds {
  readonly lowX: number;
  readonly lowY: number;
  /** Along the longer axis. */
  readonly width: number;
}

export function mapBounds(coordinates: Float64Array): MapBounds {
  let [lowX, lowY, highX, highY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let p = 0; p < coordinates.length; p += 2) {
    if (coordinates[p] < lowX) lowX = coordinates[p];
    if (coordinates[p] > highX) highX = coordinates[p];
    if (coordinates[p + 1] < lowY) lowY = coordinates[p + 1];
    if (coordinates[p + 1] > highY) highY = coordinates[p + 1];
  }
  return { lowX, lowY, width: Math.max(highX - lowX, highY - lowY) };
}

/** Nodes along each axis and width of a square, for a map of this width. */
export function gridFor(width: number): { size: number; spacing: number } {
  let spacing = SPACING;
  while (spacing > LEAST_SPACING && (2 * width) / spacing + MARGIN <= SMALL_SIZE) spacing /= 2;
  return { size: fourierLength(Math.max(SMALL_SIZE, width / spacing + MARGIN), SIZE_STEP), spacing };
}

/** A grid is kept while it is not far too large: a map that trembles would make the kernel's transform anew. */
function serves({ size, spacing }: RepulsionGrid, width: number): boolean {
  const reach = (size - MARGIN) * spacing;
  return width <= reach && (width > reach / 3 || (size === SMALL_SIZE && spacing === LEAST_SPACING));
}

function spread(
  coordinates: Float64Array,
  { lowX, lowY }: MapBounds,
  { charges, size, spacing }: RepulsionGrid,
  nodes: Int32Array,
  weights: Float32Array,
): void {
  charges.fill(0);
  for (let i = 0; i < nodes.length; i++) {
    const x = (coordinates[2 * i] - lowX) / spacing;
    const y = (coordinates[2 * i + 1] - lowY) / spacing;
    const column = Math.floor(x);
    const line = Math.floor(y);
    const at = 2 * REACH * i;
    setSpline(x - column, weights, at);
    setSpline(y - line, weights, at + REACH);
    nodes[i] = line * size + column;
    for (let l = 0, node = nodes[i]; l < REACH; l++, node += size) {
      const weight = weights[at + REACH + l];
      charges[node] += weight * weights[at];
      charges[node + 1] += weight * weights[at + 1];
      charges[node + 2] += weight * weights[at + 2];
      charges[node + 3] += weight * weights[at + 3];
    }
  }
}

/** The four cubic splines over a point at `share` of its square. */
function setSpline(share: number, weights: Float32Array, at: number): void {
  const rest = 1 - share;
  weights[at] = (rest * rest * rest) / 6;
  weights[at + 1] = 2 / 3 - share * share * (1 - share / 2);
  weights[at + 2] = 2 / 3 - rest * rest * (1 - rest / 2);
  weights[at + 3] = (share * share * share) / 6;
}

function read(
  { forceX, forceY, size }: RepulsionGrid,
  nodes: Int32Array,
  weights: Float32Array,
  forces: Float64Array,
): void {
  for (let i = 0; i < nodes.length; i++) {
    const at = 2 * REACH * i;
    const a = weights[at];
    const b = weights[at + 1];
    const c = weights[at + 2];
    const d = weights[at + 3];
    let sumX = 0;
    let sumY = 0;
    for (let l = 0, n = nodes[i]; l < REACH; l++, n += size) {
      const weight = weights[at + REACH + l];
      sumX += weight * (a * forceX[n] + b * forceX[n + 1] + c * forceX[n + 2] + d * forceX[n + 3]);
      sumY += weight * (a * forceY[n] + b * forceY[n + 1] + c * forceY[n + 2] + d * forceY[n + 3]);
    }
    forces[2 * i] = sumX;
    forces[2 * i + 1] = sumY;
  }
}
