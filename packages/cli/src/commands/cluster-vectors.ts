/** `imantics cluster --vectors`: groups the rows of a file by one method, without a library. */
import { resolve } from "node:path";
import { type Clustering, clusterMethod, readOptions, type Suggestion, suggest } from "@imantics/core";
import { readRowPairs, type VectorTable } from "@imantics/engine";
import { labelLines, labelsToJson, noiseClause, tableOfSizes } from "../label-table.ts";
import { chosenMethod } from "../method-options.ts";
import { saveModel } from "../model-file.ts";
import { onVectors } from "../on-vectors.ts";
import { countOf, formatCount } from "../render/numbers.ts";
import type { Terminal } from "../terminal.ts";
import { writeWhole } from "../write-whole.ts";

export interface ClusterVectors {
  readonly vectors: string;
  /** `auto` chooses method and settings from the vectors. */
  readonly method: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly json: boolean;
  readonly out?: string | undefined;
  /** A file for what was learned, which `imantics assign` reads. */
  readonly saveModel?: string | undefined;
  /** A file of row pairs that have to be in one cluster. */
  readonly mustLink?: string | undefined;
  /** A file of row pairs that may not be in one cluster. */
  readonly cannotLink?: string | undefined;
}

export async function clusterVectors(request: ClusterVectors, terminal: Terminal): Promise<void> {
  const { method: id, options: settings } = request;
  if (id !== "auto") chosenMethod(() => clusterMethod(id), settings);
  const { table, choice, clustering } = await onVectors(request, terminal, async (table, context) => {
    const choice =
      id === "auto" ? await suggest(table.vectors, context) : { method: id, options: {}, reasons: [] };
    const options = { ...choice.options, ...settings };
    const method = chosenMethod(() => clusterMethod(choice.method), options);
    const pairs = async (file: string | undefined) =>
      file === undefined ? [] : readRowPairs(resolve(terminal.cwd, file));
    const constraints = {
      mustLink: await pairs(request.mustLink),
      cannotLink: await pairs(request.cannotLink),
    };
    const clustering = await method.cluster(table.vectors, options, { ...context, constraints });
    return { table, choice: { ...choice, options }, clustering };
  });
  if (request.out !== undefined)
    await writeWhole(request.out, labelLines(clustering, table.ids), terminal.cwd);
  if (request.saveModel !== undefined) await saveModel(request.saveModel, clustering.fitted, terminal.cwd);
  if (request.json) terminal.print(JSON.stringify(toJson(clustering, choice, table, request.seed)));
  else terminal.print(describe(clustering, choice));
}

type Choice = Pick<Suggestion, "method" | "options" | "reasons">;

/** Documented in docs/cli.md; these fields never change. */
function toJson(
  clustering: Clustering,
  { method, options, reasons }: Choice,
  { ids }: VectorTable,
  seed: number,
) {
  const { inertia, iterations } = clustering;
  return {
    method,
    options,
    seed,
    reasons,
    ...labelsToJson(clustering, ids),
    ...(inertia === undefined ? {} : { inertia }),
    ...(iterations === undefined ? {} : { iterations }),
  };
}

function describe(clustering: Clustering, { method, options, reasons }: Choice): string {
  const { assignment, clusterCount } = clustering;
  const groups = `${countOf(clusterCount, "cluster")} of ${countOf(assignment.length, "vector")}`;
  return [
    `${groups} by ${method}${noiseClause(clustering)}`,
    ...reasons,
    ...fewerThanAsked(clusterCount, method, options),
    tableOfSizes(clustering),
  ].join("\n");
}

/** Copies of a vector are never told apart, so a file of many copies may hold fewer clusters than were asked for. */
function fewerThanAsked(found: number, method: string, options: Choice["options"]): string[] {
  const { clusterCount: asked } = readOptions(clusterMethod(method).options, options);
  if (typeof asked !== "number" || found >= asked) return [];
  return [`${formatCount(asked)} were asked for; no more than ${formatCount(found)} could be told apart.`];
}
