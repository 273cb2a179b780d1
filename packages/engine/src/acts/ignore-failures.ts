/** Says of files that could not be read that they are not failures. */
import { z } from "zod";
import { changing, defineAct } from "./act.ts";
import { alreadySo } from "./require.ts";

export const ignoreFailures = defineAct({
  name: "ignore-failures",
  schema: z.object({ paths: z.array(z.string()).readonly() }),
  async plan({ failures }, { paths }) {
    const counted = (await failures.ofPaths(paths)).filter(({ isIgnored }) => !isIgnored);
    if (counted.length === 0) throw alreadySo("None of these files counts as a failure.");
    return changing({ failures: counted.map(({ path }) => ({ path, isIgnored: true })) });
  },
  words: ({ paths }) => (paths.length === 1 ? "Ignored a failure" : `Ignored ${paths.length} failures`),
});
