/** The figures of a clustering in words: what each means in one line, and which are warnings. */
import type { Clustering } from "@imantics/api";

const figures: Readonly<Record<string, readonly [title: string, meaning: string]>> = {
  silhouette: [
    "Silhouette",
    "How much closer photos are to their own cluster than to the next one: 1 is well apart, 0 is touching.",
  ],
  coverage: ["Coverage", "Share of the photos that are in a cluster."],
  largestShare: ["Largest cluster", "Share of the photos in the largest cluster."],
  singletonShare: ["Single photos", "Share of the clusters that hold only one photo."],
};

const shares = new Set(["coverage", "largestShare", "singletonShare"]);

/** The settings that were chosen, in words where there are some: `12 clusters, restarts 4`; "" for none. */
export function settingsWords({ options }: Pick<Clustering, "options">): string {
  return Object.entries(options)
    .flatMap(([name, value]) => settingWords(name, value))
    .join(", ");
}

function settingWords(name: string, value: unknown): string[] {
  if (value === null || value === undefined || value === false) return [];
  if (name === "clusterCount") return [value === 1 ? "1 cluster" : `${value} clusters`];
  if (name === "setOutliersApart") return ["outliers left out"];
  const words = plainName(name).toLowerCase();
  if (typeof value === "number") return [`${words} ${Number(value.toPrecision(3))}`];
  return [value === true ? words : `${words} ${String(value)}`];
}

export interface QualityFigure {
  readonly name: string;
  readonly title: string;
  readonly meaning: string;
  readonly value: string;
}

export function qualityFigures({ quality }: Clustering): QualityFigure[] {
  return Object.entries(quality).flatMap(([name, value]) => {
    if (typeof value !== "number") return [];
    const [title, meaning] = figures[name] ?? [plainName(name), ""];
    const shown = shares.has(name) ? `${Math.round(value * 100)} %` : value.toFixed(2);
    return [{ name, title, meaning, value: shown }];
  });
}

/** What makes the clustering of little use whatever its figures: "one giant cluster". */
export function warnings({ quality }: Clustering): string[] {
  return Object.entries(quality).flatMap(([name, value]) =>
    value === true ? [plainName(name).toLowerCase()] : [],
  );
}

/** 0..1 for the bar on a card; null when it cannot be measured. */
export function validity({ quality }: Clustering): number | null {
  const { silhouette } = quality;
  return typeof silhouette === "number" ? Math.max(0, silhouette) : null;
}

/** "largestShare" or "one-giant-cluster" as words. */
export function plainName(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll(/[-_]/g, " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
