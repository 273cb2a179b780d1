/**
 * A key of the HTTP interface was made. Remembered without the key or its digest. It cannot be taken back by
 * undo: whoever wants a key to end removes it, and says so by that.
 */
import { z } from "zod";
import { changing, defineAct } from "./act.ts";

export const createKey = defineAct({
  name: "create-key",
  schema: z.object({ key: z.string(), label: z.string(), scope: z.enum(["read", "write", "admin"]) }),
  plan: async () => changing({}),
  words: ({ label, scope }) => `Made the ${scope} key “${label}”`,
});
