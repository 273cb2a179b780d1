/**
 * Approximate nearest neighbours of every vector, for sets too large to compare everything: a forest
 * of random projection trees gives each vector its first neighbours, then neighbours introduce their
 * neighbours to each other until hardly anything improves.
 *
 * Then a few hundred vectors are compared with all others. Where too many neighbours were missed - in
 * noise without structure, in hundreds of dimensions - the net is cast twice as wide and the search goes
 * on. Time grows about as n log n; the distances are right (float64) whatever is missed. One thread, and
 * chance from one seed: the same bytes on every run.
 * After Dong, Moses & Li, "Efficient k-nearest neighbor graph construction" (2011); trees as the start
 * and the split into new and old candidates after PyNNDescent (McInnes).
 */

import { meanOfRows } from "../compute/mean-of-rows.ts";
import { openRowProducts, productStride, type RowProducts } from "../compute/wasm/row-products.ts";
import { type Matrix, normaliseRows } from "../matrix.ts";
import type { MethodRun } from "../method/context.ts";
import type { Metric } from "../method/metric.ts";
import { type Random, random } from "../random.ts";
import { CandidateLists, gatherCandidates } from "./join-candidates.ts";
import { measuredNeighbours } from "./measured-neighbours.ts";
import type { NearestNeighbours } from "./nearest-neighbours.ts";
import { NeighbourHeaps, NOBODY } from "./neighbour-heaps.ts";
import { projectionTree } from "./projection-trees.ts";
import { sampledRecall } from "./sampled-recall.ts";

export interface DescentOptions {
  readonly metric: Metric;
  readonly seed: number;
  /** Called between pieces of work; may throw to stop it. Default: nobody listens. */
  readonly step?: MethodRun["step"];
}

export interface ApproximateNeighbours extends NearestNeighbours {
  /** Share of the true neighbours found, 0..1, measured on 256 vectors. */
  readonly recall: number;
}

const TREES = 8;
/** Neighbours kept while searching: more than asked for, because a wider net finds more of the near. */
const LEAST_KEPT = 24;
const SPARE = 5;
/** Candidates of either kind that a row introduces to each other in one round, of those it keeps. */
const CANDIDATE_SHARE = 2 / 3;
const MOST_CANDIDATES = 64;
const MOST_ROUNDS = 24;
/** A round that changes a smaller share of the graph is the last. */
const SETTLED_SHARE = 5e-4;
const WANTED_RECALL = 0.97;
const MOST_WIDENINGS = 3;
const ROWS_PER_STEP = 8192;

/**
 * @param wanted neighbours per vector; all others when there are fewer
 */
export async function approximateNeighbours(
  vectors: Matrix,
  wanted: number,
  { metric, seed, step }: DescentOptions,
): Promise<ApproximateNeighbours> {
  const { rows } = vectors;
  const count = Math.max(0, Math.min(wanted, rows - 1));
  if (count === 0) return { count, indices: new Int32Array(0), distances: new Float64Array(0), recall: 1 };
  const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
  const kept = Math.min(rows - 1, Math.max(LEAST_KEPT, count + SPARE));
  // Median splits leave at least half of this in a leaf, so every heap is full from the start.
  const leafSize = 2 * (kept + 1);
  const most = Math.max(leafSize, 2 * MOST_CANDIDATES);
  const products = openRowProducts(measured, { most, shift: meanOfRows(measured) });
  const chance = random(seed);

  let heaps = new NeighbourHeaps(rows, kept);
  let order: Int32Array = new Int32Array(0);
  for (let tree = 0; tree < TREES; tree++) {
    const leaves = projectionTree(rows, leafSize, products, chance);
    for (let leaf = 0; leaf + 1 < leaves.starts.length; leaf++) {
      const members = leaves.order.subarray(leaves.starts[leaf], leaves.starts[leaf + 1]);
      introduce(members, members.length, members.length, heaps, products);
    }
    order = leaves.order;
    await step?.({ stage: "grow trees", done: tree + 1, total: TREES });
  }
  let recall = 0;
  for (let widening = 0; widening <= MOST_WIDENINGS; widening++) {
    if (widening > 0) heaps = widened(heaps);
    await descend(heaps, products, order, chance, step);
    recall = sampledRecall(heaps, count, products, chance);
    if (recall >= WANTED_RECALL || heaps.capacity === rows - 1) break;
  }
  return { ...measuredNeighbours(measured, heaps, count, metric), recall };
}

