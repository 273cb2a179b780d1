/** `imantics assign`: a model that was saved gives the vectors of a file their clusters, or places on a map. */
import { assign, type FittedClustering, type FittedMap, isFittedClustering, place } from "@imantics/core";
import { encodeNpy, ImanticsError, type VectorTable } from "@imantics/engine";
import type { Command } from "commander";
import { z } from "zod";
import { labelLines, labelsToJson, noiseClause, type RowLabels, tableOfSizes } from "../label-table.ts";
import { parseOptions } from "../library-options.ts";
import { openModel } from "../model-file.ts";
import { addVectorOptions, onVectors, VectorOptions } from "../on-vectors.ts";
import { countOf } from "../render/numbers.ts";
import type { Terminal } from "../terminal.ts";
import { writeWhole } from "../write-whole.ts";

const AssignOptions = VectorOptions.extend({ out: z.string().min(1).optional() });
type AssignRequest = z.infer<typeof AssignOptions>;

export function addAssignCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("assign <model>")
    .summary("give new vectors the clusters, or places, of a saved model")
    .description(
      "Gives every vector of a file its cluster by a model that cluster --save-model wrote, or its place by " +
        "one that project --save-model wrote. The model does not change, and nothing is fitted.",
    )
    .option("--out <file>", "write id,label,strength as CSV, or places as .npy (needed for a map)")
    .addHelpText("after", examples);
  addVectorOptions(command).action(async (file: string, options: unknown) => {
    const request = parseOptions(AssignOptions, options);
    const model = await openModel(file, terminal.cwd);
    if (isFittedClustering(model)) await assignRows(model, request, terminal);
    else await placeRows(model, request, terminal);
  });
}

async function assignRows(
  model: FittedClustering,
  request: AssignRequest,
  terminal: Terminal,
): Promise<void> {
  const { json, out } = request;
  const { ids, labels } = await onVectors(
    { ...request, seed: 0 },
    terminal,
    async ({ vectors, ids }: VectorTable, { kernels, signal }) => {
      const assigned = await assign(model, vectors, { kernels, signal });
      const labels: RowLabels = { ...assigned, clusterCount: model.clusterCount };
      return { ids, labels };
    },
  );
  if (out !== undefined) await writeWhole(out, labelLines(labels, ids), terminal.cwd);
  if (json) return terminal.print(JSON.stringify(labelsToJson(labels, ids)));
  const count = `${countOf(labels.assignment.length, "vector")} in ${countOf(model.clusterCount, "cluster")}`;
  terminal.print(`${count}${noiseClause(labels)}\n${tableOfSizes(labels)}`);
}

async function placeRows(model: FittedMap, request: AssignRequest, terminal: Terminal): Promise<void> {
  const { json, out } = request;
  if (out === undefined) {
    throw new ImanticsError(
      "usage",
      "The model is of a map, which gives places; say where with --out <file>.",
    );
  }
  const { rows, columns, data } = await onVectors(
    { ...request, seed: 0 },
    terminal,
    ({ vectors }, { kernels, signal }) => place(model, vectors, { kernels, signal }),
  );
  await writeWhole(out, encodeNpy({ shape: [rows, columns], data }), terminal.cwd);
  terminal.print(
    json
      ? JSON.stringify({ rows, dimensions: columns, out })
      : `${countOf(rows, "vector")} in ${columns} dimensions in ${out}`,
  );
}

const examples = `
Examples:
  $ imantics cluster --vectors x.npy --method hdbscan --save-model groups.model
  $ imantics assign groups.model --vectors new.npy --out labels.csv
  $ imantics project --vectors x.npy --out map.npy --save-model map.model
  $ imantics assign map.model --vectors new.npy --out places.npy`;
