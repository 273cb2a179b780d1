/** Labels of the rows of a file, as `cluster --vectors` and `assign` tell them. */
import { csvLine } from "./render/csv.ts";
import { formatCount } from "./render/numbers.ts";
import { renderTable } from "./render/table.ts";

/** One label a row; -1 is noise. */
export interface RowLabels {
  readonly assignment: Int32Array;
  readonly strength: Float32Array;
  readonly clusterCount: number;
}

/** Documented in docs/cli.md; these fields never change. Labels and strengths in the order of the rows. */
export function labelsToJson(
  { assignment, strength, clusterCount }: RowLabels,
  ids: readonly string[] | null,
) {
  return {
    clusters: clusterCount,
    noise: noiseCount(assignment),
    sizes: sizesOf(assignment, clusterCount),
    labels: Array.from(assignment),
    strengths: Array.from(strength),
    ...(ids === null ? {} : { ids }),
  };
}

export function tableOfSizes({ assignment, clusterCount }: RowLabels): string {
  const rows = sizesOf(assignment, clusterCount).map((size, cluster) => [String(cluster), formatCount(size)]);
  return renderTable([["cluster", "vectors"], ...rows], [0, 1]);
}

/** ", 3 left out as noise", or nothing. */
export function noiseClause({ assignment }: RowLabels): string {
  const noise = noiseCount(assignment);
  return noise === 0 ? "" : `, ${formatCount(noise)} left out as noise`;
}

/** A label file that `imantics evaluate` reads; rows without an id go by their number, from 0. */
export async function* labelLines(
  { assignment, strength }: RowLabels,
  ids: readonly string[] | null,
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
