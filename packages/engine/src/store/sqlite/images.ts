/** Images and their regions: storing, marking, reading one or many. */

import { sql } from "kysely";
import type { ImageEntry } from "../../domain/image.ts";
import { capturedMs } from "../captured-time.ts";
import type { FactStore } from "../facts.ts";
import { batches, oneOf } from "./batches.ts";
import { numberOf, numbersOf } from "./image-numbers.ts";
import type { Facts, ImageRow } from "./tables.ts";

/** Ids fetched at once while paging through all of them. */
const PAGE = 5000;

export function imageFacts(
  facts: Facts,
): Pick<
  FactStore,
  | "addImages"
  | "existingImages"
  | "markIncomplete"
  | "image"
  | "images"
  | "availableImages"
  | "imagesGeneration"
  | "imageIds"
  | "regionIds"
> {
  /** The last answer of `availableImages`, and the numbers of its images as SQLite lists them. */
  let available: { readonly numbers: string | null; readonly ids: readonly string[] } | null = null;

  async function images(ids: readonly string[]): Promise<ImageEntry[]> {
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
    images,

    async image(id) {
      const [entry] = await images([id]);
      return entry ?? null;
    },

    async addImages(added) {
      await facts.transaction().execute(async (transaction) => {
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

    async existingImages(ids) {
      const rows = await facts
        .selectFrom("images")
        .select("id")
        .where("id", "in", oneOf(ids))
        .where("isIncomplete", "=", 0)
        .execute();
      return new Set(rows.map((row) => row.id));
    },

    async markIncomplete(ids) {
      await facts.transaction().execute(async (transaction) => {
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

    async availableImages() {
      // One text of numbers from an index: a tenth of the time that 100,000 rows of ids take.
      const { rows: listed } = await sql<{ numbers: string | null }>`
        SELECT group_concat(number) AS numbers FROM images WHERE isAvailable = 1`.execute(facts);
      const numbers = listed[0]?.numbers ?? null;
      if (available !== null && available.numbers === numbers) return available.ids;
      // The literal lets a partial index answer alone; the plus keeps the planner from walking the index
      // of ids instead and fetching every row for its flag.
      const { rows } = await sql<{ id: string }>`
        SELECT id FROM images WHERE isAvailable = 1 ORDER BY +id`.execute(facts);
      available = { numbers, ids: rows.map((row) => row.id) };
      return available.ids;
    },

    async imagesGeneration() {
      // The one counts what other connections commit, the other what this one writes.
      const { rows } = await sql<{ theirs: number; ours: number }>`
        SELECT data_version AS theirs, total_changes() AS ours FROM pragma_data_version`.execute(facts);
      return rows.map(({ theirs, ours }) => `${theirs}.${ours}`).join();
    },

    imageIds: () => pageThrough(facts, "images"),
    regionIds: () => pageThrough(facts, "regions"),
  };
}

function insertImages(facts: Facts, rows: readonly ImageRow[]) {
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

/** Pages by key, so that no read transaction stays open between two pages. */
async function* pageThrough(facts: Facts, table: "images" | "regions"): AsyncGenerator<string> {
  let last = "";
  while (true) {
    const rows = await facts
      .selectFrom(table)
      .select("id")
      .where("id", ">", last)
      .orderBy("id")
      .limit(PAGE)
      .execute();
    for (const row of rows) yield row.id;
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end.id;
  }
}
