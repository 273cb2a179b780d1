/**
 * One run of one clustering method over the pictures of a space, from vectors to named clusters in
 * the store. Also what `auto` means: the method and settings that suit the collection, with reasons.
 */
import {
  type Clustering,
  type ClusterMethod,
  clusteringShape,
  clusterMethod,
  clusterMethods,
  type Kernels,
  type Matrix,
  matrix,
  numberBySize,
  paceBy,
  readOptions,
  row,
  selectRows,
  silhouette,
  suggest,
} from "@imantics/core";
import type { Assignment, ClusteringRecord, ClusterRecord } from "../domain/clustering.ts";
import { ImanticsError } from "../domain/errors.ts";
import type { JobEvent } from "../domain/job.ts";
import { imageOfRegion } from "../domain/region-id.ts";
import { StageCounter } from "../domain/stage-counter.ts";
import type { FactPorts, Facts } from "../store/ports/facts.ts";
import type { VectorSet } from "../store/vectors.ts";
import { inheritIds, type Membership } from "./inherit-ids.ts";
import type { ClusterName } from "./name-clusters.ts";

/** Earlier clusterings whose cluster ids may live on. */
const ancestors = 4;
const coverCount = 7;
/** Pairwise validity is measured on at most this many pictures. */
const validitySample = 2000;

/** From here on a person would rather look through groups than through one pile, even without clear clusters. */
const fewestToBrowse = 20;
const browsedAllTheSame =
  "They are grouped by likeness all the same, so that they can be looked through; do not read more into the groups.";

export interface GroupRequest {
  readonly method: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly seed: number;
}

export interface GroupTools {
  readonly facts: Facts;
  readonly space: string;
  /** Whole-image regions that can be read, sorted by id. */
  readonly set: VectorSet;
  readonly kernels: Kernels;
  readonly signal: AbortSignal;
  readonly emit: (event: JobEvent) => void;
  /** Names for cluster means; typical members may be looked at instead where words cannot enter. */
  readonly name: (means: Matrix, typical: readonly (readonly string[])[]) => Promise<readonly ClusterName[]>;
  readonly id: string;
  /** What is written in one commit with the clustering. */
  readonly also: (facts: FactPorts, made: ClusteringRecord) => Promise<void>;
}

/** Runs the method, names its clusters and stores both. The clustering is promoted when it was chosen automatically or is the first. */
export async function group(request: GroupRequest, tools: GroupTools): Promise<ClusteringRecord> {
  const { facts, set, signal, emit } = tools;
  if (set.ids.length === 0) {
    throw new ImanticsError(
      "nothing-to-cluster",
      'There are no pictures to cluster; run "imantics index <folder>" first.',
    );
  }
  const plan = await planOf(request, tools);
  // Methods count steps of their own; a person counts pictures.
  const stage = new StageCounter("group", set.ids.length);
  const progressed = (share: number) => {
    stage.add({ done: Math.max(0, Math.floor(share * set.ids.length) - stage.read().done) });
    emit({ type: "progress", ...stage.read() });
  };
  const clustering = await run(plan.method, set.vectors, plan.options, {
    seed: request.seed,
    signal,
    kernels: tools.kernels,
    pace: paceBy(() => performance.now()),
    onProgress: ({ done, total }) => progressed(Math.min(1, done / Math.max(1, total))),
  });
  progressed(1);

  const members = membersByTypicality(clustering);
  const regions = members.map((rows) => rows.map((at) => set.ids[at]!));
  const ids = inheritIds(regions, await earlierMemberships(facts));
  const named = new StageCounter("name", members.length);
  emit({ type: "progress", ...named.read() });
  const names = await tools.name(meansOf(set.vectors, members), regions);
  named.add({ done: members.length });
  emit({ type: "progress", ...named.read() });
  signal.throwIfAborted();

  const isFirst = (await facts.clusterings.list()).length === 0;
  const noise = set.ids.length - members.reduce((sum, rows) => sum + rows.length, 0);
  const record: ClusteringRecord = {
    id: tools.id,
    method: plan.method.id,
    options: plan.options,
    space: tools.space,
    seed: request.seed,
    regionCount: set.ids.length,
    clusterCount: members.length,
    noiseCount: noise,
    reasons: plan.reasons,
    quality: await qualityOf(set.vectors, clustering, tools.kernels),
    createdAt: new Date().toISOString(),
    isPromoted: request.method === "auto" || isFirst,
  };
  const clusters = clusterRecords(ids, regions, names);
  const assignments = assignmentsOf(clustering, set.ids, ids);
  await facts.transaction(async (inside) => {
    await inside.clusterings.add(record, clusters, assignments);
    if (record.isPromoted) await inside.clusterings.promote(record.id);
    await tools.also(inside, record);
  });
  return record;
}

interface Plan {
  readonly method: ClusterMethod;
  readonly options: Readonly<Record<string, unknown>>;
  readonly reasons: readonly string[];
}

/**
 * Refuses an unknown method or an option outside its range before a job is made of it.
 * @throws ImanticsError `method-not-found`, `bad-cluster-options`.
 */
