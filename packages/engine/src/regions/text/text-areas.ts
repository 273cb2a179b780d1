/**
 * From the detection network's map of text to rectangles. The network marks shrunken lines, so that
 * neighbouring lines stay apart; each marked area becomes its smallest rectangle and is grown back.
 *
 * After Liao, Wan, Yao, Chen & Bai (2020), Real-time scene text detection with differentiable
 * binarization, with rectangles in place of polygons: lines bent along a curve are cut generously.
 */
import { areaOf, grown, type Points, type RotatedRectangle, smallestRectangle } from "./rotated-rectangle.ts";

/** Probability of text for each pixel, row-major. */
export interface TextMap {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Where an area starts to be text. */
const MARKED = 0.3;
/** Rectangles with a lower mean probability, what is not marked counted as 0, are texture. */
const LEAST_SCORE = 0.5;
/** The distance to grow back is this ratio × area / perimeter of the marked rectangle. */
const GROWTH = 1.7;
/** Marked areas of less height hold nothing that could be read, in pixels. */
const LEAST_HEIGHT = 3;

/** Rectangles in pixels of the map, in the order of their first rows. O(pixels). */
export function textAreas(map: TextMap): RotatedRectangle[] {
  const isSeen = new Uint8Array(map.data.length);
  const areas: RotatedRectangle[] = [];
  for (let start = 0; start < isSeen.length; start++) {
    if (isSeen[start] === 1 || map.data[start]! < MARKED) continue;
    const { outline, total } = collect(map, start, isSeen);
    const marked = smallestRectangle(outline);
    if (Math.min(marked.width, marked.height) < LEAST_HEIGHT) continue;
    if (total < LEAST_SCORE * areaOf(marked)) continue;
    const distance = (GROWTH * areaOf(marked)) / (2 * (marked.width + marked.height));
    areas.push(grown(marked, distance));
  }
  return areas;
}

/** The marked pixels that hang together with `start`, diagonals included: ends of their rows, and their sum. */
function collect(
  { width, height, data }: TextMap,
  start: number,
  isSeen: Uint8Array,
): { readonly outline: Points; readonly total: number } {
  const ends = new Map<number, { left: number; right: number }>();
  let total = 0;
  const waiting = [start];
  isSeen[start] = 1;
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const y = Math.floor(at / width);
    const x = at - y * width;
    total += data[at]!;
    const row = ends.get(y);
    if (row === undefined) ends.set(y, { left: x, right: x + 1 });
    else {
      row.left = Math.min(row.left, x);
      row.right = Math.max(row.right, x + 1);
    }
    for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
      for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
        const next = ny * width + nx;
        if (isSeen[next] === 1 || data[next]! < MARKED) continue;
        isSeen[next] = 1;
        waiting.push(next);
      }
    }
  }
  const outline: number[] = [];
  for (const [y, { left, right }] of ends) outline.push(left, y, right, y, left, y + 1, right, y + 1);
  return { outline, total };
}
