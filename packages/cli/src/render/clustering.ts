/** A clustering on a screen: why it looks as it does, then its clusters, largest first. */
import type { ClusteringRecord, ClusterRecord } from "@imantics/engine";
import { nameOf } from "../clustering-rows.ts";
import { countOf, formatCount } from "./numbers.ts";
import { renderTable } from "./table.ts";

export function describeClustering({
  clustering,
  clusters,
}: {
  readonly clustering: ClusteringRecord;
  readonly clusters: readonly ClusterRecord[];
}): string {
  const { clusterCount, noiseCount, regionCount, method, reasons, id } = clustering;
  const apart = noiseCount > 0 ? `, ${formatCount(noiseCount)} set apart` : "";
  const rows = clusters.map((cluster) => [formatCount(cluster.size), nameOf(cluster), cluster.id]);
  return [
    `${countOf(clusterCount, "cluster")} of ${countOf(regionCount, "image")} by ${method}${apart} (clustering ${id})`,
    ...reasons.map((reason) => `  ${reason}`),
    ...(rows.length > 0 ? ["", renderTable(rows, [0])] : []),
  ].join("\n");
}
