/** Puts a clustering into the trash, whole. */
import { z } from "zod";
import { changing, defineAct } from "./act.ts";
import { requireClustering } from "./require.ts";

export const removeClustering = defineAct({
  name: "remove-clustering",
  /** `title` says what it was when only the journal is left of it. */
  schema: z.object({ clustering: z.string(), title: z.string() }),
  async plan(facts, { clustering }) {
    await requireClustering(facts, clustering);
    return changing({ clusterings: [{ clustering, isRemoved: true }] });
  },
  words: ({ title }) => `Removed the clustering ${title}`,
});
