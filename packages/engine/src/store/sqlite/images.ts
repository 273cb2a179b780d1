/** Images and their regions: storing, marking, reading one or many. */

import { sql } from "kysely";
import type { ImageEntry } from "../../domain/image.ts";
import { capturedMs } from "../captured-time.ts";
import type { ImagePort } from "../ports/images.ts";
import { batches, oneOf } from "./batches.ts";
import { idsOf } from "./ids.ts";
import { numberOf, numbersOf } from "./image-numbers.ts";
import type { Database, ImageRow } from "./tables.ts";
import { together } from "./together.ts";

export function imageFacts(
  facts: Database,
): Pick<
  ImagePort,
  "add" | "existing" | "markIncomplete" | "get" | "many" | "available" | "generation" | "ids"
> {
  /** The last answer of `available`, and the numbers of its images as SQLite lists them. */
  let last: { readonly numbers: string | null; readonly ids: readonly string[] } | null = null;

  async function many(ids: readonly string[]): Promise<ImageEntry[]> {
    const rows = await facts.selectFrom("images").selectAll().where("id", "in", oneOf(ids)).execute();
    const paths = await facts
      .selectFrom("paths")
      .select(["image", "path"])
      .where("image", "in", oneOf(rows.map((row) => row.number)))
      .orderBy("isAvailable", "desc")
      .orderBy("path")
      .execute();
    const pathsOf = new Map<number, string[]>(rows.map((row) => [row.number, []]));
    for (const { image, path } of paths) pathsOf.get(image)?.push(path);
    const entries = new Map(
      rows.map((row) => {
        const { number, capturedMs, shownMs, firstPath, isIncomplete, ...record } = row;
        const entry: ImageEntry = {
          ...record,
          isAnimated: row.isAnimated === 1,
          isAvailable: row.isAvailable === 1,
          paths: pathsOf.get(number) ?? [],
        };
        return [row.id, entry];
      }),
    );
    return ids.flatMap((id) => entries.get(id) ?? []);
  }

  return {
    many,

    async get(id) {
      const [entry] = await many([id]);
      return entry ?? null;
    },

    async add(added) {
      await together(facts, async (transaction) => {
        const rows = added.map(
          ({ image }): ImageRow => ({
            ...image,
            isAnimated: Number(image.isAnimated),
            capturedMs: capturedMs(image.takenAt),
          }),
        );
        for (const batch of batches(rows)) await insertImages(transaction, batch);
        const regions = added.flatMap((image) => image.regions);
        const numbers = await numbersOf(transaction, new Set(regions.map((region) => region.imageId)));
        const regionRows = regions.map(({ box, imageId, ...region }) => ({
          ...region,
          ...box,
          image: numberOf(numbers, imageId),
        }));
        for (const batch of batches(regionRows)) {
          await transaction
            .insertInto("regions")
            .values(batch)
            .onConflict((conflict) => conflict.column("id").doNothing())
            .execute();
        }
      });
    },

    async existing(ids) {
      const rows = await facts
        .selectFrom("images")
        .select("id")
        .where("id", "in", oneOf(ids))
        .where("isIncomplete", "=", 0)
        .execute();
      return new Set(rows.map((row) => row.id));
    },

    async markIncomplete(ids) {
      await together(facts, async (transaction) => {
        const marked = await transaction
          .updateTable("images")
          .set({ isIncomplete: 1 })
          .where("id", "in", oneOf(ids))
          .returning("number")
          .execute();
        await transaction
          .updateTable("paths")
          .set({ sizeBytes: -1 })
          .where("image", "in", oneOf(marked.map((row) => row.number)))
          .execute();
      });
    },

    async available() {
      // One text of numbers from an index: a tenth of the time that 100,000 rows of ids take.
      const { rows: listed } = await sql<{ numbers: string | null }>`
        SELECT group_concat(number) AS numbers FROM images WHERE isAvailable = 1`.execute(facts);
      const numbers = listed[0]?.numbers ?? null;
      if (last !== null && last.numbers === numbers) return last.ids;
      // The literal lets a partial index answer alone; the plus keeps the planner from walking the index
      // of ids instead and fetching every row for its flag.
      const { rows } = await sql<{ id: string }>`
        SELECT id FROM images WHERE isAvailable = 1 ORDER BY +id`.execute(facts);
      last = { numbers, ids: rows.map((row) => row.id) };
      return last.ids;
    },

    async generation() {
      // The one counts what other connections commit, the other what this one writes.
      const { rows } = await sql<{ theirs: number; ours: number }>`
        SELECT data_version AS theirs, total_changes() AS ours FROM pragma_data_version`.execute(facts);
      return rows.map(({ theirs, ours }) => `${theirs}.${ours}`).join();
    },

    ids: () => idsOf(facts, "images"),
  };
}

function insertImages(facts: Database, rows: readonly ImageRow[]) {
  return facts
    .insertInto("images")
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column("id")
        .doUpdateSet(({ ref }) => ({
          format: ref("excluded.format"),
          width: ref("excluded.width"),
          height: ref("excluded.height"),
          isAnimated: ref("excluded.isAnimated"),
          takenAt: ref("excluded.takenAt"),
          camera: ref("excluded.camera"),
          latitude: ref("excluded.latitude"),
          longitude: ref("excluded.longitude"),
          placeholder: ref("excluded.placeholder"),
          perceptualHash: ref("excluded.perceptualHash"),
          capturedMs: ref("excluded.capturedMs"),
          isIncomplete: 0,
        }))
        .where("images.isIncomplete", "=", 1),
    )
    .execute();
}
