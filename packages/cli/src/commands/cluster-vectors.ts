/** `imantics cluster --vectors`: groups the rows of a file by one method, without a library. */
import { resolve } from "node:path";
import { type Clustering, clusterMethod, readOptions, type Suggestion, suggest } from "@imantics/core";
import { readRowPairs, type VectorTable } from "@imantics/engine";
import { chosenMethod } from "../method-options.ts";
import { onVectors } from "../on-vectors.ts";
import { csvLine } from "../render/csv.ts";
import { countOf, formatCount } from "../render/numbers.ts";
import { renderTable } from "../render/table.ts";
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
  if (request.out !== undefined) await writeWhole(request.out, labelLines(clustering, table), terminal.cwd);
  if (request.json) terminal.print(JSON.stringify(toJson(clustering, choice, table, request.seed)));
  else terminal.print(describe(clustering, choice));
}

type Choice = Pick<Suggestion, "method" | "options" | "reasons">;

/** Documented in docs/cli.md; these fields never change. Labels and strengths in the order of the rows. */
function toJson(
  { assignment, strength, clusterCount, inertia, iterations }: Clustering,
  { method, options, reasons }: Choice,
  { ids }: VectorTable,
  seed: number,
) {
  return {
    method,
    options,
    seed,
    reasons,
    clusters: clusterCount,
    noise: noiseCount(assignment),
    sizes: sizesOf(assignment, clusterCount),
    labels: Array.from(assignment),
    strengths: Array.from(strength),
    ...(ids === null ? {} : { ids }),
    ...(inertia === undefined ? {} : { inertia }),
    ...(iterations === undefined ? {} : { iterations }),
  };
}

function describe({ assignment, clusterCount }: Clustering, { method, options, reasons }: Choice): string {
  const noise = noiseCount(assignment);
  const apart = noise === 0 ? "" : `, ${formatCount(noise)} left out as noise`;
  const rows = sizesOf(assignment, clusterCount).map((size, cluster) => [String(cluster), formatCount(size)]);
  return [
    `${countOf(clusterCount, "cluster")} of ${countOf(assignment.length, "vector")} by ${method}${apart}`,
    ...reasons,
    ...fewerThanAsked(clusterCount, method, options),
    renderTable([["cluster", "vectors"], ...rows], [0, 1]),
  ].join("\n");
}

/** Copies of a vector are never told apart, so a file of many copies may hold fewer clusters than were asked for. */
function fewerThanAsked(found: number, method: string, options: Choice["options"]): string[] {
  const { clusterCount: asked } = readOptions(clusterMethod(method).options, options);
  if (typeof asked !== "number" || found >= asked) return [];
  return [`${formatCount(asked)} were asked for; no more than ${formatCount(found)} could be told apart.`];
}

/** A label file that `imantics evaluate` reads; rows without an id go by their number, from 0. */
async function* labelLines(
  { assignment, strength }: Clustering,
  { ids }: VectorTable,
): AsyncIterable<string> {
  yield csvLine(["id", "label", "strength"]);
  for (const [row, label] of assignment.entries()) {
    yield csvLine([ids?.[row] ?? row, label, strength[row] ?? 0]);
  }
}

function noiseCount(assignment: Int32Array): number {
  return assignment.reduce((count, label) => count + (label < 0 ? 1 : 0), 0);
}

function sizesOf(assignment: Int32Array, clusterCount: number): number[] {
  const sizes = new Array<number>(clusterCount).fill(0);
  for (const label of assignment) if (label >= 0) sizes[label] = (sizes[label] ?? 0) + 1;
  return sizes;
}
