/**
 * The box a person draws on a picture, as numbers: from corner to corner, moved and resized, always
 * inside the picture and never empty. Sides are shares of the picture, 0..1.
 */
import type { Box } from "@imantics/api";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Shorter sides would hold nothing that can be recognised. */
export const leastSide = 0.02;
/** Where drawing starts in a picture that is seen whole. */
export const middle: Box = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };

/** The same in a picture that is zoomed into: the middle of what is seen of it through `view`. */
export function middleOfView(picture: DOMRectReadOnly, view: DOMRectReadOnly): Box {
  const seen = boxBetween(
    { x: (view.left - picture.left) / picture.width, y: (view.top - picture.top) / picture.height },
    { x: (view.right - picture.left) / picture.width, y: (view.bottom - picture.top) / picture.height },
  );
  return boxBetween(
    { x: seen.x + seen.width / 4, y: seen.y + seen.height / 4 },
    { x: seen.x + (3 * seen.width) / 4, y: seen.y + (3 * seen.height) / 4 },
  );
}

export function boxBetween(a: Point, b: Point): Box {
  const [x, width] = span(a.x, b.x);
  const [y, height] = span(a.y, b.y);
  return { x, y, width, height };
}

export function moved(box: Box, by: Point): Box {
  return {
    ...box,
    x: within(box.x + by.x, 0, 1 - box.width),
    y: within(box.y + by.y, 0, 1 - box.height),
  };
}

/** The lower right corner moves. */
export function resized(box: Box, by: Point): Box {
  return {
    ...box,
    width: within(box.width + by.x, leastSide, 1 - box.x),
    height: within(box.height + by.y, leastSide, 1 - box.y),
  };
}

/** The corner opposite to one, which stays while that one is dragged. */
export function oppositeCorner(box: Box, corner: Corner): Point {
  return {
    x: corner.endsWith("left") ? box.x + box.width : box.x,
    y: corner.startsWith("upper") ? box.y + box.height : box.y,
  };
}

export const corners = ["upper left", "upper right", "lower left", "lower right"] as const;
export type Corner = (typeof corners)[number];

/** Sides in whole ten-thousandths, as ids of regions tell places apart, still inside the picture. */
export function snapped(box: Box): Box {
  const [x, width] = snappedSpan(box.x, box.width);
  const [y, height] = snappedSpan(box.y, box.height);
  return { x, y, width, height };
}

const steps = 10_000;

function snappedSpan(from: number, length: number): [from: number, length: number] {
  const begin = Math.round(from * steps);
  const end = Math.min(steps, Math.max(begin + 1, Math.round((from + length) * steps)));
  const [first, share] = [begin / steps, (end - begin) / steps];
  // The sum of two rounded shares may lie a hair beyond the side.
  return first + share <= 1 ? [first, share] : [first, (end - begin - 1) / steps];
}

function span(a: number, b: number): [from: number, length: number] {
  const from = within(Math.min(a, b), 0, 1 - leastSide);
  return [from, Math.max(leastSide, within(Math.max(a, b), 0, 1) - from)];
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
