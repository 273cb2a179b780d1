/** `imantics project`: the vectors of a file → a map in two or three dimensions, as .npy. */
import { projectionMethod, projectionMethods } from "@imantics/core";
import { encodeNpy } from "@imantics/engine";
import type { Command } from "commander";
import { z } from "zod";
import { parseOptions } from "../library-options.ts";
import { chosenMethod, MethodOptions } from "../method-options.ts";
import { saveModel } from "../model-file.ts";
import { addVectorOptions, onVectors, VectorOptions } from "../on-vectors.ts";
import { describeMethods } from "../render/methods.ts";
import { countOf } from "../render/numbers.ts";
import type { Terminal } from "../terminal.ts";
import { writeWhole } from "../write-whole.ts";

const ProjectOptions = VectorOptions.extend(MethodOptions.shape).extend({
  method: z.string().min(1).default("umap"),
  dimensions: z.coerce.number().int().optional(),
  out: z.string().min(1),
  saveModel: z.string().min(1).optional(),
});

export function addProjectCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("project")
    .summary("draw the vectors of a file as a map")
    .description(
      "Gives every vector a place in two or three dimensions and writes them as .npy (float32, rows × " +
        "dimensions). Says how far the map can be trusted: the share of neighbours on it that are true.",
    )
    .requiredOption("--out <file>", "the .npy to write; it appears whole or not at all")
    .option("--save-model <file>", "write what was learned, by which assign places new vectors")
    .option("--method <id>", `${projectionMethods.map(({ id }) => id).join(", ")} (default: umap)`)
    .option("--dimensions <n>", "2 or 3 (default: 2)")
    .option("--options <json>", "settings of the method as a JSON object")
    .option("--seed <n>", "seed of the random choices (default: 1)")
    .addHelpText("after", `${examples}\n\nMethods:\n\n${describeMethods(projectionMethods)}`);
  addVectorOptions(command).action(async (options: unknown) => {
    const {
      method: id,
      dimensions,
      out,
      saveModel: modelFile,
      options: others,
      ...request
    } = parseOptions(ProjectOptions, options);
    const settings = dimensions === undefined ? others : { ...others, dimensions };
    const method = chosenMethod(() => projectionMethod(id), settings);
    const projection = await onVectors(request, terminal, ({ vectors }, context) =>
      method.project(vectors, settings, context),
    );
    const { coordinates, quality, metric, objective, iterations } = projection;
    const shape = [coordinates.rows, coordinates.columns];
    await writeWhole(out, encodeNpy({ shape, data: coordinates.data }), terminal.cwd);
    if (modelFile !== undefined) await saveModel(modelFile, projection.fitted, terminal.cwd);
    const { rows, columns } = coordinates;
    const answer = {
      method: id,
      options: settings,
      rows,
      dimensions: columns,
      metric,
      quality,
      objective,
      iterations,
      out,
    };
    terminal.print(
      request.json
        ? JSON.stringify(answer)
        : `${countOf(rows, "vector")} in ${columns} dimensions by ${method.title} in ${out}; ` +
            `trustworthiness ${quality.trustworthiness.toFixed(3)}`,
    );
  });
}

const examples = `
Examples:
  $ imantics project --vectors x.npy --method umap --dimensions 3 --out y.npy
  $ imantics project --vectors x.parquet --method tsne --options '{"perplexity": 50}' --out y.npy`;
