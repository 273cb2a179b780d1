/**
 * Average linkage under prohibitions: the two most alike groups become one, again and again, but never two
 * that must stay apart, until no two are alike enough.
 *
 * The mean cosine between the members of two groups is the product of their mean vectors, so a group is
 * one row however large it grows. Groups that are each other's nearest are joined at once; linkage by
 * average being reducible, and groups that must stay apart doing so after every join, the result is that
 * of joining one pair at a time. After Bruynooghe (1978) for nearest pairs; prohibitions as in Davidson &
 * Ravi (2005).
 */
import { dot, type Matrix, matrix, row, selectRows } from "../../matrix.ts";
import { type ClusterContext, type MethodRun, methodRun } from "../../method/context.ts";

export interface JoinRules {
  /** Groups whose members are less alike in the mean (cosine) stay apart. */
  readonly minLikeness: number;
  /** Whether two groups may become one. Once false it must stay so, also for what they are joined to. */
  mayJoin(one: number, other: number): boolean;
  /** Called after `other` has become part of `one`. */
  onJoin(one: number, other: number): void;
}

/** Neighbours listed for each group; more are looked up where all of these are forbidden. */
const LISTED = 16;

/** Groups whose neighbours are looked up at once. */
const BATCH = 1024;

/**
 * @param vectors unit length
 * @param start group of each vector: every number from 0 on, each with a member
 * @returns the group of each vector in the end, as one of the numbers in `start`
 *
 * O(groups² · columns) for the first look, then only what joins have changed; memory O(groups · columns).
 */
export async function joinGroups(
  vectors: Matrix,
  start: Int32Array,
  rules: JoinRules,
  context: ClusterContext,
): Promise<Int32Array> {
  const groups = new Groups(vectors, start);
  const near = new NearGroups(groups, rules, methodRun(context));
  for (let changed: readonly number[] = groups.alive; changed.length > 0; ) {
    await near.list(changed, LISTED);
    const nearest = new Map<number, number>();
    for (const group of groups.alive) {
      const other = await near.nearestAllowed(group);
      if (other !== null) nearest.set(group, other);
    }
    const joined = new Set<number>();
    for (const [one, other] of pairsToJoin(nearest, groups.means)) {
      groups.join(one, other);
      rules.onJoin(one, other);
      joined.add(one).add(other);
    }
    groups.forgetJoined();
    changed = groups.alive.filter((group) => joined.has(group) || near.lists(group, joined));
    if (joined.size === 0) break;
  }
  return start.map((group) => groups.lastOf(group));
}

/** Each other's nearest, lower number first; the most alike pair where rounding leaves none. */
function pairsToJoin(nearest: ReadonlyMap<number, number>, means: Matrix): (readonly [number, number])[] {
  const mutual = [...nearest].filter(([one, other]) => one < other && nearest.get(other) === one);
  if (mutual.length > 0 || nearest.size === 0) return mutual;
  const likeness = ([one, other]: readonly [number, number]) => dot(row(means, one), row(means, other));
  const [one, other] = [...nearest].reduce((best, pair) => (likeness(pair) > likeness(best) ? pair : best));
  return [[Math.min(one, other), Math.max(one, other)]];
}

/** Mean vectors of groups, and what has become of each. */
class Groups {
  readonly means: Matrix;
  alive: readonly number[];
  readonly #sizes: Int32Array;
  readonly #joinedTo: Int32Array;

  constructor(vectors: Matrix, start: Int32Array) {
    const count = start.reduce((most, group) => Math.max(most, group), -1) + 1;
    this.means = matrix(count, vectors.columns);
    this.#sizes = new Int32Array(count);
    this.#joinedTo = Int32Array.from({ length: count }, (_, group) => group);
    this.alive = [...this.#joinedTo];
    for (const [i, group] of start.entries()) this.#add(group, row(vectors, i), 1);
  }

  join(one: number, other: number): void {
    this.#add(one, row(this.means, other), this.#sizes[other] ?? 0);
    this.#joinedTo[other] = one;
  }

  forgetJoined(): void {
    this.alive = this.alive.filter((group) => this.#joinedTo[group] === group);
  }

  lastOf(group: number): number {
    let at = group;
    for (let next = this.#joinedTo[at]; next !== undefined && next !== at; next = this.#joinedTo[at])
      at = next;
    return at;
  }

  #add(group: number, mean: Float32Array, size: number): void {
    const before = this.#sizes[group] ?? 0;
    const total = before + size;
    const target = row(this.means, group);
    for (const [j, value] of mean.entries()) target[j] = ((target[j] ?? 0) * before + value * size) / total;
    this.#sizes[group] = total;
  }
}

/** For each group the others that are alike enough, most alike first. */
class NearGroups {
  readonly #groups: Groups;
  readonly #rules: JoinRules;
  readonly #run: MethodRun;
  readonly #lists = new Map<number, { readonly others: readonly number[]; readonly isCut: boolean }>();

  constructor(groups: Groups, rules: JoinRules, run: MethodRun) {
    this.#groups = groups;
    this.#rules = rules;
    this.#run = run;
  }

  /** Looks up the `count` nearest of some groups. */
  async list(wanted: readonly number[], count: number): Promise<void> {
    const { means, alive } = this.#groups;
    const others = selectRows(means, alive);
    for (let first = 0; first < wanted.length; first += BATCH) {
      await this.#run.step({ stage: "compare", done: first, total: wanted.length });
      const batch = wanted.slice(first, first + BATCH);
      const top = await this.#run.kernels.topProducts(selectRows(means, batch), others, count + 1);
      for (const [i, group] of batch.entries()) {
        const products = top.products.subarray(i * top.count, (i + 1) * top.count);
        const alike = products.findIndex((product) => product < this.#rules.minLikeness);
        const length = alike < 0 ? top.count : alike;
        const indices = top.indices.subarray(i * top.count, i * top.count + length);
        this.#lists.set(group, {
          others: Array.from(indices, (index) => alive[index] ?? group).filter((other) => other !== group),
          isCut: length === top.count && top.count < alive.length,
        });
      }
    }
  }

  async nearestAllowed(group: number): Promise<number | null> {
    for (let count = LISTED; ; count *= 4) {
      const { others, isCut } = this.#lists.get(group) ?? { others: [], isCut: false };
      const allowed = others.find((other) => this.#rules.mayJoin(group, other));
      if (allowed !== undefined) return allowed;
      if (!isCut) return null;
      await this.list([group], 4 * count);
    }
  }

  /** Whether any of `some` is among the listed neighbours of a group. */
  lists(group: number, some: ReadonlySet<number>): boolean {
    return this.#lists.get(group)?.others.some((other) => some.has(other)) ?? false;
  }
}
