/** Models whose space takes words and pictures, best first. */
import type { ModelEntry } from "../model-entry.ts";
import { APACHE, clipPrompts, clipText, file, MIT, visionFiles } from "./shared.ts";

const siglipPrompts = ["This is a photo of {}.", "{}"];

const clipTokenizer = file(
  "tokenizer.json",
  2_224_119,
  "f7f3b7af117d467b58374797691a6438d3e6b9e9cef800dfd5dced7f697a90cd",
);
const clipFiles = [...visionFiles, file("tokenizer_config.json", 1_000), clipTokenizer];
/** The tokenizer of CLIP where it was not proved that a repository holds the same bytes. */
const unprovedClipFiles = [
  ...visionFiles,
  file("tokenizer_config.json", 1_000),
  file("tokenizer.json", 2_224_119),
];

export const wordModels: readonly ModelEntry[] = [
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
    graph: null,
    text: { maxTokens: 64, padding: "full", lowersCase: true },
    prompts: siglipPrompts,
    goodFor: "Words and pictures in many languages; the best text search of this list.",
    quality: "About 78 % of ImageNet named without training, as published.",
  },
  {
    id: "clip-vit-large-patch14",
    title: "CLIP ViT-L/14",
    family: "CLIP",
    loader: "clip",
    source: {
      kind: "hub",
      repository: "Xenova/clip-vit-large-patch14",
      revision: "main",
      common: unprovedClipFiles,
      variants: {
        fp32: [file("onnx/vision_model.onnx", 1_220_000_000), file("onnx/text_model.onnx", 495_000_000)],
        q8: [
          file("onnx/vision_model_quantized.onnx", 307_000_000),
          file("onnx/text_model_quantized.onnx", 125_000_000),
        ],
      },
      defaultVariant: "fp32",
    },
    licence: MIT,
    dimension: 768,
    pooling: "projection",
    graph: null,
    text: clipText,
    prompts: clipPrompts,
    goodFor: "Words and pictures; the largest CLIP here, slow without a graphics card.",
    quality: "About 75 % of ImageNet named without training, as published.",
  },
  {
    id: "mobileclip-s2",
    title: "MobileCLIP-S2",
    family: "MobileCLIP",
    loader: "clip",
    source: {
      kind: "hub",
      repository: "Xenova/mobileclip_s2",
      revision: "main",
      common: unprovedClipFiles,
      variants: {
        fp32: [file("onnx/vision_model.onnx", 143_000_000), file("onnx/text_model.onnx", 254_000_000)],
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
    graph: null,
    // Its text tower looks both ways, so padding is part of what it was trained on.
    text: { maxTokens: 77, padding: "full", lowersCase: true },
    prompts: clipPrompts,
    goodFor: "Words and pictures; nearly as good as large models at a fraction of the work.",
    quality: "About 74 % of ImageNet named without training, as published.",
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
      common: unprovedClipFiles,
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
    graph: null,
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
    graph: null,
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
    graph: null,
    text: clipText,
    prompts: clipPrompts,
    goodFor: "Words and pictures, fast; the model most tools are compared with.",
    quality: "About 63 % of ImageNet named without training, as published.",
  },
];
