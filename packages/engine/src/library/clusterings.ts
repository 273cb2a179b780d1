/** Clusterings as a person meets them: listed, opened, compared with their neighbours, named. */
import { clusterMethods, dot, row } from "@imantics/core";
import { acts } from "../acts/registry.ts";
import type { NearCluster } from "../domain/clustering.ts";
import { ImanticsError } from "../domain/errors.ts";
import { ClusterCentres } from "../organise/cluster-centres.ts";
import { firstDoubtful } from "../organise/doubt.ts";
import type { VectorIndexes } from "../search/vector-indexes.ts";
import type { Store } from "../store/open-store.ts";
import type { ActVerb } from "./act-verb.ts";
import type { Library } from "./library.ts";

export function clusteringVerbs(
  { facts }: Store,
  indexes: VectorIndexes,
  act: ActVerb,
): Library["clusterings"] {
  const centresOf = new ClusterCentres(facts, indexes);
  const get: Library["clusterings"]["get"] = async (id) => {
    const clustering = await facts.clusterings.get(id);
    if (clustering) return { clustering, clusters: await facts.clusterings.clusters(id) };
    throw new ImanticsError("clustering-not-found", `There is no clustering "${id}".`);
  };

  return {
    methods: () => clusterMethods,
    list: () => facts.clusterings.list(),
    get,
    assignments: async (id) => {
      await get(id);
      return facts.clusterings.assignments(id);
    },
    near: async (id, cluster, limit) => {
      const { clustering, clusters } = await get(id);
      if (!clusters.some((candidate) => candidate.id === cluster)) {
        throw new ImanticsError(
          "cluster-not-found",
          `There is no cluster "${cluster}" in clustering "${id}".`,
        );
      }
      const space = (await facts.spaces.list()).find((candidate) => candidate.id === clustering.space);
      if (!space) return [];
      const { centres, rowOf } = await centresOf.of(clustering, space);
      const centre = (of: string) => row(centres, rowOf.get(of)!);
      const own = centre(cluster);
      return clusters
        .map((each): NearCluster => ({ cluster: each, similarity: dot(own, centre(each.id)) }))
        .filter((near) => near.cluster.id !== cluster)
        .sort((a, b) => b.similarity - a.similarity)
        .slice(0, limit);
    },
    doubtFrom: async (id, cluster) => firstDoubtful(await facts.clusterings.strengths(id, cluster)),
    promote: (clustering) => act(acts.promoteClustering, { clustering }),
    remove: async (id) => {
      const { clustering } = await get(id);
      const { method, clusterCount } = clustering;
      return act(acts.removeClustering, { clustering: id, title: `${method}, ${clusterCount} clusters` });
    },
    rename: (cluster, name) => act(acts.renameCluster, { cluster, name }),
  };
}
