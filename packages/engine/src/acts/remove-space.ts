/** Puts a space into the trash, with every vector. */
import { z } from "zod";
import { changing, defineAct } from "./act.ts";

export const removeSpace = defineAct({
  name: "remove-space",
  schema: z.object({ space: z.string() }),
  plan: async (_, { space }) => changing({ spaces: [{ space, isRemoved: true }] }),
  words: ({ space }) => `Removed the space ${space}`,
});
