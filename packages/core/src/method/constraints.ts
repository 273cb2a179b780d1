/**
 * What a person knows about pairs of vectors, for methods that take it into account (`constraints` in
 * their description); the others refuse it, because a wish must not be passed over in silence.
 * The two kinds are those of Wagstaff et al. (2001).
 */

export const constraintKinds = ["must-link", "cannot-link"] as const;
export type ConstraintKind = (typeof constraintKinds)[number];

export interface ClusterConstraints {
  /** Pairs of row numbers, from 0, that have to be in one cluster. Default none. */
  readonly mustLink?: readonly RowPair[];
  /** Pairs of row numbers, from 0, that may not be in one cluster. Default none. */
  readonly cannotLink?: readonly RowPair[];
}

export type RowPair = readonly [number, number];

export const noConstraints: Required<ClusterConstraints> = { mustLink: [], cannotLink: [] };

/**
 * Pairs that name two different rows each, and no must-links that together demand what a cannot-link forbids.
 * O(rows + pairs) beyond the first contradiction.
 * @throws RangeError naming the bad pair, or the contradiction with the must-links that lead to it.
 */
export function requireConstraints(constraints: Required<ClusterConstraints>, rows: number): void {
  requireRowPairs("mustLink", constraints.mustLink, rows);
  requireRowPairs("cannotLink", constraints.cannotLink, rows);
  if (constraints.mustLink.length === 0) return;
  const group = linkedGroups(constraints.mustLink, rows);
  const forbidden = constraints.cannotLink.find(([a, b]) => group[a] === group[b]);
  if (forbidden === undefined) return;
  const path = shortestPath(constraints.mustLink, forbidden);
  throw new RangeError(
    `Rows ${forbidden.join(" and ")} may not be linked (cannotLink), but mustLink joins them: ` +
      `${path.join(" – ")}. Leave out one of these pairs.`,
  );
}

/** Group of every row once all must-links are followed: numbered from 0 by first member. O(rows + pairs). */
export function linkedGroups(mustLink: readonly RowPair[], rows: number): Int32Array {
  const adjacent = neighboursBy(mustLink);
  const group = new Int32Array(rows).fill(-1);
  let count = 0;
  for (let first = 0; first < rows; first++) {
    if (group[first] >= 0) continue;
    const waiting = [first];
    group[first] = count;
    for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
      for (const other of adjacent.get(row) ?? []) {
        if (group[other] >= 0) continue;
        group[other] = count;
        waiting.push(other);
      }
    }
    count++;
  }
  return group;
}

/** @throws RangeError naming a pair that does not name two different rows. */
export function requireRowPairs(
  name: keyof ClusterConstraints,
  pairs: readonly RowPair[],
  rows: number,
): void {
  const isRow = (row: number) => Number.isInteger(row) && row >= 0 && row < rows;
  const bad = pairs.find(([a, b]) => a === b || !isRow(a) || !isRow(b));
  if (bad === undefined) return;
  throw new RangeError(
    `The pair ${bad.join(", ")} in ${name} must name two different rows from 0 to ${rows - 1}.`,
  );
}

/** The rows on a way along `pairs`, both ends included; breadth first, so no way is shorter. */
function shortestPath(pairs: readonly RowPair[], [from, to]: RowPair): number[] {
  const adjacent = neighboursBy(pairs);
  const cameFrom = new Map([[from, from]]);
  for (const row of cameFrom.keys()) {
    for (const other of adjacent.get(row) ?? []) if (!cameFrom.has(other)) cameFrom.set(other, row);
  }
  const path = [to];
  for (let row = to; row !== from; path.unshift(row)) row = cameFrom.get(row) ?? from;
  return path;
}

function neighboursBy(pairs: readonly RowPair[]): Map<number, number[]> {
  const adjacent = new Map<number, number[]>();
  for (const [a, b] of pairs) {
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const known = adjacent.get(one);
      if (known) known.push(other);
      else adjacent.set(one, [other]);
    }
  }
  return adjacent;
}
