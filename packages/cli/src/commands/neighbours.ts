/** `imantics neighbours`: the nearest neighbours of every vector of a file → two arrays in one .npz. */
import { approximateNeighbours, methodRun, nearestNeighbours, requireFiniteVectors } from "@imantics/core";
import { encodeNpz } from "@imantics/engine";
import type { Command } from "commander";
import { z } from "zod";
import { parseOptions } from "../library-options.ts";
import { addVectorOptions, onVectors, VectorOptions } from "../on-vectors.ts";
import { countOf } from "../render/numbers.ts";
import type { Terminal } from "../terminal.ts";
import { writeWhole } from "../write-whole.ts";

const NeighbourOptions = VectorOptions.extend({
  k: z.coerce.number().int().min(1).default(20),
  metric: z.enum(["euclidean", "cosine"]).default("euclidean"),
  approximate: z.boolean().default(false),
  seed: z.coerce.number().int().default(1),
  out: z.string().min(1),
});

export function addNeighboursCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("neighbours")
    .summary("find the nearest neighbours of every vector of a file")
    .description(
      "Writes an .npz with indices (int32) and distances (float64), rows × k each, nearest first. A vector " +
        "is never its own neighbour. Exact unless --approximate is given.",
    )
    .requiredOption("--out <file>", "the .npz to write; it appears whole or not at all")
    .option("--k <n>", "neighbours of each vector; all others when there are fewer (default: 20)")
    .option("--metric <metric>", "euclidean or cosine (1 minus the cosine) (default: euclidean)")
    .option("--approximate", "miss a few neighbours, in much less time when there are very many vectors")
    .option("--seed <n>", "seed of the approximate search (default: 1)")
    .addHelpText("after", examples);
  addVectorOptions(command).action(async (options: unknown) => {
    const { k, metric, approximate, out, ...request } = parseOptions(NeighbourOptions, options);
    const graph = await onVectors(request, terminal, async ({ vectors }, context) => {
      requireFiniteVectors(vectors);
      const { kernels, step } = methodRun(context);
      const found = approximate
        ? await approximateNeighbours(vectors, k, { metric, seed: context.seed, step })
        : await nearestNeighbours(vectors, k, { metric, kernels, step });
      return { ...found, rows: vectors.rows };
    });
    const shape = [graph.rows, graph.count];
    const arrays = { indices: { shape, data: graph.indices }, distances: { shape, data: graph.distances } };
    await writeWhole(out, encodeNpz(arrays), terminal.cwd);
    const answer = { rows: graph.rows, k: graph.count, metric, isExact: !approximate, out };
    terminal.print(
      request.json
        ? JSON.stringify(answer)
        : `${countOf(graph.count, "neighbour")} of each of ${countOf(graph.rows, "vector")} in ${out}`,
    );
  });
}

const examples = `
Examples:
  $ imantics neighbours --vectors x.npy --k 20 --out graph.npz
  $ imantics neighbours --vectors x.npy --metric cosine --approximate --out graph.npz`;
