/**
 * Pictures of which the library holds another that looks the same: their perceptual hashes differ in at
 * most three of 64 bits. Such hashes agree in at least one of four 16-bit quarters (four quarters, three
 * differences), so only pictures that share a quarter are compared.
 */
const QUARTERS = 4;
const MOST_DIFFERENCES = QUARTERS - 1;

/** @param hashes 16 hex digits by image id. O(n) for hashes that are spread, O(n²) for equal ones at worst. */
export function nearDuplicates(hashes: ReadonlyMap<string, string>): ReadonlySet<string> {
  const found = new Set<string>();
  const parsed = [...hashes].map(([id, hash]) => ({ id, hash: BigInt(`0x${hash}`), digits: hash }));
  for (let quarter = 0; quarter < QUARTERS; quarter++) {
    const groups = new Map<string, typeof parsed>();
    for (const each of parsed) {
      const key = each.digits.slice(4 * quarter, 4 * quarter + 4);
      const group = groups.get(key);
      if (group) group.push(each);
      else groups.set(key, [each]);
    }
    for (const group of groups.values()) {
      for (const one of group) {
        if (found.has(one.id)) continue;
        const other = group.find(
          (each) => each !== one && differences(one.hash, each.hash) <= MOST_DIFFERENCES,
        );
        if (other) found.add(one.id).add(other.id);
      }
    }
  }
  return found;
}

function differences(one: bigint, other: bigint): number {
  let count = 0;
  for (let rest = one ^ other; rest > 0n; rest &= rest - 1n) count++;
  return count;
}
