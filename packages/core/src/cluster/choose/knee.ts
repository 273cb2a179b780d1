/**
 * The knee of a curve that bends once: where it is farthest below the straight line between its ends,
 * both axes scaled to 0..1. After Satopää, Albrecht, Irwin & Raghavan (2011).
 *
 * Every curve that bends has a knee, whether it means anything or not; `depth` says how much of one.
 */

export interface Knee {
  readonly index: number;
  /** How far below the line, 0..1: 0 for a straight line, near 1 for a corner. */
  readonly depth: number;
}

/** Undefined for fewer than three points, or when the curve is nowhere below the line. O(n). */
export function kneeOf(positions: ArrayLike<number>, values: ArrayLike<number>): Knee | undefined {
  const last = positions.length - 1;
  const width = positions[last] - positions[0];
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i <= last; i++) {
    least = Math.min(least, values[i]);
    most = Math.max(most, values[i]);
  }
  if (last < 2 || !(width > 0) || !(most > least)) return undefined;
  let knee: Knee | undefined;
  for (let i = 1; i < last; i++) {
    const along = (positions[i] - positions[0]) / width;
    const line = values[0] + along * (values[last] - values[0]);
    const depth = (line - values[i]) / (most - least);
    if (depth > (knee?.depth ?? 0)) knee = { index: i, depth };
  }
  return knee;
}
