/**
 * The tree of BIRCH: vectors come one by one, close ones melt into sub-clusters of bounded radius, and
 * what is kept of a sub-cluster is its size, mean and scatter. Vectors are never looked at twice.
 *
 * When there are more sub-clusters than wanted, the radius grows and the sub-clusters themselves are
 * put into a new tree. After Zhang, Ramakrishnan & Livny (1996); mean and scatter instead of sums of
 * squares, which lose their digits, after Lang & Schubert (2020).
 */
import { type Matrix, matrix } from "../../matrix.ts";

export interface TreeOptions {
  /** Largest root mean square distance of a sub-cluster's members to its mean, at the start. */
  readonly radius: number;
  /** Most entries of a node, at least 2. */
  readonly branchingFactor: number;
  readonly maxSubclusters: number;
}

/** Sub-clusters in the order of the tree: means, and how many vectors each holds. */
export interface Subclusters {
  readonly means: Matrix;
  readonly sizes: Float64Array;
  /** What the radius has grown to. */
  readonly radius: number;
}

/** Of the radius at a rebuild: growth, and its least share of the extent of everything. */
const LEAST_GROWTH = 1.1;
const LEAST_RADIUS = 1e-3;

/** A group of vectors: in a leaf a sub-cluster, further up everything below `child`. */
interface Entry {
  size: number;
  readonly mean: Float64Array;
  /** Σ squared distance to the mean. */
  scatter: number;
  readonly child?: Node;
}

type Node = Entry[];

export class ClusteringFeatureTree {
  readonly #options: TreeOptions;
  #radius: number;
  #root: Node = [];
  #count = 0;

  constructor(options: TreeOptions) {
    this.#options = options;
    this.#radius = options.radius;
  }

  /** Adds one vector. O(branching factor × depth × columns), and now and then the tree again. */
  add(vector: Float32Array): void {
    this.#insert({ size: 1, mean: Float64Array.from(vector), scatter: 0 });
    while (this.#count > this.#options.maxSubclusters) this.#rebuild();
  }

  subclusters(): Subclusters {
    const all = [...leaves(this.#root)].flat();
    const means = matrix(all.length, all[0]?.mean.length ?? 0);
    for (const [i, { mean }] of all.entries()) means.data.set(mean, i * means.columns);
    return { means, sizes: Float64Array.from(all, ({ size }) => size), radius: this.#radius };
  }

  #insert(entry: Entry): void {
    const halves = this.#insertInto(this.#root, entry);
    if (halves !== undefined) this.#root = halves.map(summary);
  }

  /** Gives the two halves of a node that had to be split. */
  #insertInto(node: Node, entry: Entry): [Node, Node] | undefined {
    const closest = closestTo(entry, node);
    if (closest === undefined) {
      node.push(entry);
      this.#count++;
    } else if (closest.child !== undefined) {
      const halves = this.#insertInto(closest.child, entry);
      if (halves === undefined) merge(closest, entry);
      else node.splice(node.indexOf(closest), 1, ...halves.map(summary));
    } else if (mergedRadius(closest, entry) <= this.#radius) {
      merge(closest, entry);
    } else {
      node.push(entry);
      this.#count++;
    }
    return node.length > this.#options.branchingFactor ? split(node) : undefined;
  }

  /** With a radius at which about half of the sub-clusters meet their nearest. */
  #rebuild(): void {
    const radii: number[] = [];
    for (const node of leaves(this.#root)) {
      for (const entry of node) {
        const others = node.filter((other) => other !== entry);
        if (others.length > 0) radii.push(Math.min(...others.map((other) => mergedRadius(entry, other))));
      }
    }
    radii.sort((a, b) => a - b);
    // Neighbours may sit in different leaves, so the median alone could stand still; the extent of
    // everything, at which all of it would be one, bounds the number of rebuilds.
    const { size, scatter } = summary(this.#root);
    const floor = Math.max(LEAST_GROWTH * this.#radius, LEAST_RADIUS * Math.sqrt(scatter / size));
    this.#radius = Math.max(radii[radii.length >> 1] ?? 0, floor);
    const entries = [...leaves(this.#root)].flat();
    this.#root = [];
    this.#count = 0;
    for (const entry of entries) this.#insert(entry);
  }
}

function* leaves(node: Node): Generator<Node> {
  if (node[0]?.child === undefined) yield node;
  else for (const { child } of node) if (child !== undefined) yield* leaves(child);
}

function closestTo({ mean }: Entry, node: Node): Entry | undefined {
  let closest: Entry | undefined;
  let least = Infinity;
  for (const candidate of node) {
    const distance = distanceBelow(mean, candidate.mean, least);
    if (distance < least) {
      least = distance;
      closest = candidate;
    }
  }
  return closest;
}

/** Squared distance; given up, and then too small, once it is above `limit`. */
function distanceBelow(left: Float64Array, right: Float64Array, limit: number): number {
  let sum = 0;
  for (let start = 0; start < left.length && sum < limit; start += 32) {
    const end = Math.min(left.length, start + 32);
    for (let j = start; j < end; j++) {
      const difference = left[j] - right[j];
      sum += difference * difference;
    }
  }
  return sum;
}

function mergedRadius(a: Entry, b: Entry): number {
  const size = a.size + b.size;
  const between = ((a.size * b.size) / size) * distanceBelow(a.mean, b.mean, Infinity);
  return Math.sqrt((a.scatter + b.scatter + between) / size);
}

/** Takes `added` into `entry`. */
function merge(entry: Entry, added: Entry): void {
  const size = entry.size + added.size;
  const between = ((entry.size * added.size) / size) * distanceBelow(entry.mean, added.mean, Infinity);
  const share = added.size / size;
  for (let j = 0; j < entry.mean.length; j++) entry.mean[j] += share * (added.mean[j] - entry.mean[j]);
  entry.scatter += added.scatter + between;
  entry.size = size;
}

/** The entry that stands for a whole node. */
function summary(node: Node): Entry {
  const [first, ...rest] = node;
  const entry: Entry = { size: first.size, mean: first.mean.slice(), scatter: first.scatter, child: node };
  for (const other of rest) merge(entry, other);
  return entry;
}

/** The two entries farthest from each other part, and each other one goes with the closer. */
function split(node: Node): [Node, Node] {
  let farthest: readonly [Entry, Entry] = [node[0], node[1]];
  let most = -1;
  for (const [i, a] of node.entries()) {
    for (const b of node.slice(i + 1)) {
      const distance = distanceBelow(a.mean, b.mean, Infinity);
      if (distance > most) {
        most = distance;
        farthest = [a, b];
      }
    }
  }
  const [left, right] = farthest;
  const goesLeft = (entry: Entry) =>
    entry !== right &&
    (entry === left ||
      distanceBelow(entry.mean, left.mean, Infinity) <= distanceBelow(entry.mean, right.mean, Infinity));
  return [node.filter(goesLeft), node.filter((entry) => !goesLeft(entry))];
}
