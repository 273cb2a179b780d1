/**
 * What a person knows about single vectors, for methods that take it into account
 * (`takesConstraints`); the others refuse it, because a wish must not be passed over in silence.
 */

export interface ClusterConstraints {
  /** Pairs of row numbers, from 0, that may not be in one cluster. */
  readonly cannotLink: readonly RowPair[];
}

export type RowPair = readonly [number, number];

export const noConstraints: ClusterConstraints = { cannotLink: [] };

/** @throws RangeError naming a pair that does not name two different rows. */
export function requireRowPairs(pairs: readonly RowPair[], rows: number): void {
  const isRow = (row: number) => Number.isInteger(row) && row >= 0 && row < rows;
  const bad = pairs.find(([a, b]) => a === b || !isRow(a) || !isRow(b));
  if (bad === undefined) return;
  throw new RangeError(
    `The pair ${bad.join(", ")} in cannotLink must name two different rows from 0 to ${rows - 1}.`,
  );
}
