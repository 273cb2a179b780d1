/** Whose face is whose, in SQL. */
import { sql } from "kysely";
import type { PersonRecord } from "../../domain/person.ts";
import type { PeoplePort } from "../ports/people.ts";
import { batches, oneOf } from "./batches.ts";
import type { Database } from "./tables.ts";
import { together } from "./together.ts";

export function peopleFacts(facts: Database): PeoplePort {
  return {
    async list() {
      // Of a bare column beside max() SQLite takes the value of the row that has the maximum.
      const { rows } = await sql<PersonRecord & { readonly surest: number }>`
        SELECT facePlaces.person AS id, name, count(*) AS faces, count(DISTINCT image) AS images,
          region AS cover, max(facePlaces.confidence) AS surest
        FROM facePlaces
        JOIN regions ON regions.id = facePlaces.region
        LEFT JOIN peopleNames ON peopleNames.person = facePlaces.person
        WHERE facePlaces.person IS NOT NULL
        GROUP BY facePlaces.person
        ORDER BY name IS NULL, faces DESC, facePlaces.person`.execute(facts);
      return rows.map(({ surest, ...person }) => person);
    },

    async setName(person, name) {
      if (name === null) await facts.deleteFrom("peopleNames").where("person", "=", person).execute();
      else await facts.replaceInto("peopleNames").values({ person, name }).execute();
    },

    async nameOf(person) {
      const row = await facts
        .selectFrom("peopleNames")
        .select("name")
        .where("person", "=", person)
        .executeTakeFirst();
      return row?.name ?? null;
    },

    async places() {
      const rows = await facts.selectFrom("facePlaces").selectAll().orderBy("region").execute();
      return rows.map((row) => ({ ...row, isConfirmed: row.isConfirmed === 1 }));
    },

    async place(places) {
      await together(facts, async (transaction) => {
        const rows = places.map((place) => ({ ...place, isConfirmed: Number(place.isConfirmed) }));
        for (const batch of batches(rows)) {
          await transaction.replaceInto("facePlaces").values(batch).execute();
        }
      });
    },

    async removePlaces(regions) {
      await facts.deleteFrom("facePlaces").where("region", "in", oneOf(regions)).execute();
    },

    refusals: () =>
      facts.selectFrom("faceRefusals").selectAll().orderBy("region").orderBy("person").execute(),

    async setRefusal({ region, person }, isRefused) {
      if (isRefused) await facts.replaceInto("faceRefusals").values({ region, person }).execute();
      else {
        await facts
          .deleteFrom("faceRefusals")
          .where("region", "=", region)
          .where("person", "=", person)
          .execute();
      }
    },

    async images(people) {
      const { rows } = await sql<{ id: string; region: string }>`
        SELECT images.id, facePlaces.region, max(facePlaces.confidence)
        FROM facePlaces
        JOIN regions ON regions.id = facePlaces.region
        JOIN images ON images.number = regions.image
        WHERE person IN ${oneOf(people)} GROUP BY images.number`.execute(facts);
      return new Map(rows.map(({ id, region }) => [id, region]));
    },
  };
}
