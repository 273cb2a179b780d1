/** Clusterings, their clusters and assignments, and the names people gave. */
import { sql } from "kysely";
import type { ClusteringRecord, ClusterRecord } from "../../domain/clustering.ts";
import type { ClusteringPort } from "../ports/clusterings.ts";
import { batches, oneOf } from "./batches.ts";
import { numberOf } from "./image-numbers.ts";
import type { Database } from "./tables.ts";
import { together } from "./together.ts";

export function clusteringFacts(facts: Database): ClusteringPort {
  return {
    async add(clustering, clusters, assignments) {
      await together(facts, async (transaction) => {
        const { number } = await transaction
          .insertInto("clusterings")
          .values({
            ...clustering,
            options: JSON.stringify(clustering.options),
            reasons: JSON.stringify(clustering.reasons),
            quality: JSON.stringify(clustering.quality),
            isPromoted: Number(clustering.isPromoted),
          })
          .returning("number")
          .executeTakeFirstOrThrow();
        for (const batch of batches(clusters)) {
          const rows = batch.map((cluster) => ({
            ...cluster,
            clustering: number,
            alternatives: JSON.stringify(cluster.alternatives),
            covers: JSON.stringify(cluster.covers),
          }));
          await transaction.insertInto("clusters").values(rows).execute();
        }
        const stored = await transaction
          .selectFrom("clusters")
          .select(["id", "number"])
          .where("clustering", "=", number)
          .execute();
        const clusterNumbers = new Map(stored.map((row) => [row.id, row.number]));
        const regions = await transaction
          .selectFrom("regions")
          .select(["id", "number"])
          .where("id", "in", oneOf(assignments.map(({ region }) => region)))
          .execute();
        const regionNumbers = new Map(regions.map((row) => [row.id, row.number]));
        const rows = assignments.map(({ region, cluster, strength }) => ({
          clustering: number,
          region: numberOf(regionNumbers, region),
          cluster: cluster === null ? null : numberOf(clusterNumbers, cluster),
          strength,
        }));
        for (const batch of batches(rows))
          await transaction.insertInto("assignments").values(batch).execute();
      });
    },

    async list() {
      const rows = await selectClusterings(facts, 0).execute();
      return rows.map(toClustering);
    },

    async get(id) {
      const row = await selectClusterings(facts, 0).where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : toClustering(row);
    },

    async removed() {
      const rows = await selectClusterings(facts, 1).execute();
      return rows.map(toClustering);
    },

    async setRemoved(id, isRemoved) {
      await facts
        .updateTable("clusterings")
        .set({ isRemoved: Number(isRemoved) })
        .where("id", "=", id)
        .execute();
    },

    async forget(id) {
      await together(facts, async (transaction) => {
        const number = transaction.selectFrom("clusterings").select("number").where("id", "=", id);
        await transaction.deleteFrom("assignments").where("clustering", "in", number).execute();
        await transaction.deleteFrom("clusters").where("clustering", "in", number).execute();
        await transaction.deleteFrom("clusterings").where("id", "=", id).execute();
      });
    },

    async promote(id) {
      await facts
        .updateTable("clusterings")
        .set({ isPromoted: sql<number>`id IS ${id}` })
        .execute();
    },

    async clusters(clustering) {
      const rows = await selectClusters(facts)
        .where("clusterings.id", "=", clustering)
        .orderBy("clusters.size", "desc")
        .orderBy("clusters.id")
        .execute();
      return rows.map(toCluster);
    },

    async cluster(id) {
      const row = await selectClusters(facts)
        .where("clusters.id", "=", id)
        .orderBy("clusterings.createdAt", "desc")
        .orderBy("clusterings.number", "desc")
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : toCluster(row);
    },

    async assignments(clustering) {
      return facts
        .selectFrom("clusterings")
        .innerJoin("assignments", "assignments.clustering", "clusterings.number")
        .innerJoin("regions", "regions.number", "assignments.region")
        .leftJoin("clusters", "clusters.number", "assignments.cluster")
        .select(["regions.id as region", "clusters.id as cluster", "assignments.strength"])
        .where("clusterings.id", "=", clustering)
        .where("clusterings.isRemoved", "=", 0)
        .orderBy("regions.id")
        .execute();
    },

    async strengths(clustering, cluster) {
      const rows = await facts
        .selectFrom("clusterings")
        .innerJoin("clusters", "clusters.clustering", "clusterings.number")
        .innerJoin("assignments", "assignments.cluster", "clusters.number")
        .select("assignments.strength")
        .where("clusterings.id", "=", clustering)
        .where("clusters.id", "=", cluster)
        .where("clusterings.isRemoved", "=", 0)
        .orderBy("assignments.strength", "desc")
        .execute();
      return rows.map(({ strength }) => strength);
    },

    async ofImage(image) {
      const rows = await selectClusters(facts)
        .innerJoin("assignments", "assignments.cluster", "clusters.number")
        .innerJoin("regions", "regions.number", "assignments.region")
        .innerJoin("images", "images.number", "regions.image")
        .select(sql<number>`max(assignments.strength)`.as("strength"))
        .where("images.id", "=", image)
        .groupBy("clusters.number")
        .orderBy("clusterings.createdAt", "desc")
        .orderBy("clusterings.number", "desc")
        .orderBy("strength", "desc")
        .orderBy("clusters.id")
        .execute();
      return rows.map(({ strength, ...row }) => ({ ...toCluster(row), strength }));
    },

    async givenName(cluster) {
      const row = await facts
        .selectFrom("clusterNames")
        .select("name")
        .where("cluster", "=", cluster)
        .executeTakeFirst();
      return row?.name ?? null;
    },

    async setName(cluster, name) {
      if (name === null) {
        await facts.deleteFrom("clusterNames").where("cluster", "=", cluster).execute();
        return;
      }
      await facts
        .insertInto("clusterNames")
        .values({ cluster, name })
        .onConflict((conflict) => conflict.column("cluster").doUpdateSet({ name }))
        .execute();
    },
  };
}

