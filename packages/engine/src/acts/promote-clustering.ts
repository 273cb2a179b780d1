/** Makes a clustering the one that opens by default. */
import { z } from "zod";
import { changing, defineAct } from "./act.ts";
import { requireClustering } from "./require.ts";

export const promoteClustering = defineAct({
  name: "promote-clustering",
  schema: z.object({ clustering: z.string() }),
  async plan(facts, { clustering }) {
    await requireClustering(facts, clustering);
    return changing({ promoted: [{ clustering }] });
  },
  words: () => "Chose the clustering that opens by default",
});
