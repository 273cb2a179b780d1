/**
 * Average linkage on a sparse graph: the two groups whose edges have the highest mean merge, again and
 * again. Pairs without an edge have no say, so a neighbour graph of a million vectors can be merged.
 * Parts of the graph that no edge joins meet last, at `apart`.
 *
 * As in agglomeration of region graphs (Arbeláez et al. 2011), with a heap whose stale entries are
 * skipped.
 */
import type { SparseMatrix } from "../../linear-algebra/sparse.ts";
import type { MethodRun } from "../../method/context.ts";
import type { Merge } from "./dendrogram.ts";

const MERGES_PER_STEP = 4096;

interface Boundary {
  sum: number;
  edges: number;
}

/**
 * n - 1 merges at height `apart` - mean edge. O(edges log² edges). Ties go to the lower indices.
 * @param graph symmetric similarities
 */
export async function mergeByEdges(graph: SparseMatrix, apart: number, run: MethodRun): Promise<Merge[]> {
  const size = graph.rows;
  const boundaries: Map<number, Boundary>[] = Array.from({ length: size }, () => new Map());
  const heap = new Heap();
  for (let i = 0; i < size; i++) {
    for (let p = graph.starts[i]; p < graph.starts[i + 1]; p++) {
      const j = graph.indices[p];
      if (j <= i) continue;
      const boundary = { sum: graph.values[p], edges: 1 };
      boundaries[i].set(j, boundary);
      boundaries[j].set(i, boundary);
      heap.push({ a: i, b: j, similarity: boundary.sum, edges: 1 });
    }
  }
  const merges: Merge[] = [];
  const isGone = new Uint8Array(size);
  const top = new Float64Array(size);
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
    const { a, b, similarity, edges } = next;
    // A boundary that has grown since was pushed again.
    if (isGone[a] || isGone[b] || boundaries[a].get(b)?.edges !== edges) continue;
    if (merges.length % MERGES_PER_STEP === 0) {
      await run.step({ stage: "merge", done: merges.length, total: size - 1 });
    }
    // A mean can rise by merging; a merge is still never lower than those below it.
    const height = Math.max(apart - similarity, top[a], top[b]);
    merges.push({ a, b, height });
    // The group with fewer boundaries joins the other.
    const [kept, gone] = boundaries[a].size >= boundaries[b].size ? [a, b] : [b, a];
    isGone[gone] = 1;
    top[kept] = height;
    boundaries[kept].delete(gone);
    for (const [other, { sum, edges: count }] of boundaries[gone]) {
      if (other === kept) continue;
      boundaries[other].delete(gone);
      const boundary = boundaries[kept].get(other) ?? { sum: 0, edges: 0 };
      boundary.sum += sum;
      boundary.edges += count;
      boundaries[kept].set(other, boundary);
      boundaries[other].set(kept, boundary);
      heap.push({
        a: Math.min(kept, other),
        b: Math.max(kept, other),
        similarity: boundary.sum / boundary.edges,
        edges: boundary.edges,
      });
    }
    boundaries[gone] = new Map();
  }
  const parts = [...isGone.keys()].filter((i) => !isGone[i]);
  for (const part of parts.slice(1)) merges.push({ a: parts[0], b: part, height: apart });
  return merges;
}

interface Candidate {
  readonly a: number;
  readonly b: number;
  readonly similarity: number;
  readonly edges: number;
}

const isBefore = (x: Candidate, y: Candidate): boolean =>
  x.similarity !== y.similarity ? x.similarity > y.similarity : x.a !== y.a ? x.a < y.a : x.b < y.b;

/** Binary heap, most similar first. */
class Heap {
  readonly #items: Candidate[] = [];

  push(item: Candidate): void {
    const items = this.#items;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(item, items[parent])) break;
      items[at] = items[parent];
      at = parent;
    }
    items[at] = item;
  }

  pop(): Candidate | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && isBefore(items[child + 1], items[child])) child++;
      if (!isBefore(items[child], last)) break;
      items[at] = items[child];
      at = child;
    }
    items[at] = last;
    return top;
  }
}