function selectClusterings(facts: Database, isRemoved: number) {
  return facts
    .selectFrom("clusterings")
    .select(["id", "method", "options", "space", "seed", "regionCount", "clusterCount", "noiseCount"])
    .select(["reasons", "quality", "createdAt", "isPromoted"])
    .where("isRemoved", "=", isRemoved)
    .orderBy("createdAt", "desc")
    .orderBy("number", "desc");
}

interface ClusteringRow extends Omit<ClusteringRecord, "options" | "reasons" | "quality" | "isPromoted"> {
  readonly options: string;
  readonly reasons: string;
  readonly quality: string;
  readonly isPromoted: number;
}

function toClustering(row: ClusteringRow): ClusteringRecord {
  return {
    ...row,
    options: JSON.parse(row.options),
    reasons: JSON.parse(row.reasons),
    quality: JSON.parse(row.quality),
    isPromoted: row.isPromoted === 1,
  };
}

function selectClusters(facts: Database) {
  return facts
    .selectFrom("clusters")
    .innerJoin("clusterings", "clusterings.number", "clusters.clustering")
    .leftJoin("clusterNames", "clusterNames.cluster", "clusters.id")
    .select(["clusters.id", "clusterings.id as clustering", "clusters.size", "clusters.suggestedName"])
    .select(["clusters.alternatives", "clusters.covers", "clusterNames.name as givenName"])
    .where("clusterings.isRemoved", "=", 0);
}

interface ClusterRow extends Omit<ClusterRecord, "alternatives" | "covers"> {
  readonly alternatives: string;
  readonly covers: string;
}

function toCluster(row: ClusterRow): ClusterRecord {
  return { ...row, alternatives: JSON.parse(row.alternatives), covers: JSON.parse(row.covers) };
}
