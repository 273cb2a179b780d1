/** Boxes that stand upright, in any unit: relative to a picture, or in pixels. */

export interface UprightBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Area that two boxes share, in the unit squared; 0 when they only touch. */
export function sharedArea(a: UprightBox, b: UprightBox): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Intersection over union, 0..1: how far two boxes mean the same place. 0 when either is empty. */
export function intersectionOverUnion(a: UprightBox, b: UprightBox): number {
  const shared = sharedArea(a, b);
  if (shared === 0) return 0;
  // Equal boxes would come out above 1 by rounding.
  return Math.min(1, shared / (a.width * a.height + b.width * b.height - shared));
}
