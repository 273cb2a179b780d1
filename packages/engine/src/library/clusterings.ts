/** Clusterings as a person meets them: listed, opened, compared with their neighbours, named. */
import { clusterMethods, dot, normaliseRows, row } from "@imantics/core";
import { acts } from "../acts/registry.ts";
import type { NearCluster } from "../domain/clustering.ts";
import { ImanticsError } from "../domain/errors.ts";
import { firstDoubtful } from "../organise/doubt.ts";
import { meansOf } from "../organise/group.ts";
import type { Store } from "../store/open-store.ts";
import type { ActVerb } from "./act-verb.ts";
import type { Library } from "./library.ts";

export function clusteringVerbs({ facts, vectors }: Store, act: ActVerb): Library["clusterings"] {
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
      const set = await vectors.load(space);
      const rowOf = new Map(set.ids.map((region, at) => [region, at]));
      const members = new Map<string, number[]>(clusters.map((each) => [each.id, []]));
      for (const { region, cluster: own } of await facts.clusterings.assignments(id)) {
        const at = rowOf.get(region);
        if (own !== null && at !== undefined) members.get(own)?.push(at);
      }
      const centres = normaliseRows(meansOf(set.vectors, [...members.values()]));
      const own = row(
        centres,
        clusters.findIndex((candidate) => candidate.id === cluster),
      );
      return clusters
        .map((each, index): NearCluster => ({ cluster: each, similarity: dot(own, row(centres, index)) }))
        .filter((near) => near.cluster.id !== cluster)
        .sort((a, b) => b.similarity - a.similarity)
        .slice(0, limit);
    },
    doubtFrom: async (id, cluster) => {
      const members = (await facts.clusterings.assignments(id)).filter(
        (assignment) => assignment.cluster === cluster,
      );
      return firstDoubtful(members.map(({ strength }) => strength));
    },
    promote: (clustering) => act(acts.promoteClustering, { clustering }),
    remove: async (id) => {
      const { clustering } = await get(id);
      const { method, clusterCount } = clustering;
      return act(acts.removeClustering, { clustering: id, title: `${method}, ${clusterCount} clusters` });
    },
    rename: (cluster, name) => act(acts.renameCluster, { cluster, name }),
  };
}
