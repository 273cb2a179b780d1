/** `imantics cluster`: groups everything in the library by one method and names the groups. */
import { clusterMethods } from "@imantics/core";
import { ImanticsError, type Library } from "@imantics/engine";
import type { Command } from "commander";
import { z } from "zod";
import { assignmentRows, nameOf } from "../clustering-rows.ts";
import { followJob, type JobOutcome } from "../follow-job.ts";
import { addLibraryOptions, LibraryOptions, parseOptions } from "../library-options.ts";
import { describeClustering } from "../render/clustering.ts";
import { describeMethods } from "../render/methods.ts";
import { progressView, silentView } from "../render/progress.ts";
import type { Terminal } from "../terminal.ts";
import { typedPaths } from "../typed-paths.ts";
import { withLibrary } from "../with-library.ts";

const ClusterOptions = LibraryOptions.extend({
  method: z.string().min(1).default("auto"),
  options: z.string().default("{}").transform(parseObject),
  seed: z.coerce.number().int().default(1),
  listMethods: z.boolean().default(false),
});

export function addClusterCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("cluster")
    .summary("group the images and name the groups")
    .description(
      "Groups all images of the library and names the groups. The same library, method, options and seed " +
        "give the same groups. Earlier clusterings are kept.",
    )
    .option("--method <id>", "a method of --list-methods (default: auto, which chooses and says why)")
    .option("--options <json>", "settings of the method as a JSON object")
    .option("--seed <n>", "seed of the random choices (default: 1)")
    .option("--list-methods", "print the methods with their options, and end")
    .addHelpText("after", examples);
  addLibraryOptions(command).action(async (options: unknown) => {
    const parsed = parseOptions(ClusterOptions, options);
    if (parsed.listMethods) listMethods(parsed, terminal);
    else await cluster(parsed, terminal);
  });
}

const examples = `
Examples:
  $ imantics cluster
  $ imantics cluster --list-methods
  $ imantics cluster --method kmeans --options '{"clusterCount": 12}' --seed 7
  $ imantics cluster --json | jq '.clusters[] | {name, size}'`;

function listMethods(options: LibraryOptions, terminal: Terminal): void {
  terminal.print(
    options.json ? JSON.stringify({ methods: clusterMethods }) : describeMethods(clusterMethods),
  );
}

async function cluster(options: z.infer<typeof ClusterOptions>, terminal: Terminal): Promise<void> {
  const { method, seed, json } = options;
  await withLibrary("write", options, terminal, async (library) => {
    const view = json && terminal.columns === null ? silentView(terminal) : progressView(terminal);
    const request = { kind: "cluster", method, options: options.options, seed } as const;
    const id = clusteringOf(await followJob(library, request, view, terminal));
    if (json) terminal.print(JSON.stringify(await toJson(library, id, terminal.cwd)));
    else terminal.print(describeClustering(await library.clusterings.get(id)));
  });
}

/** Documented in docs/cli.md; these fields never change. One assignment a path, in order of path. */
async function toJson(library: Library, id: string, cwd: string) {
  const { clustering, clusters } = await library.clusterings.get(id);
  const asTyped = await typedPaths(library, [], cwd);
  const rows = await assignmentRows(library, id);
  return {
    clustering: id,
    method: clustering.method,
    options: clustering.options,
    reasons: clustering.reasons,
    clusters: clusters.map((one) => ({ id: one.id, name: nameOf(one), size: one.size })),
    assignments: rows.map(({ path, cluster, strength }) => ({ path: asTyped(path), cluster, strength })),
    noise: clustering.noiseCount,
  };
}

function clusteringOf({ summaries }: JobOutcome): string {
  return z.object({ clustering: z.string() }).parse(summaries.at(-1)?.result).clustering;
}

function parseObject(text: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (cause) {
    const message = `--options got ${text}; it takes a JSON object, e.g. '{"clusterCount": 12}'.`;
    throw new ImanticsError("usage", message, { cause });
  }
}
