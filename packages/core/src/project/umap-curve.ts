/**
 * How close two places on a UMAP map are, by their distance: 1 / (1 + a x^2b), with a and b fitted so
 * that it stays near 1 up to the least distance and then decays over the spread. After McInnes,
 * Healy & Melville (2018).
 */
import type { ClosenessCurve } from "../compute/pair-descent.ts";

const POINTS = 300;
const MAX_STEPS = 200;
const SETTLED = 1e-10;

/** Least squares in a and b by damped Gauss-Newton steps (Levenberg, Marquardt). */
export function fitCurve(minDistance: number, spread: number): ClosenessCurve {
  const xs = Float64Array.from({ length: POINTS }, (_, i) => (3 * spread * i) / (POINTS - 1));
  const ys = xs.map((x) => (x < minDistance ? 1 : Math.exp(-(x - minDistance) / spread)));
  let curve = { a: 1, b: 1 };
  let error = errorOf(curve, xs, ys);
  let damping = 1e-3;
  for (let step = 0; step < MAX_STEPS; step++) {
    const { aa, ab, bb, ra, rb } = normalEquations(curve, xs, ys);
    const [da, db] = [aa * (1 + damping), bb * (1 + damping)];
    const determinant = da * db - ab * ab;
    const moved = {
      a: curve.a + (db * ra - ab * rb) / determinant,
      b: curve.b + (da * rb - ab * ra) / determinant,
    };
    const next = moved.a > 0 && moved.b > 0 ? errorOf(moved, xs, ys) : Infinity;
    if (next < error) {
      const gain = error - next;
      curve = moved;
      error = next;
      damping /= 10;
      if (gain < SETTLED * error) break;
    } else if (damping > 1e12) break;
    else damping *= 10;
  }
  return curve;
}

function errorOf({ a, b }: ClosenessCurve, xs: Float64Array, ys: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < xs.length; i++) sum += (ys[i] - 1 / (1 + a * xs[i] ** (2 * b))) ** 2;
  return sum;
}

function normalEquations({ a, b }: ClosenessCurve, xs: Float64Array, ys: Float64Array) {
  let [aa, ab, bb, ra, rb] = [0, 0, 0, 0, 0];
  for (let i = 0; i < xs.length; i++) {
    if (xs[i] === 0) continue;
    const power = xs[i] ** (2 * b);
    const value = 1 / (1 + a * power);
    const byA = -value * value * power;
    const byB = byA * 2 * a * Math.log(xs[i]);
    const miss = ys[i] - value;
    aa += byA * byA;
    ab += byA * byB;
    bb += byB * byB;
    ra += byA * miss;
    rb += byB * miss;
  }
  return { aa, ab, bb, ra, rb };
}
