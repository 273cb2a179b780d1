/**
 * Rectangles at any angle, and the smallest one around points: where a line of text lies.
 *
 * A smallest rectangle has a side along an edge of the convex hull (Freeman & Shapira 1975), so the
 * edges are tried in turn. Coordinates are pixels, y downwards, pixel centres at halves.
 */

export interface RotatedRectangle {
  /** Centre. */
  readonly x: number;
  readonly y: number;
  /** Along the direction of reading. */
  readonly width: number;
  readonly height: number;
  /** Radians from the x axis to the direction of reading, clockwise on the screen. */
  readonly angle: number;
}

/** `x0, y0, x1, y1, …` */
export type Points = readonly number[];

/** The smallest rectangle around `points` (at least one), its angle within (-45°, 45°]. O(hull²). */
export function smallestRectangle(points: Points): RotatedRectangle {
  const hull = convexHull(points);
  let smallest = rectangleAt(points, 0);
  for (let i = 0; i < hull.length; i += 2) {
    const next = (i + 2) % hull.length;
    const angle = withinQuarter(Math.atan2(hull[next + 1]! - hull[i + 1]!, hull[next]! - hull[i]!));
    const rectangle = rectangleAt(hull, angle);
    if (areaOf(rectangle) < areaOf(smallest)) smallest = rectangle;
  }
  return smallest;
}

export function areaOf({ width, height }: RotatedRectangle): number {
  return width * height;
}

/** Moves every side outwards by `distance`. */
export function grown(rectangle: RotatedRectangle, distance: number): RotatedRectangle {
  const { width, height } = rectangle;
  return { ...rectangle, width: width + 2 * distance, height: height + 2 * distance };
}

/** The same area, read a quarter turn further clockwise. */
export function turnedQuarter(rectangle: RotatedRectangle): RotatedRectangle {
  const { width, height, angle } = rectangle;
  return { ...rectangle, width: height, height: width, angle: angle + Math.PI / 2 };
}

/** The same area, read from the other end. */
export function turnedHalf(rectangle: RotatedRectangle): RotatedRectangle {
  return { ...rectangle, angle: rectangle.angle + Math.PI };
}

/** The four corners, from where reading starts, clockwise. */
export function cornersOf({ x, y, width, height, angle }: RotatedRectangle): Points {
  const [ux, uy] = [(Math.cos(angle) * width) / 2, (Math.sin(angle) * width) / 2];
  const [vx, vy] = [(-Math.sin(angle) * height) / 2, (Math.cos(angle) * height) / 2];
  return [
    x - ux - vx,
    y - uy - vy,
    x + ux - vx,
    y + uy - vy,
    x + ux + vx,
    y + uy + vy,
    x - ux + vx,
    y - uy + vy,
  ];
}

/** The rectangle at `angle` around `points`. */
export function rectangleAt(points: Points, angle: number): RotatedRectangle {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    const along = points[i]! * cos + points[i + 1]! * sin;
    const across = points[i + 1]! * cos - points[i]! * sin;
    left = Math.min(left, along);
    right = Math.max(right, along);
    top = Math.min(top, across);
    bottom = Math.max(bottom, across);
  }
  const [along, across] = [(left + right) / 2, (top + bottom) / 2];
  return {
    x: along * cos - across * sin,
    y: along * sin + across * cos,
    width: right - left,
    height: bottom - top,
    angle,
  };
}

/** An angle of the same rectangle within (-45°, 45°]. */
function withinQuarter(angle: number): number {
  const quarter = Math.PI / 2;
  return angle - quarter * Math.ceil(angle / quarter - 0.5);
}

/** Andrew's monotone chain (1979). O(n log n). */
function convexHull(points: Points): number[] {
  const order = Array.from({ length: points.length / 2 }, (_, i) => 2 * i).sort(
    (a, b) => points[a]! - points[b]! || points[a + 1]! - points[b + 1]!,
  );
  const lower = halfHull(points, order);
  const upper = halfHull(points, order.reverse());
  return [...lower.slice(0, -2), ...upper.slice(0, -2)];
}

/** One side of the hull, ends included, for points in order from one end to the other. */
function halfHull(points: Points, order: readonly number[]): number[] {
  const chain: number[] = [];
  for (const at of order) {
    const [x, y] = [points[at]!, points[at + 1]!];
    while (chain.length >= 4) {
      const [x1, y1, x2, y2] = chain.slice(-4) as [number, number, number, number];
      if ((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) > 0) break;
      chain.length -= 2;
    }
    chain.push(x, y);
  }
  return chain;
}
