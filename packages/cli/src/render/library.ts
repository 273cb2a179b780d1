/** The library in words: how much, from where, seen by which encoder, grouped how. */
import type { ClusteringRecord, LibrarySummary } from "@imantics/engine";
import { countOf, formatBytes, formatCount } from "./numbers.ts";
import { renderTable } from "./table.ts";

export function describeLibrary(
  { location, counts, sources, encoder, isReadOnly }: LibrarySummary,
  clusterings: readonly ClusteringRecord[],
): string {
  const away = counts.images - counts.available;
  const facts = [
    ["library", `${location}${isReadOnly ? " (opened for reading)" : ""}`],
    [
      "images",
      formatCount(counts.images) + (away > 0 ? `, ${formatCount(away)} of them not there at present` : ""),
    ],
    ["size", formatBytes(counts.sizeBytes)],
    ["failures", formatCount(counts.failures)],
    ["encoder", `${encoder.title}. ${encoder.quality}`],
    ...(encoder.advice === null ? [] : [["", encoder.advice]]),
    ...sources.map((source, i) => [i === 0 ? "sources" : "", source.location]),
  ];
  const rows = clusterings.map((one) => [
    one.id,
    one.method,
    countOf(one.clusterCount, "cluster"),
    one.createdAt.slice(0, 16).replace("T", " "),
    one.isPromoted ? "shown first" : "",
  ]);
  return [renderTable(facts), ...(rows.length > 0 ? ["", "Clusterings", renderTable(rows)] : [])].join("\n");
}
