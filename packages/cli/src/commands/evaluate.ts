/** `imantics evaluate`: how well one label file agrees with another, joined by id. */
import { resolve } from "node:path";
import {
  type AgreementReport,
  agreementMetrics,
  agreementReport,
  classification,
  clusteringShape,
  joinById,
  matchedConfusion,
} from "@imantics/core";
import { ImanticsError, readLabels } from "@imantics/engine";
import type { Command } from "commander";
import { z } from "zod";
import { parseOptions } from "../library-options.ts";
import { countOf } from "../render/numbers.ts";
import { renderTable } from "../render/table.ts";
import type { Terminal } from "../terminal.ts";

const EvaluateOptions = z.object({
  truth: z.string().min(1),
  predicted: z.string().min(1),
  seed: z.coerce.number().int().default(0),
  json: z.boolean().default(false),
});

export function addEvaluateCommand(program: Command, terminal: Terminal): void {
  program
    .command("evaluate")
    .summary("measure how well clusters agree with known labels")
    .description(
      "Reads two CSV files with columns id and label and joins them by id; ids that are in one file only " +
        "are an error. A predicted label of -1, or none, is noise. Beside every figure stands what it is " +
        "after shuffling the labels: what chance alone reaches.",
    )
    .requiredOption("--truth <file>", "the known labels")
    .requiredOption("--predicted <file>", "the clusters, e.g. of cluster --vectors x.npy --out labels.csv")
    .option("--seed <n>", "seed of the shuffling (default: 0)")
    .option("--json", "answer in JSON on stdout, for scripts")
    .addHelpText("after", examples)
    .action(async (options: unknown) => {
      const { truth, predicted, seed, json } = parseOptions(EvaluateOptions, options);
      const report = evaluate(
        joined(
          await readLabels(resolve(terminal.cwd, truth)),
          await readLabels(resolve(terminal.cwd, predicted)),
        ),
        seed,
      );
      terminal.print(json ? JSON.stringify(report) : describe(report));
    });
}

const examples = `
Examples:
  $ imantics evaluate --truth truth.csv --predicted labels.csv
  $ imantics evaluate --truth truth.csv --predicted labels.csv --json | jq .asSingletons.adjustedRandIndex`;

type Labels = ReadonlyMap<string, string>;

function joined(
  truth: Labels,
  predicted: Labels,
): { truth: readonly string[]; predicted: readonly string[] } {
  const nameless = [...truth].find(([, label]) => label === "");
  if (nameless !== undefined) {
    throw new ImanticsError(
      "table-invalid",
      `The true label of "${nameless[0]}" is empty. Every id of the truth needs its label; leave it out of both files.`,
    );
  }
  try {
    return joinById(truth, predicted);
  } catch (cause) {
    throw cause instanceof RangeError ? new ImanticsError("labels-differ", cause.message, { cause }) : cause;
  }
}

/** Documented in docs/cli.md; fields that are there never change. */
function evaluate({ truth, predicted }: ReturnType<typeof joined>, seed: number) {
  const assignment = numbered(predicted);
  const { accuracy, macro, perClass } = classification(matchedConfusion(truth, assignment));
  return {
    items: truth.length,
    classes: new Set(truth).size,
    clusters: new Set(assignment.filter((label) => label >= 0)).size,
    noise: assignment.filter((label) => label < 0).length,
    flags: clusteringShape(assignment).flags,
    ...agreementReport(truth, assignment, seed),
    matched: { accuracy, macro, perClass },
  };
}

/** Labels of any kind → cluster numbers in order of appearance; noise is -1. */
function numbered(labels: readonly string[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(labels, (label) => {
    if (label === "" || label === "-1" || label === "-1.0") return -1;
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    return number;
  });
}

function describe(report: ReturnType<typeof evaluate>): string {
  const { items, classes, clusters, noise, flags } = report;
  const columns = ["asSingletons", "covered", "shuffled"] as const satisfies (keyof AgreementReport)[];
  const rows = agreementMetrics.map(({ id, title }) => [
    title,
    ...columns.map((kind) => report[kind][id].toFixed(3)),
  ]);
  return [
    `${countOf(items, "label")}: ${countOf(classes, "class", "classes")}, ${countOf(clusters, "cluster")}, ` +
      `${(100 * report.coverage).toFixed(1)} % in clusters, ${noise} noise`,
    ...flags.map((flag) => `beware: ${flag}`),
    renderTable([["", "noise as singletons", "covered only", "shuffled"], ...rows], [1, 2, 3]),
  ].join("\n");
}
