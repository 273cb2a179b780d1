/**
 * Reads the output of a CenterNet: a map of scores per class, where the middle of each thing is a peak, and
 * at every place how far the sides of a thing with its middle there are away.
 * After Zhou, Wang & Krähenbühl (2019), "Objects as Points"; four distances instead of a size and an offset.
 */
import type { FoundRegion } from "../detector.ts";
import type { Floats } from "./object-network.ts";
import { boxBetween } from "./select-regions.ts";

export interface HeatMapReading {
  /** One label a class, in the order of the map. */
  readonly labels: readonly string[];
  /** Picture pixels per cell: the unit of the distances. */
  readonly cellSize: number;
  readonly minConfidence: number;
}

/**
 * The peaks of `scores` (1 × classes × height × width, 0..1) with the boxes that `distances` (1 × 4 × height
 * × width: left, top, right, bottom) draw round them. A peak is a cell that none of its eight neighbours
 * exceeds. O(classes × cells), a few CPU-ms.
 */
export function readHeatMap(
  scores: Floats,
  distances: Floats,
  { labels, cellSize, minConfidence }: HeatMapReading,
): FoundRegion[] {
  const [, , height = 0, width = 0] = scores.shape;
  const cells = width * height;
  const distance = (side: number, cell: number) =>
    (distances.data[side * cells + cell] ?? Number.NaN) / cellSize;
  const found: FoundRegion[] = [];
  for (const [index, label] of labels.entries()) {
    const map = scores.data.subarray(index * cells, (index + 1) * cells);
    for (let cell = 0; cell < cells; cell++) {
      const confidence = map[cell] ?? 0;
      // Negated, so that NaN from broken weights is dropped too.
      if (!(confidence >= minConfidence && isPeak(map, cell, width, height))) continue;
      const [x, y] = [cell % width, Math.floor(cell / width)];
      const box = boxBetween(
        (x - distance(0, cell)) / width,
        (y - distance(1, cell)) / height,
        (x + distance(2, cell)) / width,
        (y + distance(3, cell)) / height,
      );
      found.push({ type: "object", label, confidence, box });
    }
  }
  return found;
}

function isPeak(map: Float32Array, cell: number, width: number, height: number): boolean {
  const score = map[cell] ?? 0;
  const [x, y] = [cell % width, Math.floor(cell / width)];
  for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
    for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
      if ((map[row * width + column] ?? 0) > score) return false;
    }
  }
  return true;
}
