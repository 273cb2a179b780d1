/** Clusterings as a person meets them: listed, opened, compared with their neighbours, named. */
import { clusterMethods, dot, row } from "@imantics/core";
import type { NearCluster } from "../domain/clustering.ts";
import { ImanticsError } from "../domain/errors.ts";
import { ClusterCentres } from "../organise/cluster-centres.ts";
import { firstDoubtful } from "../organise/doubt.ts";
import type { VectorIndexes } from "../search/vector-indexes.ts";
import type { Store } from "../store/open-store.ts";
import { perform } from "./journal.ts";
import type { Library } from "./library.ts";

export function clusteringVerbs({ facts }: Store, indexes: VectorIndexes): Library["clusterings"] {
  const centresOf = new ClusterCentres(facts, indexes);
  const get: Library["clusterings"]["get"] = async (id) => {
    const clustering = await facts.clustering(id);
    if (clustering) return { clustering, clusters: await facts.clusters(id) };
    throw new ImanticsError("clustering-not-found", `There is no clustering "${id}".`);
  };

  return {
    methods: () => clusterMethods,
    list: () => facts.clusterings(),
    get,
    assignments: async (id) => {
      await get(id);
      return facts.assignments(id);
    },
    near: async (id, cluster, limit) => {
      const { clustering, clusters } = await get(id);
      if (!clusters.some((candidate) => candidate.id === cluster)) {
        throw new ImanticsError(
          "cluster-not-found",
          `There is no cluster "${cluster}" in clustering "${id}".`,
        );
      }
      const space = (await facts.spaces()).find((candidate) => candidate.id === clustering.space);
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
    doubtFrom: async (id, cluster) => firstDoubtful(await facts.strengths(id, cluster)),
    promote: async (id) => {
      await get(id);
      await facts.promoteClustering(id);
    },
    remove: async (id) => {
      await get(id);
      await facts.removeClustering(id);
    },
    rename: async (cluster, name) => {
      await perform(facts, "rename-cluster", { cluster, name });
    },
  };
}
