/**
 * Networks of the source documents whose vector is a layer of theirs: classifiers cut before their
 * last layer, and self-supervised ones cut before the head that only training needs.
 *
 * Sizes and scales are those of the weights that the repository holds, or, for files that a person brings,
 * of the usual PyTorch export; options of `imantics models import` overrule them.
 */
import type { GraphForm, Licence, ModelEntry, ModelSource } from "../model-entry.ts";
import { APACHE, file } from "./shared.ts";

const imagenet = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] } as const;
/** Pixels of -1..1, as the networks from Google want them. */
const centred = { mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5] } as const;

const lastBefore = (name: string): GraphForm["layer"] => ({ name, take: "last" });
/** What a self-supervised network is for: the layer before the projection that its loss looks at. */
const beforeHead: GraphForm["layer"] = { name: "avg_pool", take: "first" };

const brought: ModelSource = { kind: "bring" };
const broughtLicence: Licence = {
  id: "unknown",
  isFreeForAnyUse: false,
  note: "The licence is that of the weights you bring.",
};

/** `bytes` is an estimate; the repository is the ONNX Model Zoo's, one file named like itself. */
function zoo(name: string, bytes: number): ModelSource {
  const fp32 = [file(`${name}.onnx`, bytes)];
  return {
    kind: "hub",
    repository: `onnxmodelzoo/${name}`,
    revision: "main",
    common: [],
    variants: { fp32 },
    defaultVariant: "fp32",
  };
}

interface Row extends Pick<ModelEntry, "id" | "title" | "family" | "dimension" | "goodFor" | "quality"> {
  readonly form: GraphForm;
  /** Default: a person brings the file. */
  readonly source?: ModelSource;
}

/** Published accuracies name ImageNet's thousand classes: top-1 on the validation pictures. */
const rows: readonly Row[] = [
  {
    id: "resnet-50",
    title: "ResNet-50",
    family: "ResNet",
    source: zoo("resnet50_Opset17_torch_hub", 102_000_000),
    dimension: 2048,
    form: { size: 224, ...imagenet, layer: lastBefore("avg_pool") },
    goodFor: "The network that most papers on clustering start from; takes no words.",
    quality: "Names 76 % of ImageNet, as published.",
  },
  {
    id: "densenet-121",
    title: "DenseNet-121",
    family: "DenseNet",
    source: zoo("densenet121_Opset18_timm", 32_000_000),
    dimension: 1024,
    form: { size: 224, ...imagenet, layer: lastBefore("avg_pool") },
    goodFor: "Likeness of pictures with few weights; a member of ensembles; takes no words.",
    quality: "Names 75 % of ImageNet, as published.",
  },
  {
    id: "inception-v3",
    title: "Inception V3",
    family: "Inception",
    source: zoo("inception_v3_Opset17_timm", 95_000_000),
    dimension: 2048,
    form: { size: 299, ...centred, layer: lastBefore("avg_pool") },
    goodFor: "Likeness of pictures, looks at 299 pixels; takes no words.",
    quality: "Names 77 % of ImageNet, as published.",
  },
  {
    id: "inception-resnet-v2",
    title: "Inception-ResNet V2",
    family: "Inception",
    source: zoo("inception_resnet_v2_Opset18", 224_000_000),
    dimension: 1536,
    form: { size: 299, ...centred, layer: lastBefore("avg_pool") },
    goodFor: "Likeness of pictures, looks at 299 pixels; a member of ensembles; takes no words.",
    quality: "Names 80 % of ImageNet, as published.",
  },
  {
    id: "alexnet",
    title: "AlexNet",
    family: "AlexNet",
    source: zoo("alexnet_Opset17", 244_000_000),
    dimension: 4096,
    form: { size: 224, ...imagenet, layer: lastBefore("fc7") },
    goodFor: "Comparisons with the beginnings of deep clustering; takes no words.",
    quality: "Names 57 % of ImageNet, as published.",
  },
  {
    id: "vgg16",
    title: "VGG16",
    family: "VGG",
    dimension: 4096,
    form: { size: 224, ...imagenet, layer: lastBefore("fc2") },
    goodFor: "Comparisons with older work; large, slow, takes no words.",
    quality: "Names 72 % of ImageNet, as published.",
  },
  {
    id: "vgg19",
    title: "VGG19",
    family: "VGG",
    dimension: 4096,
    form: { size: 224, ...imagenet, layer: lastBefore("fc2") },
    goodFor: "Comparisons with older work; large, slow, takes no words.",
    quality: "Names 72 % of ImageNet, as published.",
  },
  {
    id: "xception",
    title: "Xception",
    family: "Inception",
    dimension: 2048,
    form: { size: 299, ...centred, layer: lastBefore("avg_pool") },
    goodFor: "Likeness of pictures, looks at 299 pixels; takes no words.",
    quality: "Names 79 % of ImageNet, as published.",
  },
  {
    id: "moco-resnet-50",
    title: "MoCo v2 ResNet-50",
    family: "MoCo",
    dimension: 2048,
    form: { size: 224, ...imagenet, layer: beforeHead },
    goodFor: "Likeness of pictures, learned without labels; neighbours for SCAN; takes no words.",
    quality: "71 % of ImageNet by a linear classifier on top, as published.",
  },
  {
    id: "simclr-resnet-50",
    title: "SimCLR ResNet-50",
    family: "SimCLR",
    dimension: 2048,
    // Its pictures are 0..1, as its authors feed them.
    form: { size: 224, mean: [0, 0, 0], deviation: [1, 1, 1], layer: beforeHead },
    goodFor: "Likeness of pictures, learned without labels; neighbours for SCAN; takes no words.",
    quality: "69 % of ImageNet by a linear classifier on top, as published.",
  },
];

export const layerModels: readonly ModelEntry[] = rows.map(({ form, source = brought, ...row }) => ({
  ...row,
  loader: "onnx",
  source,
  licence:
    source.kind === "bring"
      ? broughtLicence
      : {
          ...APACHE,
          note: "Licence of the ONNX Model Zoo; that of the training pictures is another matter.",
        },
  pooling: "projection",
  graph: form,
  text: null,
  prompts: [],
}));
