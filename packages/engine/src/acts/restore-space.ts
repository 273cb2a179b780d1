/** Takes a space out of the trash. */
import { z } from "zod";
import { changing, defineAct } from "./act.ts";

export const restoreSpace = defineAct({
  name: "restore-space",
  schema: z.object({ space: z.string() }),
  plan: async (_, { space }) => changing({ spaces: [{ space, isRemoved: false }] }),
  words: ({ space }) => `Brought the space ${space} back`,
});
