/** Regions beyond the whole image: what detectors found, what people drew, what is written there. */
import { sql } from "kysely";
import { foldedText } from "../../domain/folded-text.ts";
import type { RegionRecord } from "../../domain/region.ts";
import type { RegionPort } from "../ports/regions.ts";
import { batches, oneOf } from "./batches.ts";
import { idsOf } from "./ids.ts";
import { numberOf, numbersOf } from "./image-numbers.ts";
import type { Database } from "./tables.ts";
import { together } from "./together.ts";

/** The trigram index knows no shorter piece. */
const SHORTEST_INDEXED = 3;

export function regionFacts(facts: Database): RegionPort {
  const rows = () =>
    facts
      .selectFrom("regions")
      .innerJoin("images", "images.number", "regions.image")
      .select(["regions.id", "images.id as imageId", "type", "label", "confidence", "text", "detector"])
      .select(["x", "y", "regions.width", "regions.height"]);

  return {
    async many(ids) {
      const found = await rows().where("regions.id", "in", oneOf(ids)).execute();
      const byId = new Map(found.map((row) => [row.id, recordOf(row)]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },

    async ofImages(images) {
      const found = await rows().where("images.id", "in", oneOf(images)).orderBy("regions.id").execute();
      return found.map(recordOf);
    },

    async ofDetector(detector) {
      const found = await facts
        .selectFrom("regions")
        .select("id")
        .where("detector", "=", detector)
        .orderBy("id")
        .execute();
      return found.map(({ id }) => id);
    },

    async add(region) {
      await together(facts, (transaction) => putRegions(transaction, [region]));
    },

    async remove(ids) {
      await together(facts, (transaction) => dropRegions(transaction, ids));
    },

    async inspections(detector) {
      const found = await facts
        .selectFrom("inspections")
        .innerJoin("images", "images.number", "inspections.image")
        .select(["images.id", "version"])
        .where("detector", "=", detector)
        .execute();
      return new Map(found.map(({ id, version }) => [id, version]));
    },

    async recordInspections(detector, version, inspections) {
      return together(facts, async (transaction) => {
        const images = inspections.map(({ image }) => image);
        const numbers = await numbersOf(transaction, new Set(images));
        const looks = inspections.map(({ image, milliseconds }) => {
          return { detector, image: numberOf(numbers, image), version, milliseconds };
        });
        const regions = inspections.flatMap((inspection) => inspection.regions);
        const kept = new Set(regions.map(({ id }) => id));
        const before = await transaction
          .selectFrom("regions")
          .select("id")
          .where("detector", "=", detector)
          .where("image", "in", oneOf(numbers.values()))
          .execute();
        const gone = before.map(({ id }) => id).filter((id) => !kept.has(id));
        await dropRegions(transaction, gone);
        await transaction
          .deleteFrom("removedRegions")
          .where("detector", "=", detector)
          .where("image", "in", oneOf(numbers.values()))
          .execute();
        await putRegions(transaction, regions);
        for (const batch of batches(looks)) {
          await transaction.replaceInto("inspections").values(batch).execute();
        }
        return gone;
      });
    },

    async forgetInspections(detector, images) {
      const forget = facts.deleteFrom("inspections").where("detector", "=", detector);
      if (images === undefined) await forget.execute();
      else {
        const numbers = await numbersOf(facts, images);
        await forget.where("image", "in", oneOf(numbers.values())).execute();
      }
    },

    async setRemovedOf(detector, isRemoved) {
      await together(facts, (transaction) =>
        isRemoved ? intoTrash(transaction, detector) : outOfTrash(transaction, detector),
      );
    },

    async removedOf(detector) {
      const found = await facts
        .selectFrom("removedRegions")
        .select("id")
        .where("detector", "=", detector)
        .orderBy("id")
        .execute();
      return found.map(({ id }) => id);
    },

    async emptyTrash() {
      const gone = await facts.deleteFrom("removedRegions").returning("id").execute();
      return gone.map(({ id }) => id).sort();
    },

    ids: () => idsOf(facts, "regions"),

    async withText(text) {
      const folded = foldedText(text);
      if (folded === "") return [];
      // A phrase in quotes is a substring to the trigram tokenizer; shorter pieces are looked for by hand.
      const isIndexed = [...folded].length >= SHORTEST_INDEXED;
      const matches = isIndexed
        ? sql<number>`(select rowid from regionTexts where folded match ${`"${folded.replaceAll('"', '""')}"`})`
        : sql<number>`(select rowid from regionTexts where instr(folded, ${folded}) > 0)`;
      const found = await rows().where("regions.number", "in", matches).orderBy("regions.id").execute();
      return found.map(recordOf);
    },

    async counts() {
      return facts
        .selectFrom("regions")
        .select((its) => ["type", "label", its.fn.countAll<number>().as("regions")])
        .select((its) => its.fn.count<number>("image").distinct().as("images"))
        .groupBy(["type", "label"])
        .orderBy("regions", "desc")
        .orderBy("type")
        .orderBy("label")
        .execute();
    },
  };
}

interface JoinedRow extends Omit<RegionRecord, "box"> {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function recordOf({ x, y, width, height, ...record }: JoinedRow): RegionRecord {
  return { ...record, box: { x, y, width, height } };
}

/** Inserts, or gives a region that is there its new values. */
export async function putRegions(transaction: Database, regions: readonly RegionRecord[]): Promise<void> {
  const numbers = await numbersOf(transaction, new Set(regions.map(({ imageId }) => imageId)));
  const rows = regions.map(({ box, imageId, ...region }) => {
    return { ...region, ...box, image: numberOf(numbers, imageId) };
  });
  for (const batch of batches(rows)) {
    await transaction
      .insertInto("regions")
      .values(batch)
      .onConflict((conflict) =>
        conflict.column("id").doUpdateSet(({ ref }) => ({
          label: ref("excluded.label"),
          confidence: ref("excluded.confidence"),
          text: ref("excluded.text"),
          detector: ref("excluded.detector"),
        })),
      )
      .execute();
  }
  const written = regions.filter((region) => region.text !== null);
  const places = await transaction
    .selectFrom("regions")
    .select(["id", "number"])
    .where("id", "in", oneOf(written.map(({ id }) => id)))
    .execute();
  const texts = new Map(written.map(({ id, text }) => [id, foldedText(text ?? "")]));
  await forgetTexts(
    transaction,
    places.map(({ number }) => number),
  );
  for (const { id, number } of places) {
    await sql`insert into regionTexts (rowid, folded) values (${number}, ${texts.get(id)})`.execute(
      transaction,
    );
  }
}

async function dropRegions(transaction: Database, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await transaction
    .selectFrom("regions")
    .select("number")
    .where("id", "in", oneOf(ids))
    .execute();
  const numbers = rows.map(({ number }) => number);
  await forgetTexts(transaction, numbers);
  await transaction.deleteFrom("assignments").where("region", "in", oneOf(numbers)).execute();
  await transaction.deleteFrom("regions").where("number", "in", oneOf(numbers)).execute();
}

const trashed = ["id", "image", "type", "label", "confidence"] as const;
const placed = ["x", "y", "width", "height", "text", "detector"] as const;

async function intoTrash(transaction: Database, detector: string): Promise<void> {
  await transaction
    .replaceInto("removedRegions")
    .columns([...trashed, ...placed])
    .expression((build) =>
      build
        .selectFrom("regions")
        .select([...trashed, ...placed])
        .where("detector", "=", detector),
    )
    .execute();
  const found = await transaction
    .selectFrom("regions")
    .select("id")
    .where("detector", "=", detector)
    .execute();
  await dropRegions(
    transaction,
    found.map(({ id }) => id),
  );
  await transaction.deleteFrom("inspections").where("detector", "=", detector).execute();
}

async function outOfTrash(transaction: Database, detector: string): Promise<void> {
  const found = await transaction
    .selectFrom("removedRegions")
    .innerJoin("images", "images.number", "removedRegions.image")
    .select(["removedRegions.id", "images.id as imageId", "type", "label", "confidence", "text", "detector"])
    .select(["x", "y", "removedRegions.width", "removedRegions.height"])
    .where("detector", "=", detector)
    .execute();
  await putRegions(transaction, found.map(recordOf));
  await transaction.deleteFrom("removedRegions").where("detector", "=", detector).execute();
}

async function forgetTexts(transaction: Database, numbers: readonly number[]): Promise<void> {
  await sql`delete from regionTexts where rowid in ${oneOf(numbers)}`.execute(transaction);
}
