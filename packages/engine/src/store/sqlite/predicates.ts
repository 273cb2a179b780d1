/** Which images a predicate holds for. */
import { type RawBuilder, sql } from "kysely";
import { foldedText } from "../../domain/folded-text.ts";
import type { ImagePredicate } from "../../domain/image-predicate.ts";
import type { ImagePort } from "../ports/images.ts";
import { oneOf } from "./batches.ts";
import type { Database } from "./tables.ts";

/** Of predicates over words, `words` is what they are compared with. */
interface Row {
  readonly id: string;
  readonly region: string | null;
  readonly words?: string;
}

export function predicateFacts(
  facts: Database,
): Pick<ImagePort, "where" | "positions" | "cameras" | "perceptualHashes"> {
  return {
    async where(predicate) {
      const { rows } = await sql<Row>`${query(predicate)}`.execute(facts);
      const chosen = rows.filter((row) => isMeant(predicate, row));
      return new Map(chosen.map(({ id, region }) => [id, region]));
    },

    async positions() {
      const rows = await facts
        .selectFrom("images")
        .select(["id", "latitude", "longitude"])
        .orderBy("id")
        .execute();
      return rows.flatMap(({ id, latitude, longitude }) =>
        latitude === null || longitude === null ? [] : [{ id, latitude, longitude }],
      );
    },

    async cameras() {
      const { rows } = await sql<{ camera: string }>`
        SELECT camera FROM images WHERE camera IS NOT NULL
        GROUP BY camera ORDER BY count(*) DESC, camera`.execute(facts);
      return rows.map(({ camera }) => camera);
    },

    async perceptualHashes() {
      const rows = await facts.selectFrom("images").select(["id", "perceptualHash"]).execute();
      return new Map(rows.map(({ id, perceptualHash }) => [id, perceptualHash]));
    },
  };
}

/** Selects rows as `Row` describes them. */
function query(predicate: ImagePredicate): RawBuilder<unknown> {
  switch (predicate.by) {
    case "region": {
      const { type, labels } = predicate;
      const labelled = labels === undefined ? sql`true` : sql`label IN ${oneOf(labels)}`;
      // Of a bare column beside max() SQLite takes the value of the row that has the maximum.
      return sql`
        SELECT images.id, regions.id AS region, max(coalesce(confidence, 1))
        FROM regions JOIN images ON images.number = regions.image
        WHERE type = ${type} AND ${labelled} GROUP BY images.number`;
    }
    case "captured": {
      const from = predicate.from ?? "";
      const to = predicate.to ?? "9999-12-31";
      return sql`
        SELECT id, NULL AS region FROM images
        WHERE takenAt IS NOT NULL AND substr(takenAt, 1, 10) BETWEEN ${from} AND ${to}`;
    }
    case "camera":
      return sql`SELECT id, NULL AS region, camera AS words FROM images WHERE camera IS NOT NULL`;
    case "path":
      return sql`SELECT images.id, NULL AS region, path AS words FROM paths JOIN images ON images.number = paths.image`;
    case "cluster":
      return sql`
        SELECT images.id, NULL AS region, clusters.id || char(10) || coalesce(name, suggestedName) AS words
        FROM ${members}
        JOIN clusters ON clusters.number = assignments.cluster
        LEFT JOIN clusterNames ON clusterNames.cluster = clusters.id
        WHERE isPromoted = 1 AND clusterings.isRemoved = 0`;
    case "unnamed":
      return sql`
        SELECT images.id, NULL AS region FROM images WHERE number NOT IN (
          SELECT images.number FROM ${members}
          JOIN clusters ON clusters.number = assignments.cluster
          JOIN clusterNames ON clusterNames.cluster = clusters.id
          WHERE isPromoted = 1 AND clusterings.isRemoved = 0)`;
    case "screenshot": {
      const sizes = JSON.stringify(predicate.sizes.map((size) => size.join("x")));
      return sql`
        SELECT DISTINCT images.id, NULL AS region FROM images
        LEFT JOIN paths ON paths.image = images.number
        WHERE camera IS NULL AND (lower(path) LIKE '%screenshot%' OR (
          format IN ('png', 'webp')
          AND (images.width || 'x' || images.height) IN (SELECT value FROM json_each(${sizes}))))`;
    }
  }
}

const members = sql`clusterings
  JOIN assignments ON assignments.clustering = clusterings.number
  JOIN regions ON regions.number = assignments.region
  JOIN images ON images.number = regions.image`;

/** Folding is ours, not SQLite's, so words are compared here. */
function isMeant(predicate: ImagePredicate, { words = "" }: Row): boolean {
  switch (predicate.by) {
    case "camera":
    case "path":
      return foldedText(words).includes(foldedText(predicate.contains));
    case "cluster": {
      const [id, name = ""] = words.split("\n");
      return id === predicate.name || foldedText(name) === foldedText(predicate.name);
    }
    default:
      return true;
  }
}
