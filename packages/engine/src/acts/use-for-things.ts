/** Chooses the network that finds things. */
import { z } from "zod";
import { THINGS_SETTING, Things, thingsSetting } from "../regions/switches.ts";
import { changing, defineAct } from "./act.ts";

export const useForThings = defineAct({
  name: "use-for-things",
  schema: z.object({ choice: Things }),
  async plan(_, { choice }) {
    return changing({ settings: [{ name: THINGS_SETTING, value: thingsSetting(choice) }] });
  },
  words: ({ choice }) => `Chose ${choice.model} to find things`,
});
