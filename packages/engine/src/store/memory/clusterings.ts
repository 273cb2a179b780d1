/** Clusterings in memory. */
import type { ClusterRecord } from "../../domain/clustering.ts";
import type { ImageFilter } from "../../domain/image.ts";
import { brokenReference } from "../broken-reference.ts";
import type { ClusteringPort } from "../ports/clusterings.ts";
import { byText } from "./by-text.ts";
import type { State, StoredClustering } from "./state.ts";

function newestFirst(state: State, isRemoved = false): StoredClustering[] {
  return [...state.clusterings.values()]
    .filter((stored) => stored.isRemoved === isRemoved)
    .reverse()
    .sort(byText(({ record }) => record.createdAt, -1));
}

/** One that is not in the trash. */
function kept(state: State, id: string): StoredClustering | undefined {
  const stored = state.clusterings.get(id);
  return stored?.isRemoved ? undefined : stored;
}

function named(state: State, cluster: Omit<ClusterRecord, "givenName">): ClusterRecord {
  return { ...cluster, givenName: state.clusterNames.get(cluster.id) ?? null };
}

/** Typicality of a cluster's images by id. */
export function strengthsIn(
  state: State,
  { clustering, cluster }: NonNullable<ImageFilter["cluster"]>,
): ReadonlyMap<string, number> {
  const strongest = new Map<string, number>();
  for (const assignment of kept(state, clustering)?.assignments ?? []) {
    const image = state.regions.get(assignment.region)?.imageId;
    if (image === undefined || assignment.cluster !== cluster) continue;
    strongest.set(image, Math.max(assignment.strength, strongest.get(image) ?? 0));
  }
  return strongest;
}

/** Cluster of each region in the promoted clustering. */
export function promotedClusters(state: State): ReadonlyMap<string, ClusterRecord> {
  const found = new Map<string, ClusterRecord>();
  for (const { record, clusters, assignments } of newestFirst(state)) {
    if (!record.isPromoted) continue;
    for (const { region, cluster } of assignments) {
      const own = clusters.find(({ id }) => id === cluster);
      if (own) found.set(region, named(state, own));
    }
  }
  return found;
}

export function memoryClusterings(state: State): ClusteringPort {
  return {
    async add(record, clusters, assignments) {
      const ids = new Set(clusters.map(({ id }) => id));
      for (const { region, cluster } of assignments) {
        if (!state.regions.has(region)) throw brokenReference(region);
        if (cluster !== null && !ids.has(cluster)) throw brokenReference(cluster);
      }
      state.clusterings.set(record.id, {
        record,
        isRemoved: false,
        clusters: clusters.map((cluster) => ({ ...cluster, clustering: record.id })),
        assignments: [...assignments].sort(byText(({ region }) => region)),
      });
    },
    list: async () => newestFirst(state).map(({ record }) => record),
    get: async (id) => kept(state, id)?.record ?? null,
    removed: async () => newestFirst(state, true).map(({ record }) => record),
    async setRemoved(id, isRemoved) {
      const stored = state.clusterings.get(id);
      if (stored) state.clusterings.set(id, { ...stored, isRemoved });
    },
    async forget(id) {
      state.clusterings.delete(id);
    },
    async promote(id) {
      for (const [own, stored] of state.clusterings) {
        state.clusterings.set(own, { ...stored, record: { ...stored.record, isPromoted: own === id } });
      }
    },
    async clusters(clustering) {
      const clusters = [...(kept(state, clustering)?.clusters ?? [])];
      return clusters
        .sort(byText(({ id }) => id))
        .sort((a, b) => b.size - a.size)
        .map((cluster) => named(state, cluster));
    },
    async cluster(id) {
      const [newest] = newestFirst(state).flatMap(({ clusters }) =>
        clusters.filter((cluster) => cluster.id === id),
      );
      return newest === undefined ? null : named(state, newest);
    },
    assignments: async (clustering) => kept(state, clustering)?.assignments ?? [],
    async strengths(clustering, cluster) {
      const members = (kept(state, clustering)?.assignments ?? []).filter((each) => each.cluster === cluster);
      return members.map(({ strength }) => strength).sort((a, b) => b - a);
    },
    async ofImage(image) {
      return newestFirst(state).flatMap(({ record, clusters }) =>
        clusters
          .flatMap((cluster) => {
            const strength = strengthsIn(state, { clustering: record.id, cluster: cluster.id }).get(image);
            return strength === undefined ? [] : [{ ...named(state, cluster), strength }];
          })
          .sort(byText(({ id }) => id))
          .sort((a, b) => b.strength - a.strength),
      );
    },
    givenName: async (cluster) => state.clusterNames.get(cluster) ?? null,
    async setName(cluster, name) {
      if (name === null) state.clusterNames.delete(cluster);
      else state.clusterNames.set(cluster, name);
    },
  };
}