/** Rounds of introductions until the graph settles. `order` says in which order rows take their turn. */
async function descend(
  heaps: NeighbourHeaps,
  products: RowProducts,
  order: Int32Array,
  chance: Random,
  step: MethodRun["step"] | undefined,
): Promise<void> {
  const { rows, capacity } = heaps;
  const candidates = Math.min(MOST_CANDIDATES, Math.ceil(CANDIDATE_SHARE * capacity));
  const fresh = new CandidateLists(rows, candidates);
  const old = new CandidateLists(rows, candidates);
  const people = new Int32Array(2 * candidates);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    gatherCandidates(heaps, fresh, old, chance);
    let changes = 0;
    // In the order of the leaves, so that what is read was read a moment ago.
    for (let n = 0; n < rows; n++) {
      const at = order[n] * candidates;
      const freshCount = fresh.counts[order[n]];
      const oldCount = old.counts[order[n]];
      if (freshCount > 0) {
        people.set(fresh.indices.subarray(at, at + freshCount));
        people.set(old.indices.subarray(at, at + oldCount), freshCount);
        changes += introduce(people, freshCount, freshCount + oldCount, heaps, products);
      }
      if ((n + 1) % ROWS_PER_STEP === 0 || n + 1 === rows) {
        await step?.({ stage: "improve neighbours", done: round + (n + 1) / rows, total: MOST_ROUNDS });
      }
    }
    if (changes <= SETTLED_SHARE * rows * capacity) break;
  }
}

/** The same neighbours with room for twice as many, all of them to be introduced again. */
function widened(heaps: NeighbourHeaps): NeighbourHeaps {
  const wider = new NeighbourHeaps(heaps.rows, Math.min(heaps.rows - 1, 2 * heaps.capacity));
  for (let k = 0; k < heaps.indices.length; k++) {
    const index = heaps.indices[k];
    if (index !== NOBODY) wider.offer(Math.floor(k / heaps.capacity), index, heaps.distances[k]);
  }
  return wider;
}

/**
 * Offers the first `freshCount` of `people` to each other, and to the rest of the `count`; who is not
 * fresh met the others who are not before. Returns how many entries of the graph changed.
 */
function introduce(
  people: Int32Array,
  freshCount: number,
  count: number,
  heaps: NeighbourHeaps,
  products: RowProducts,
): number {
  const { capacity, distances } = heaps;
  const { squaredNorms } = products;
  const stride = productStride(freshCount);
  const found = products.between(people, freshCount, people, count);
  let changes = 0;
  for (let b = 0; b < count; b++) {
    const right = people[b];
    const rightNorm = squaredNorms[right];
    const others = Math.min(b, freshCount);
    let bar = distances[right * capacity];
    for (let a = 0; a < others; a++) {
      const left = people[a];
      const distance = Math.max(0, squaredNorms[left] + rightNorm - 2 * found[b * stride + a]);
      const isForLeft = distance < distances[left * capacity];
      if ((!isForLeft && distance >= bar) || left === right) continue;
      if (isForLeft && !heaps.has(left, right) && heaps.offer(left, right, distance)) changes++;
      if (distance < bar && !heaps.has(right, left) && heaps.offer(right, left, distance)) {
        changes++;
        bar = distances[right * capacity];
      }
    }
  }
  return changes;
}
