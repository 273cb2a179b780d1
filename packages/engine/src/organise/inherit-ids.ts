/**
 * A cluster stays the same thing when a collection is clustered again: it keeps its id, and with it
 * the name a person gave, when enough of its members are still together. Matched by Jaccard overlap,
 * best pairs first; nothing here looks at vectors or names.
 */
import { createHash } from "node:crypto";

/** Members shared / members of either. Hennig's bar for a cluster that is still recognisable is .5. */
const leastOverlap = 0.5;

/** Member regions by cluster id. */
export type Membership = ReadonlyMap<string, readonly string[]>;

/**
 * An id for each of the new clusters, in their order: inherited from `before` (several earlier
 * clusterings may be given, most important first) or made from the members. O(members).
 */
export function inheritIds(
  clusters: readonly (readonly string[])[],
  before: readonly Membership[],
): string[] {
  const ids = new Map<number, string>();
  const taken = new Set<string>();
  const clusterOf = new Map<string, number>();
  for (const [index, members] of clusters.entries())
    for (const member of members) clusterOf.set(member, index);
  for (const earlier of before) {
    const pairs: { index: number; id: string; overlap: number }[] = [];
    for (const [id, members] of earlier) {
      const shared = new Map<number, number>();
      for (const member of members) {
        const index = clusterOf.get(member);
        if (index !== undefined) shared.set(index, (shared.get(index) ?? 0) + 1);
      }
      for (const [index, count] of shared) {
        const overlap = count / (members.length + clusters[index]!.length - count);
        if (overlap >= leastOverlap) pairs.push({ index, id, overlap });
      }
    }
    pairs.sort((a, b) => b.overlap - a.overlap || a.index - b.index || (a.id < b.id ? -1 : 1));
    for (const { index, id } of pairs) {
      if (ids.has(index) || taken.has(id)) continue;
      ids.set(index, id);
      taken.add(id);
    }
  }
  return clusters.map((members, index) => ids.get(index) ?? freshId(members, taken));
}

/** Same members, same id: a run repeated elsewhere agrees. */
function freshId(members: readonly string[], taken: Set<string>): string {
  const digest = createHash("sha256")
    .update([...members].sort().join("\n"))
    .digest("hex");
  const id = `c-${digest.slice(0, 16)}`;
  taken.add(id);
  return id;
}
