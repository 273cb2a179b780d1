/** The part of the in-memory FactStore that knows clusterings. */

import type { Assignment, ClusteringRecord, ClusterRecord } from "../../domain/clustering.ts";
import type { ImageFilter } from "../../domain/image.ts";
import type { RegionRecord } from "../../domain/region.ts";
import { brokenReference } from "../broken-reference.ts";
import type { FactStore } from "../facts.ts";
import { byText } from "./by-text.ts";

interface Stored {
  record: ClusteringRecord;
  readonly clusters: readonly Omit<ClusterRecord, "givenName">[];
  assignments: readonly Assignment[];
}

type ClusteringFacts = Pick<
  FactStore,
  | "addClustering"
  | "clusterings"
  | "clustering"
  | "removeClustering"
  | "promoteClustering"
  | "clusters"
  | "cluster"
  | "assignments"
  | "strengths"
  | "clustersOfImage"
  | "setClusterName"
>;

export function memoryClusterings(regions: ReadonlyMap<string, RegionRecord>): {
  readonly facts: ClusteringFacts;
  /** Typicality of a cluster's images by id. */
  strengths(cluster: NonNullable<ImageFilter["cluster"]>): ReadonlyMap<string, number>;
  /** Cluster of each region in the promoted clustering. */
  promoted(): ReadonlyMap<string, ClusterRecord>;
  forgetRegion(id: string): void;
} {
  const all = new Map<string, Stored>();
  const names = new Map<string, string>();

  function newestFirst(): Stored[] {
    return [...all.values()].reverse().sort(byText(({ record }) => record.createdAt, -1));
  }

  function named(cluster: Omit<ClusterRecord, "givenName">): ClusterRecord {
    return { ...cluster, givenName: names.get(cluster.id) ?? null };
  }

  function strengths({ clustering, cluster }: NonNullable<ImageFilter["cluster"]>): Map<string, number> {
    const strongest = new Map<string, number>();
    for (const assignment of all.get(clustering)?.assignments ?? []) {
      const image = regions.get(assignment.region)?.imageId;
      if (image === undefined || assignment.cluster !== cluster) continue;
      strongest.set(image, Math.max(assignment.strength, strongest.get(image) ?? 0));
    }
    return strongest;
  }

  const facts: ClusteringFacts = {
    async addClustering(record, clusters, assignments) {
      const ids = new Set(clusters.map(({ id }) => id));
      for (const { region, cluster } of assignments) {
        if (!regions.has(region)) throw brokenReference(region);
        if (cluster !== null && !ids.has(cluster)) throw brokenReference(cluster);
      }
      all.set(record.id, {
        record,
        clusters: clusters.map((cluster) => ({ ...cluster, clustering: record.id })),
        assignments: [...assignments].sort(byText(({ region }) => region)),
      });
    },
    clusterings: async () => newestFirst().map(({ record }) => record),
    clustering: async (id) => all.get(id)?.record ?? null,
    async removeClustering(id) {
      all.delete(id);
    },
    async promoteClustering(id) {
      for (const stored of all.values()) {
        stored.record = { ...stored.record, isPromoted: stored.record.id === id };
      }
    },
    async clusters(clustering) {
      const clusters = [...(all.get(clustering)?.clusters ?? [])];
      return clusters
        .sort(byText(({ id }) => id))
        .sort((a, b) => b.size - a.size)
        .map(named);
    },
    async cluster(id) {
      const [newest] = newestFirst().flatMap(({ clusters }) =>
        clusters.filter((cluster) => cluster.id === id),
      );
      return newest === undefined ? null : named(newest);
    },
    assignments: async (clustering) => all.get(clustering)?.assignments ?? [],
    async strengths(clustering, cluster) {
      const members = (all.get(clustering)?.assignments ?? []).filter((each) => each.cluster === cluster);
      return members.map(({ strength }) => strength).sort((a, b) => b - a);
    },
    async clustersOfImage(image) {
      return newestFirst().flatMap(({ record, clusters }) =>
        clusters
          .flatMap((cluster) => {
            const strength = strengths({ clustering: record.id, cluster: cluster.id }).get(image);
            return strength === undefined ? [] : [{ ...named(cluster), strength }];
          })
          .sort(byText(({ id }) => id))
          .sort((a, b) => b.strength - a.strength),
      );
    },
    async setClusterName(cluster, name) {
      if (name === null) names.delete(cluster);
      else names.set(cluster, name);
    },
  };
  function promoted(): Map<string, ClusterRecord> {
    const found = new Map<string, ClusterRecord>();
    for (const { record, clusters, assignments } of all.values()) {
      if (!record.isPromoted) continue;
      for (const { region, cluster } of assignments) {
        const own = clusters.find(({ id }) => id === cluster);
        if (own) found.set(region, named(own));
      }
    }
    return found;
  }
  function forgetRegion(id: string): void {
    for (const stored of all.values()) {
      stored.assignments = stored.assignments.filter(({ region }) => region !== id);
    }
  }
  return { facts, strengths, promoted, forgetRegion };
}
