/**
 * Puts what was read together: pieces that stand side by side into lines, lines that stand close above
 * each other into blocks.
 *
 * A block is one region, not a line: a phrase is then found where it runs over the end of a line, a few
 * sentences make a better vector than `12.00`, and a receipt brings some ten rows rather than fifty. Lines of
 * a block are of like height and evenly spaced, so the n-th line of the text is the n-th band of the box.
 */
import { cornersOf, type Points, type RotatedRectangle, rectangleAt } from "./rotated-rectangle.ts";

/** Something read: a piece of a line, a line or a block. `rectangle.angle` is the direction of reading. */
export interface Reading {
  readonly rectangle: RotatedRectangle;
  /** Lines are joined by "\n". */
  readonly text: string;
  /** 0..1 */
  readonly confidence: number;
}

/** Directions of reading further apart than this belong to different lines, in radians. */
const SAME_DIRECTION = Math.PI / 18;
/** Gap between pieces of one line, and between lines of one block, in heights of the lower one. */
const WIDEST_GAP = { pieces: 1, lines: 0.6 };
/** Heights in one line, and in one block, differ by no more than this ratio. */
const HEIGHT_RATIO = { pieces: 2, lines: 1.5 };

/** Pieces to lines, each with its pieces from left to right. */
export function toLines(pieces: readonly Reading[]): Reading[] {
  return joined(pieces, standSideBySide, ({ x }) => x, " ");
}

/** Lines to blocks, each with its lines from top to bottom. */
export function toBlocks(lines: readonly Reading[]): Reading[] {
  return joined(lines, standBelowEachOther, ({ y }) => y, "\n");
}

function standSideBySide(a: RotatedRectangle, b: RotatedRectangle): boolean {
  const least = Math.min(a.height, b.height);
  const gap = Math.abs(a.x - b.x) - (a.width + b.width) / 2;
  return (
    Math.max(a.height, b.height) < HEIGHT_RATIO.pieces * least &&
    Math.abs(a.y - b.y) < least / 2 &&
    gap < WIDEST_GAP.pieces * least
  );
}

function standBelowEachOther(a: RotatedRectangle, b: RotatedRectangle): boolean {
  const least = Math.min(a.height, b.height);
  const gap = Math.abs(a.y - b.y) - (a.height + b.height) / 2;
  const overlap = (a.width + b.width) / 2 - Math.abs(a.x - b.x);
  return (
    Math.max(a.height, b.height) < HEIGHT_RATIO.lines * least &&
    gap < WIDEST_GAP.lines * least &&
    overlap > Math.min(a.width, b.width) / 2
  );
}

/** Groups of readings that are linked, directly or through others, each as one reading. O(readings²). */
function joined(
  readings: readonly Reading[],
  isLinked: (a: RotatedRectangle, b: RotatedRectangle) => boolean,
  place: (rectangle: RotatedRectangle) => number,
  separator: string,
): Reading[] {
  const waiting = new Set(readings);
  const results: Reading[] = [];
  for (const first of waiting) {
    waiting.delete(first);
    const group = [first];
    for (const member of group) {
      for (const other of waiting) {
        const { angle } = member.rectangle;
        if (angleBetween(angle, other.rectangle.angle) > SAME_DIRECTION) continue;
        if (!isLinked(levelled(member.rectangle, angle), levelled(other.rectangle, angle))) continue;
        waiting.delete(other);
        group.push(other);
      }
    }
    results.push(joinGroup(group, place, separator));
  }
  return results;
}

function joinGroup(
  group: readonly Reading[],
  place: (rectangle: RotatedRectangle) => number,
  separator: string,
): Reading {
  const widest = group.reduce((a, b) => (b.rectangle.width > a.rectangle.width ? b : a));
  const { angle } = widest.rectangle;
  const ordered = group
    .map((reading) => ({ reading, at: place(levelled(reading.rectangle, angle)) }))
    .sort((a, b) => a.at - b.at)
    .map(({ reading }) => reading);
  const corners: Points = group.flatMap(({ rectangle }) => cornersOf(rectangle));
  const length = group.reduce((sum, { text }) => sum + text.length, 0);
  return {
    rectangle: rectangleAt(corners, angle),
    text: ordered.map(({ text }) => text).join(separator),
    confidence: group.reduce((sum, { text, confidence }) => sum + confidence * text.length, 0) / length,
  };
}

/** As it lies on a page that was turned so that `angle` reads from left to right. */
function levelled(rectangle: RotatedRectangle, angle: number): RotatedRectangle {
  const { x, y } = rectangle;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return { ...rectangle, x: x * cos + y * sin, y: y * cos - x * sin, angle: rectangle.angle - angle };
}

/** 0..π */
function angleBetween(a: number, b: number): number {
  return Math.abs(Math.atan2(Math.sin(a - b), Math.cos(a - b)));
}
