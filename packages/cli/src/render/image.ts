/** One image in words: what the camera said, where it lies, what it was grouped with. */
import type { ClusterRecord, ImageEntry } from "@imantics/engine";
import { nameOf } from "../clustering-rows.ts";
import { formatBytes } from "./numbers.ts";
import { renderTable } from "./table.ts";

export function describeImage(
  image: ImageEntry,
  clusters: readonly (ClusterRecord & { readonly strength: number })[],
): string {
  const place =
    image.latitude === null || image.longitude === null
      ? null
      : `${image.latitude.toFixed(5)}, ${image.longitude.toFixed(5)}`;
  const facts: (readonly [string, string | null])[] = [
    ["image", image.id],
    ["size", `${image.width} × ${image.height}, ${image.format}, ${formatBytes(image.sizeBytes)}`],
    ["taken", image.takenAt],
    ["camera", image.camera],
    ["place", place],
    ["state", image.isAvailable ? null : "its file is not there at present"],
    ...image.paths.map((path, i) => [i === 0 ? "path" : "", path] as const),
    ...clusters.map((cluster, i) => {
      const text = `${nameOf(cluster)} (strength ${cluster.strength.toFixed(2)}, cluster ${cluster.id})`;
      return [i === 0 ? "in" : "", text] as const;
    }),
  ];
  return renderTable(facts.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}
