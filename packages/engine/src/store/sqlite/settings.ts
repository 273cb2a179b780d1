/** Settings by name. */
import type { SettingPort } from "../ports/settings.ts";
import type { Database } from "./tables.ts";

export function settingFacts(facts: Database): SettingPort {
  return {
    async get(name) {
      const row = await facts
        .selectFrom("settings")
        .select("value")
        .where("name", "=", name)
        .executeTakeFirst();
      return row?.value ?? null;
    },

    async set(name, value) {
      if (value === null) await facts.deleteFrom("settings").where("name", "=", name).execute();
      else await facts.replaceInto("settings").values({ name, value }).execute();
    },
  };
}
