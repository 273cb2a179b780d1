/** `imantics suggest`: with which settings to cluster the vectors of a file, and why. */
import {
  type Candidate,
  clusterMethod,
  type MethodSuggestions,
  type Suggestion,
  suggest,
  suggestFor,
} from "@imantics/core";
import type { Command } from "commander";
import { z } from "zod";
import { parseOptions } from "../library-options.ts";
import { chosenMethod, MethodOptions } from "../method-options.ts";
import { addVectorOptions, onVectors, VectorOptions } from "../on-vectors.ts";
import type { Terminal } from "../terminal.ts";

const SuggestOptions = VectorOptions.extend(MethodOptions.shape).extend({
  method: z.string().min(1).default("auto"),
});

export function addSuggestCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("suggest")
    .summary("find settings to cluster the vectors of a file with")
    .description(
      "Looks for structure in the vectors, tries settings on a sample, and says which are worth taking and " +
        "why; or that there is no structure. Without --method it chooses the method too.",
    )
    .option("--method <id>", "a method of cluster --list-methods (default: auto)")
    .option("--options <json>", "settings of the method to keep, as a JSON object")
    .option("--seed <n>", "seed of the samples (default: 1)")
    .addHelpText("after", examples);
  addVectorOptions(command).action(async (options: unknown) => {
    const { method: id, options: kept, ...request } = parseOptions(SuggestOptions, options);
    if (id !== "auto") chosenMethod(() => clusterMethod(id), kept);
    const answer = await onVectors(request, terminal, async ({ vectors }, context) =>
      id === "auto"
        ? fromSuggestion(await suggest(vectors, context))
        : suggestFor(id, vectors, context, kept),
    );
    terminal.print(request.json ? JSON.stringify(answer) : describe(answer));
  });
}

const examples = `
Examples:
  $ imantics suggest --vectors x.npy
  $ imantics suggest --vectors x.npy --method hdbscan --json | jq .candidates[0].options`;

type Answer = Omit<MethodSuggestions, "candidates"> & {
  /** The choice of a method has reasons but no score: it was not held against other methods. */
  readonly candidates: readonly (Pick<Candidate, "options" | "reason"> & Partial<Candidate>)[];
};

/** In the shape of the candidates for one method: documented in docs/cli.md. */
function fromSuggestion({ structure, method, options, reasons }: Suggestion): Answer {
  const hasStructure = structure !== "none";
  const [reason = ""] = reasons;
  return { method, hasStructure, candidates: hasStructure ? [{ options, reason }] : [], reasons };
}

function describe({ method, candidates, reasons }: Answer): string {
  const lines = candidates.flatMap(({ options, reason, score, scoredBy }) => [
    `${method} ${JSON.stringify(options)}`,
    ...(score === undefined ? [] : [`  ${scoredBy} ${score.toFixed(3)}. ${reason}`]),
  ]);
  return [...reasons, ...lines].join("\n");
}
