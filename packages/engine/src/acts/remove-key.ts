/** A key was removed. It cannot be taken back: a key that was removed must never open anything again. */
import { z } from "zod";
import { changing, defineAct } from "./act.ts";

export const removeKey = defineAct({
  name: "remove-key",
  schema: z.object({ key: z.string(), label: z.string() }),
  plan: async () => changing({}),
  words: ({ label }) => `Removed the key “${label}”`,
});
