/** Descriptors that need no weights. What they are worth was measured by `evals/classical-descriptors.ts`. */
import type { ModelEntry } from "../model-entry.ts";
import { APACHE } from "./shared.ts";

interface Row extends Pick<ModelEntry, "id" | "title" | "dimension" | "goodFor"> {
  /** Share of pictures whose nearest other one has the same of 51 labels. */
  readonly nearestAgrees: number;
}

const chance = 0.015;
const rows: readonly Row[] = [
  {
    id: "hog",
    title: "Histograms of oriented gradients",
    dimension: 1764,
    goodFor: "Shapes seen from the same side, whatever the light and colour; takes no words.",
    nearestAgrees: 0.235,
  },
  {
    id: "pixels",
    title: "Raw pixels",
    dimension: 768,
    goodFor: "Pictures that are the same but for size, light or format; takes no words.",
    nearestAgrees: 0.108,
  },
  {
    id: "sobel",
    title: "Sobel edges",
    dimension: 1024,
    goodFor: "Pages, drawings and screens with the same layout; takes no words.",
    nearestAgrees: 0.098,
  },
  {
    id: "colour",
    title: "Colour histogram",
    dimension: 64,
    goodFor: "Pictures of the same colours, wherever these are; takes no words.",
    nearestAgrees: 0.069,
  },
];

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

export const classicalModels: readonly ModelEntry[] = rows.map(({ nearestAgrees, ...row }) => ({
  ...row,
  family: "Classical",
  loader: "classical",
  source: { kind: "npm", packages: ["@imantics/core"] },
  licence: APACHE,
  pooling: "descriptor",
  graph: null,
  text: null,
  prompts: [],
  quality: `Measured: the nearest picture has the same of 51 labels in ${percent(nearestAgrees)} (chance ${percent(chance)}).`,
}));
