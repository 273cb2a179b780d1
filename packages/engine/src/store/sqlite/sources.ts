/** Sources and the paths found in them: which file is which image, and can it be read at present. */
import type { KnownFile } from "../../domain/source.ts";
import { folderNames } from "../folder-names.ts";
import type { SourcePort } from "../ports/sources.ts";
import { refreshImages } from "./availability.ts";
import { batches, oneOf } from "./batches.ts";
import { numberOf, numbersOf } from "./image-numbers.ts";
import type { Database } from "./tables.ts";
import { together } from "./together.ts";

export function sourceFacts(facts: Database): SourcePort {
  return {
    async add(source) {
      const words = {
        givenAs: source.givenAs,
        include: JSON.stringify(source.include),
        exclude: JSON.stringify(source.exclude),
      };
      const { id } = await facts
        .insertInto("sources")
        .values({ location: source.location, ...words })
        .onConflict((conflict) => conflict.column("location").doUpdateSet(words))
        .returning("id")
        .executeTakeFirstOrThrow();
      return { ...source, id };
    },

    async list() {
      const rows = await facts.selectFrom("sources").selectAll().orderBy("id").execute();
      return rows.map((row) => ({
        ...row,
        include: JSON.parse(row.include),
        exclude: JSON.parse(row.exclude),
      }));
    },

    async files(source) {
      const rows = await facts
        .selectFrom("sourcePaths")
        .innerJoin("paths", "paths.number", "sourcePaths.path")
        .select(["paths.path", "paths.sizeBytes", "paths.modifiedMs", "paths.isAvailable"])
        .where("sourcePaths.source", "=", source)
        .execute();
      return new Map<string, KnownFile>(
        rows.map((row) => [row.path, { ...row, isAvailable: row.isAvailable === 1 }]),
      );
    },

    async link(source, links) {
      await together(facts, async (transaction) => {
        const images = await numbersOf(
          transaction,
          links.map((link) => link.image),
        );
        const paths = links.map((link) => link.file.path);
        const before = await transaction
          .selectFrom("paths")
          .select("image")
          .where("path", "in", oneOf(paths))
          .execute();
        const rows = links.map(({ file, image }) => ({
          path: file.path,
          image: numberOf(images, image),
          sizeBytes: file.sizeBytes,
          modifiedMs: file.modifiedMs,
          isAvailable: 1,
        }));
        for (const batch of batches(rows)) {
          await transaction
            .insertInto("paths")
            .values(batch)
            .onConflict((conflict) =>
              conflict.column("path").doUpdateSet(({ ref }) => ({
                image: ref("excluded.image"),
                sizeBytes: ref("excluded.sizeBytes"),
                modifiedMs: ref("excluded.modifiedMs"),
                isAvailable: ref("excluded.isAvailable"),
              })),
            )
            .execute();
        }
        await transaction
          .insertInto("sourcePaths")
          .columns(["source", "path"])
          .expression((build) =>
            build
              .selectFrom("paths")
              .select((select) => [select.val(source).as("source"), "number"])
              .where("path", "in", oneOf(paths)),
          )
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        await transaction.deleteFrom("failures").where("path", "in", oneOf(paths)).execute();
        await refreshImages(transaction, new Set([...before, ...rows].map((row) => row.image)));
      });
    },

    async setAvailable(paths, isAvailable) {
      await together(facts, async (transaction) => {
        const changed = await transaction
          .updateTable("paths")
          .set({ isAvailable: Number(isAvailable) })
          .where("path", "in", oneOf(paths))
          .where("isAvailable", "!=", Number(isAvailable))
          .returning("image")
          .execute();
        await refreshImages(transaction, new Set(changed.map((row) => row.image)));
      });
    },

    async imageOf(path) {
      const row = await facts
        .selectFrom("paths")
        .innerJoin("images", "images.number", "paths.image")
        .select("images.id")
        .where("path", "=", path)
        .executeTakeFirst();
      return row?.id ?? null;
    },

    async fileOf(image) {
      const row = await facts
        .selectFrom("paths")
        .innerJoin("images", "images.number", "paths.image")
        .innerJoin("sourcePaths", "sourcePaths.path", "paths.number")
        .select(["paths.path", "paths.sizeBytes", "modifiedMs", "source"])
        .where("images.id", "=", image)
        .orderBy("paths.isAvailable", "desc")
        .orderBy("paths.path")
        .orderBy("source")
        .executeTakeFirst();
      return row ?? null;
    },

    async folders() {
      const rows = await facts.selectFrom("paths").select("path").where("isAvailable", "=", 1).execute();
      return folderNames(rows.map(({ path }) => path));
    },
  };
}
