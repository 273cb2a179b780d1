/**
 * Brings a face upright into a square of fixed size, eyes and mouth always at the same places: face
 * networks have learned on such squares only, and tell people apart far worse without.
 *
 * The map is the least-squares similarity (turn, scale, shift; no shear), after Umeyama (1991); in the
 * plane it is one complex division.
 */
import type { Pixels } from "../../domain/pixels.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a face has what alignment goes by. Left and right as seen in the picture. */
export interface FacePoints {
  readonly leftEye: Point;
  readonly rightEye: Point;
  readonly nose: Point;
  readonly mouth: Point;
}

/** `(x, y) -> (a x - b y + dx, b x + a y + dy)`. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly dx: number;
  readonly dy: number;
}

/** The similarity that brings `from` closest to `to`, in the mean of squared distances. */
export function similarityBetween(from: FacePoints, to: FacePoints): Similarity {
  const source = pointsOf(from);
  const target = pointsOf(to);
  const [p, q] = [meanOf(source), meanOf(target)];
  let [re, im, size] = [0, 0, 0];
  for (const [i, { x, y }] of source.entries()) {
    const [px, py] = [x - p.x, y - p.y];
    const [qx, qy] = [(target[i]?.x ?? 0) - q.x, (target[i]?.y ?? 0) - q.y];
    re += px * qx + py * qy;
    im += px * qy - py * qx;
    size += px * px + py * py;
  }
  const [a, b] = size > 0 ? [re / size, im / size] : [1, 0];
  return { a, b, dx: q.x - a * p.x + b * p.y, dy: q.y - b * p.x - a * p.y };
}

/**
 * The square of `size` pixels that `map` fills from a picture. Where the picture shrinks, each pixel is
 * the mean of several samples; what lies outside the picture is black. O(size² · shrinkage²).
 */
export function warp(picture: Pixels, { a, b, dx, dy }: Similarity, size: number): Pixels {
  const { width, height, data } = picture;
  const square = a * a + b * b;
  const samples = Math.min(MAX_SAMPLES, Math.max(1, Math.round(1 / Math.sqrt(square))));
  const result = new Uint8Array(size * size * 3);
  const sum = new Float64Array(3);
  for (let v = 0, next = 0; v < size; v++) {
    for (let u = 0; u < size; u++, next += 3) {
      sum.fill(0);
      for (let s = 0; s < samples * samples; s++) {
        const ux = u + ((s % samples) + 0.5) / samples - dx;
        const vy = v + (Math.floor(s / samples) + 0.5) / samples - dy;
        // Pixel centres lie at halves.
        const x = (a * ux + b * vy) / square - 0.5;
        const y = (a * vy - b * ux) / square - 0.5;
        const [x0, y0] = [Math.floor(x), Math.floor(y)];
        for (let k = 0; k < 4; k++) {
          const [xk, yk] = [x0 + (k & 1), y0 + (k >> 1)];
          if (xk < 0 || yk < 0 || xk >= width || yk >= height) continue;
          const share = (1 - Math.abs(x - xk)) * (1 - Math.abs(y - yk));
          const at = 3 * (yk * width + xk);
          sum[0]! += share * data[at]!;
          sum[1]! += share * data[at + 1]!;
          sum[2]! += share * data[at + 2]!;
        }
      }
      for (let c = 0; c < 3; c++) result[next + c] = Math.round(sum[c]! / (samples * samples));
    }
  }
  return { width: size, height: size, data: result };
}

/** Along each side of a pixel. Enough for faces that fill a picture of 1280 pixels; more only costs time. */
const MAX_SAMPLES = 8;

function pointsOf({ leftEye, rightEye, nose, mouth }: FacePoints): readonly Point[] {
  return [leftEye, rightEye, nose, mouth];
}

function meanOf(points: readonly Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}
