/** Keys of the HTTP interface. */
import type { KeyPort } from "../ports/keys.ts";
import type { Database } from "./tables.ts";

export function keyFacts(facts: Database): KeyPort {
  return {
    async add(key) {
      await facts.insertInto("apiKeys").values(key).execute();
    },

    async list() {
      return facts.selectFrom("apiKeys").selectAll().orderBy("createdAt").orderBy("id").execute();
    },

    async remove(id) {
      await facts.deleteFrom("apiKeys").where("id", "=", id).execute();
    },
  };
}
