/** Names a cluster, or gives the suggested name back. */
import { z } from "zod";
import { ImanticsError } from "../domain/errors.ts";
import { changing, defineAct } from "./act.ts";

export const renameCluster = defineAct({
  name: "rename-cluster",
  schema: z.object({ cluster: z.string(), name: z.string().nullable() }),
  async plan({ clusterings }, { cluster, name }) {
    if ((await clusterings.cluster(cluster)) === null) {
      throw new ImanticsError("cluster-not-found", `There is no cluster "${cluster}".`);
    }
    return changing({ clusterNames: [{ cluster, name }] });
  },
  words: ({ name }) => (name === null ? "Took a cluster's name away" : `Named a cluster “${name}”`),
});
