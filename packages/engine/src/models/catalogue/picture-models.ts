/** Vision transformers trained without labels: likeness of pictures, no words. Best first. */
import type { ModelEntry } from "../model-entry.ts";
import { APACHE, file, visionFiles } from "./shared.ts";

export const pictureModels: readonly ModelEntry[] = [
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
    graph: null,
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
    graph: null,
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
    graph: null,
    text: null,
    prompts: [],
    goodFor: "Likeness of pictures, of parts too; slow for its size, takes no words.",
    quality: "About 78 % of ImageNet right by nearest neighbours, as published.",
  },
];