export function requireClusterOptions({ method, options }: Pick<GroupRequest, "method" | "options">): void {
  if (method === "auto") return;
  const known = clusterMethods.find((candidate) => candidate.id === method);
  if (!known) {
    const ids = ["auto", ...clusterMethods.map((candidate) => candidate.id)].join(", ");
    throw new ImanticsError(
      "method-not-found",
      `There is no clustering method "${method}"; there are ${ids}.`,
    );
  }
  try {
    readOptions(known.options, options);
  } catch (cause) {
    throw asBadRequest(cause);
  }
}

async function planOf(request: GroupRequest, { set, kernels, signal }: GroupTools): Promise<Plan> {
  try {
    if (request.method === "auto") {
      const { structure, method, options, reasons } = await suggest(set.vectors, {
        seed: request.seed,
        kernels,
        signal,
      });
      const isWorthBrowsing = structure === "none" && set.ids.length >= fewestToBrowse;
      return isWorthBrowsing
        ? { method: clusterMethod("two-stage"), options: {}, reasons: [reasons[0]!, browsedAllTheSame] }
        : { method: clusterMethod(method), options, reasons };
    }
    const { options } = request;
    return { method: clusterMethod(request.method), options, reasons: [] };
  } catch (cause) {
    throw asBadRequest(cause);
  }
}

async function run(
  ...[method, vectors, options, context]: [ClusterMethod, ...Parameters<ClusterMethod["cluster"]>]
) {
  try {
    return await method.cluster(vectors, options, context);
  } catch (cause) {
    throw asBadRequest(cause);
  }
}

/** The maths speaks of bad options and data by RangeError; at this edge they get a code. */
function asBadRequest(cause: unknown): unknown {
  return cause instanceof RangeError
    ? new ImanticsError("bad-cluster-options", cause.message, { cause })
    : cause;
}

/** Row numbers by cluster, most typical first. */
function membersByTypicality({ assignment, strength, clusterCount }: Clustering): number[][] {
  const members: number[][] = Array.from({ length: clusterCount }, () => []);
  for (const [at, cluster] of assignment.entries()) if (cluster >= 0) members[cluster]!.push(at);
  for (const rows of members) rows.sort((a, b) => strength[b]! - strength[a]! || a - b);
  return members;
}

/** Mean vector of each group of rows, not normalised. O(rows × columns). */
export function meansOf(vectors: Matrix, groups: readonly (readonly number[])[]): Matrix {
  const means = matrix(groups.length, vectors.columns);
  for (const [index, rows] of groups.entries()) {
    const mean = row(means, index);
    for (const at of rows) {
      const values = row(vectors, at);
      for (let j = 0; j < mean.length; j++) mean[j]! += values[j]! / rows.length;
    }
  }
  return means;
}

async function earlierMemberships(facts: FactPorts): Promise<Membership[]> {
  const all = await facts.clusterings.list();
  const promotedFirst = [...all].sort((a, b) => Number(b.isPromoted) - Number(a.isPromoted));
  return Promise.all(
    promotedFirst.slice(0, ancestors).map(async ({ id }) => {
      const membership = new Map<string, string[]>();
      for (const { region, cluster } of await facts.clusterings.assignments(id)) {
        if (cluster === null) continue;
        const members = membership.get(cluster);
        if (members) members.push(region);
        else membership.set(cluster, [region]);
      }
      return membership;
    }),
  );
}

/** Silhouette over an even sample, and what makes a clustering degenerate; flags are there when true. */
async function qualityOf(
  vectors: Matrix,
  { assignment }: Clustering,
  kernels: Kernels,
): Promise<ClusteringRecord["quality"]> {
  const step = Math.ceil(vectors.rows / validitySample);
  const covered = [];
  for (let at = 0; at < vectors.rows; at += step) if (assignment[at]! >= 0) covered.push(at);
  const { assignment: labels, clusterCount } = numberBySize(
    Int32Array.from(covered, (at) => assignment[at]!),
  );
  // Defined for 2 … n − 1 clusters only.
  const isDefined = clusterCount >= 2 && clusterCount < covered.length;
  const measured = isDefined
    ? await silhouette(selectRows(vectors, covered), labels, { metric: "cosine", kernels })
    : null;
  const { coverage, largestShare, singletonShare, flags } = clusteringShape(assignment);
  return {
    silhouette: measured?.mean ?? null,
    coverage,
    largestShare,
    singletonShare,
    ...Object.fromEntries(flags.map((flag) => [flag, true])),
  };
}

function clusterRecords(
  ids: readonly string[],
  regions: readonly (readonly string[])[],
  names: readonly ClusterName[],
): Omit<ClusterRecord, "givenName" | "clustering">[] {
  return ids.map((id, index) => ({
    id,
    size: regions[index]!.length,
    suggestedName: names[index]!.name,
    alternatives: names[index]!.alternatives,
    covers: regions[index]!.slice(0, coverCount).map(imageOfRegion),
  }));
}

function assignmentsOf(
  clustering: Clustering,
  regions: readonly string[],
  ids: readonly string[],
): Assignment[] {
  return regions.map((region, at) => {
    const cluster = clustering.assignment[at]!;
    return { region, cluster: cluster < 0 ? null : ids[cluster]!, strength: clustering.strength[at]! };
  });
}
