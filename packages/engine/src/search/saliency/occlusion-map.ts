/**
 * What each place of a picture adds to a match: the match without that place, for places all over the
 * picture. Asks nothing of the encoder but vectors, so it works for every one. After Zeiler & Fergus
 * (2014), with blur in place of grey (Fong & Vedaldi 2017), which leaves no new object behind.
 *
 * Two sizes of window: large ones find things that fill the picture, small ones say where. The settings
 * were chosen on one half of the photos of `evals/saliency`. Leaves out what only several distant places
 * show together: each window hides one place.
 */
import { dot, type Matrix, matrix, row } from "@imantics/core";
import { resizeExactly } from "../../decode/resize.ts";
import type { Box } from "../../domain/box.ts";
import type { Pixels } from "../../domain/pixels.ts";
import type { Encoder } from "../../embed/encoder.ts";
import { blurred, occlude } from "./occlude.ts";

export interface OcclusionOptions {
  readonly signal?: AbortSignal;
  /** Told after every batch: pictures encoded so far, and in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface OcclusionMap {
  /** `gridSide` × `gridSide`, -1..1, the strongest place at 1 or -1; above 0 where hiding weakens the match. */
  readonly grid: Matrix;
  /** The largest change that one window made, in the unit of the match. */
  readonly strongest: number;
}

/** Cells along each side of the map; a cell is narrower than the smallest window. */
export const gridSide = 14;

/** Side of a window as a share of the picture's, and how many stand along each side of the picture. */
const scales = [
  { side: 0.6, count: 4 },
  { side: 0.4, count: 6 },
] as const;

/** Longest side, px, that is worked on: encoders look at less, and shrinking each copy would cost more. */
const WORKING_SIDE = 448;

/** Pictures encoded at once; the calling thread may be blocked that long. */
const BATCH = 4;

interface Window {
  readonly box: Box;
  /** Change of the match when it is hidden, filled in as the work goes on. */
  drop: number;
}

/**
 * The map of `picture` for a match that `strengthOf` measures; null: likeness to the picture itself.
 * Costs 53 encodings, about one CPU second with the embedded encoder. The same input gives the same bytes.
 * Rejects with the signal's reason once that is aborted, at the next batch.
 */
export async function occlusionMap(
  picture: Pixels,
  encoder: Pick<Encoder, "encodeImages">,
  strengthOf: ((vector: Float32Array) => number) | null,
  { signal, onProgress }: OcclusionOptions = {},
): Promise<OcclusionMap> {
  const pixels = await shrunk(picture);
  const filler = await blurred(pixels);
  const layers = scales.map(windowsOf);
  const windows = layers.flat();

  const whole = row(await encoder.encodeImages([pixels]), 0).slice();
  const measure = strengthOf ?? ((vector: Float32Array) => dot(whole, vector));
  const strength = measure(whole);
  for (let start = 0; start < windows.length; start += BATCH) {
    signal?.throwIfAborted();
    onProgress?.(start + 1, windows.length + 1);
    const batch = windows.slice(start, start + BATCH);
    const vectors = await encoder.encodeImages(batch.map(({ box }) => occlude(pixels, filler, box)));
    for (const [at, window] of batch.entries()) window.drop = strength - measure(row(vectors, at));
  }
  onProgress?.(windows.length + 1, windows.length + 1);

  const grid = matrix(gridSide, gridSide);
  for (const layer of layers) addLayer(grid, layer);
  const largest = largestOf(grid.data);
  if (largest > 0) for (let at = 0; at < grid.data.length; at++) grid.data[at]! /= largest;
  return { grid, strongest: largestOf(windows.map(({ drop }) => drop)) };
}

function shrunk(picture: Pixels): Promise<Pixels> {
  const { width, height } = picture;
  const scale = Math.min(1, WORKING_SIDE / Math.max(width, height));
  return resizeExactly(
    picture,
    Math.max(1, Math.round(width * scale)),
    Math.max(1, Math.round(height * scale)),
  );
}

/** Middles stand at even distances; windows at the border reach beyond it. */
function windowsOf({ side, count }: (typeof scales)[number]): Window[] {
  return Array.from({ length: count * count }, (_, at) => {
    const [column, line] = [at % count, Math.floor(at / count)];
    const x = (column + 0.5) / count - side / 2;
    const y = (line + 0.5) / count - side / 2;
    return { box: { x, y, width: side, height: side }, drop: 0 };
  });
}

/**
 * Adds windows of one size: a cell gets the mean of those that hide it, the more the nearer their middle.
 * Divided by their spread, because large windows always change more.
 */
function addLayer(grid: Matrix, windows: readonly Window[]): void {
  const { rows, columns, data } = grid;
  const mean = windows.reduce((sum, { drop }) => sum + drop, 0) / windows.length;
  const variance = windows.reduce((sum, { drop }) => sum + (drop - mean) ** 2, 0) / windows.length;
  const spread = Math.sqrt(variance);
  // A picture without any detail: what remains is rounding.
  if (spread < 1e-7) return;
  for (let at = 0; at < data.length; at++) {
    const x = ((at % columns) + 0.5) / columns;
    const y = (Math.floor(at / columns) + 0.5) / rows;
    let [sum, total] = [0, 0];
    for (const { box, drop } of windows) {
      const across = nearness(x, box.x, box.width);
      const down = nearness(y, box.y, box.height);
      sum += across * down * drop;
      total += across * down;
    }
    data[at]! += sum / total / spread;
  }
}

/** 1 in the middle of a window, 0 at its border and beyond. */
function nearness(place: number, start: number, extent: number): number {
  return Math.max(0, 1 - Math.abs((2 * (place - start)) / extent - 1));
}

function largestOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let at = 0; at < values.length; at++) largest = Math.max(largest, Math.abs(values[at]!));
  return largest;
}
