/** `imantics cluster`: groups everything in the library, or the vectors of a file, by one method. */
import { clusterMethods } from "@imantics/core";
import { ImanticsError, type Library } from "@imantics/engine";
import type { Command } from "commander";
import { z } from "zod";
import { assignmentRows, nameOf } from "../clustering-rows.ts";
import { followJob, type JobOutcome } from "../follow-job.ts";
import { addLibraryOptions, LibraryOptions, parseOptions } from "../library-options.ts";
import { MethodOptions } from "../method-options.ts";
import { describeClustering } from "../render/clustering.ts";
import { describeMethods } from "../render/methods.ts";
import { progressView, silentView } from "../render/progress.ts";
import type { Terminal } from "../terminal.ts";
import { typedPaths } from "../typed-paths.ts";
import { withLibrary } from "../with-library.ts";
import { clusterVectors } from "./cluster-vectors.ts";

const ClusterOptions = LibraryOptions.extend(MethodOptions.shape).extend({
  method: z.string().min(1).default("auto"),
  vectors: z.string().min(1).optional(),
  out: z.string().min(1).optional(),
  saveModel: z.string().min(1).optional(),
  mustLink: z.string().min(1).optional(),
  cannotLink: z.string().min(1).optional(),
  listMethods: z.boolean().default(false),
});

export function addClusterCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("cluster")
    .summary("group the images and name the groups")
    .description(
      "Groups all images of the library and names the groups. The same library, method, options and seed " +
        "give the same groups. Earlier clusterings are kept. With --vectors the rows of a file are grouped " +
        "instead, and no library is touched.",
    )
    .option("--method <id>", "a method of --list-methods (default: auto, which chooses and says why)")
    .option("--options <json>", "settings of the method as a JSON object")
    .option("--seed <n>", "seed of the random choices (default: 1)")
    .option("--vectors <file>", "group these vectors instead: .npy, .csv or .parquet, one a row")
    .option("--out <file>", "with --vectors: write id,label,strength as CSV, as evaluate reads it")
    .option("--save-model <file>", "with --vectors: write what was learned, for assign")
    .option("--must-link <file>", "with --vectors and kmeans: pairs of rows, as CSV, to be kept together")
    .option("--cannot-link <file>", "with --vectors and kmeans or hdbscan: pairs of rows to be kept apart")
    .option("--list-methods", "print the methods with their options, and end")
    .addHelpText("after", examples);
  addLibraryOptions(command).action(async (options: unknown) => {
    const parsed = parseOptions(ClusterOptions, options);
    const { vectors, out, saveModel, mustLink, cannotLink } = parsed;
    if (parsed.listMethods) listMethods(parsed, terminal);
    else if (vectors !== undefined) await clusterVectors({ ...parsed, vectors }, terminal);
    else if (out !== undefined)
      throw new ImanticsError("usage", '--out goes with --vectors; a library has "export assignments".');
    else if (saveModel !== undefined)
      throw new ImanticsError(
        "usage",
        "--save-model goes with --vectors; assign reads vectors of files too.",
      );
    else if (mustLink !== undefined || cannotLink !== undefined)
      throw new ImanticsError(
        "usage",
        `--${mustLink === undefined ? "cannot" : "must"}-link goes with --vectors; its pairs are rows of that file.`,
      );
    else await cluster(parsed, terminal);
  });
}

const examples = `
Examples:
  $ imantics cluster
  $ imantics cluster --list-methods
  $ imantics cluster --method kmeans --options '{"clusterCount": 12}' --seed 7
  $ imantics cluster --vectors x.npy --method dbscan --options '{"eps": 0.3}' --out labels.csv
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
