/** The figures as a table that a person reads. */
import type { Likeness, Naming, Retrieval } from "./measures.ts";

export interface Figures {
  readonly caltechLikeness: Likeness;
  readonly imagenetteLikeness: Likeness;
  readonly flickr: Retrieval;
  readonly caltechNames: Naming;
  readonly imagenetteNames: Naming;
  readonly pacsNames: Naming;
  /** Process CPU a picture, from decoded preview to vector; absent where it means nothing. */
  readonly cpuMsPerImage?: number;
  readonly cpuMsPerText?: number;
}

export interface Report {
  readonly pools: Readonly<Record<string, number>>;
  readonly methods: Readonly<Record<string, Figures>>;
  readonly plainRecipeRidge: number;
  readonly machine: Readonly<Record<string, string | number>>;
}

const lines: readonly [string, (figures: Figures) => string][] = [
  [
    "Caltech-101, nearest other picture has the same class",
    ({ caltechLikeness: it }) => withError(it.nearest, it.nearestError),
  ],
  ["Caltech-101, mAP", ({ caltechLikeness: it }) => share(it.meanAveragePrecision)],
  [
    "Imagenette, nearest other picture",
    ({ imagenetteLikeness: it }) => withError(it.nearest, it.nearestError),
  ],
  ["Imagenette, mAP", ({ imagenetteLikeness: it }) => share(it.meanAveragePrecision)],
  ["Flickr8k caption to photo, R@1", ({ flickr }) => share(flickr.recallAt1)],
  ["Flickr8k caption to photo, R@5", ({ flickr }) => share(flickr.recallAt5)],
  ["Flickr8k caption to photo, R@10", ({ flickr }) => withError(flickr.recallAt10, flickr.recallAt10Error)],
  ["Caltech-101 by name, first / first five", ({ caltechNames }) => pair(caltechNames)],
  ["Imagenette by name (classes the networks know)", ({ imagenetteNames }) => pair(imagenetteNames)],
  ["PACS by name, all four styles", ({ pacsNames }) => pair(pacsNames)],
  ["CPU-ms an image", ({ cpuMsPerImage }) => cpuMsPerImage?.toFixed(1) ?? ""],
  ["CPU-ms a text", ({ cpuMsPerText }) => cpuMsPerText?.toFixed(1) ?? ""],
];

export function renderReport({ pools, methods, plainRecipeRidge, machine }: Report): string {
  const names = Object.keys(methods);
  const table = [
    `| | ${names.join(" | ")} |`,
    `|---|${names.map(() => "---|").join("")}`,
    ...lines.map(([title, cell]) => `| ${title} | ${Object.values(methods).map(cell).join(" | ")} |`),
  ];
  return `# Embedded encoder: figures

Made by \`npx tsx --conditions=source evals/embedded-encoder/main.ts\` from \`../shared/data\`.
± is one standard deviation by bootstrap (pictures drawn again). Chance: the same measures on random vectors.

${table.join("\n")}

Pools: ${Object.entries(pools)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ")}.
Nothing was fitted on these pictures, but settings of the two tiers were chosen with their figures in sight, so the lead
over the plain recipe is somewhat optimistic (docs/embedded-encoder.md, "What this can bear").
The plain recipe's ridge, chosen on pictures that are not reported on: ${plainRecipeRidge}.
Machine: ${Object.values(machine).join(", ")}; not quiet, so CPU times are upper bounds.
`;
}

function share(value: number): string {
  return value.toFixed(3);
}

function withError(value: number, error: number): string {
  return `${share(value)} ± ${share(error)}`;
}

function pair({ top1, top5 }: Naming): string {
  return `${share(top1)} / ${share(top5)}`;
}
