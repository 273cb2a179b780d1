/**
 * With which settings a method is drawn: its defaults, but for what no method can know in the plane:
 * how many groups are wanted, and how far a neighbourhood reaches.
 */
import type { ClusterMethod, OptionDescriptor, OptionValues } from "@imantics/core";
import type { DrawnSet } from "./data-sets.ts";

const groupCounts: Readonly<Record<DrawnSet["name"], number>> = { blobs: 4, rings: 3 };

/** Told to every method that has an option of this name and this kind. */
const told: Readonly<Record<string, (set: DrawnSet["name"]) => number>> = {
  clusterCount: (set) => groupCounts[set],
  eps: () => 0.45,
  bandwidth: (set) => (set === "blobs" ? 1.3 : 1),
  minClusterSize: () => 15,
};

/** Settings of methods whose own default is made for photos by the thousand, not for some hundred points. */
const ofMethods: Readonly<Record<string, OptionValues>> = {
  agglomerative: { linkage: "ward" },
  hdbscan: { minSamples: 5 },
  optics: { minSamples: 15, minClusterSize: 40 },
};

export function settingsFor({ id, options }: ClusterMethod, set: DrawnSet["name"]): OptionValues {
  const given = options.flatMap(({ name }: OptionDescriptor) => {
    const value = told[name]?.(set);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(given), ...ofMethods[id] };
}
