/**
 * The grid's listing: the tiles of a page, and the layout of everything. A page is found in a
 * covering index (three of them: by time, addition, path) and only its rows are then read, so an
 * offset of 90,000 costs a walk over 90,000 index entries and no more. Paging by key would be
 * cheaper still, but the grid jumps to any offset.
 */
import { sep } from "node:path";
import { type RawBuilder, sql } from "kysely";
import type { ImageFilter, ImageOrder, ImageTile } from "../../domain/image.ts";
import type { ImagePort } from "../ports/images.ts";
import { runsOfDays } from "../runs-of-days.ts";
import { underFolder } from "../under-folder.ts";
import { oneOf } from "./batches.ts";
import type { Database } from "./tables.ts";

type Scope = Omit<ImageFilter, "offset" | "limit">;

export function tileFacts(facts: Database): Pick<ImagePort, "page" | "layout"> {
  return {
    async page(filter) {
      const chosen = chosenImages(filter);
      const count = await sql<{ total: number }>`SELECT count(*) AS total FROM ${chosen}`.execute(facts);
      const page = await sql<{ number: number }>`
        SELECT images.number FROM ${chosen}
        ORDER BY ${orderOf(filter)} LIMIT ${filter.limit} OFFSET ${filter.offset}`.execute(facts);
      const numbers = page.rows.map((row) => row.number);
      const rows = await facts
        .selectFrom("images")
        .select(["number", "id", "width", "height", "takenAt", "placeholder", "isAnimated"])
        .where("number", "in", oneOf(numbers))
        .execute();
      const tiles = new Map(
        rows.map(({ number, ...row }): [number, ImageTile] => [
          number,
          { ...row, isAnimated: row.isAnimated === 1 },
        ]),
      );
      return {
        total: count.rows[0]?.total ?? 0,
        tiles: numbers.flatMap((number) => tiles.get(number) ?? []),
      };
    },

    async layout(filter) {
      // Two JSON texts instead of a row object per image: a fraction of the time at 100,000. A subquery
      // without a limit may lose its order.
      const { rows } = await sql<{ ratios: string; days: string }>`
        SELECT json_group_array(ratio) AS ratios, json_group_array(day) AS days
        FROM (
          SELECT
            max(1, CAST(round(images.width * 100.0 / images.height) AS INTEGER)) AS ratio,
            substr(images.takenAt, 1, 10) AS day
          FROM ${chosenImages(filter)} ORDER BY ${orderOf(filter)} LIMIT -1
        )`.execute(facts);
      const [{ ratios, days } = { ratios: "[]", days: "[]" }] = rows;
      return { ratios: JSON.parse(ratios), days: runsOfDays(JSON.parse(days)) };
    },
  };
}

/** What stands between FROM and ORDER BY: the images that the filter lets through. */
function chosenImages({ withUnavailable = false, folder, cluster, among }: Scope): RawBuilder<unknown> {
  const conditions = [sql`true`];
  if (!withUnavailable) conditions.push(sql`images.isAvailable = 1`);
  if (folder !== undefined) {
    const { from, before } = underFolder(folder, sep);
    // The plus keeps the planner on the index of the order, instead of sorting what the folder holds.
    conditions.push(
      sql`+images.number IN (SELECT image FROM paths WHERE path >= ${from} AND path < ${before})`,
    );
  }
  if (among !== undefined) conditions.push(sql`images.id IN ${oneOf(among)}`);
  const where = sql`WHERE ${sql.join(conditions, sql` AND `)}`;
  if (!cluster) return sql`images ${where}`;
  const members =
    cluster.cluster === null
      ? sql`assignments ON assignments.clustering = clusterings.number AND assignments.cluster IS NULL`
      : sql`clusters ON clusters.clustering = clusterings.number AND clusters.id = ${cluster.cluster}
            JOIN assignments ON assignments.cluster = clusters.number`;
  // An image is as typical as the most typical of its regions in the cluster.
  return sql`(
    SELECT regions.image, max(assignments.strength) AS strength
    FROM clusterings
    JOIN ${members}
    JOIN regions ON regions.number = assignments.region
    WHERE clusterings.id = ${cluster.clustering} AND clusterings.isRemoved = 0
    GROUP BY regions.image
  ) AS members JOIN images ON images.number = members.image ${where}`;
}

function orderOf({ order, cluster }: Scope): RawBuilder<unknown> {
  return cluster ? sql`members.strength DESC, images.id` : orders[order];
}

const orders: Readonly<Record<ImageOrder, RawBuilder<unknown>>> = {
  newest: sql`images.shownMs DESC, images.id`,
  oldest: sql`images.shownMs, images.id DESC`,
  added: sql`images.addedAt DESC, images.number DESC`,
  path: sql`images.firstPath, images.id`,
};
