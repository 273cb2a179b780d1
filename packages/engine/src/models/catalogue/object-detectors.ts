/**
 * The networks that find objects, best first, the one that needs no download last.
 *
 * Found, fetched and removed as encoders are (`../../models/resolve.ts`, `pull.ts`, `remove.ts`). Nothing
 * but `centernet` could be run here with its real weights: revisions are `main`, checksums null, sizes what
 * the hub's pages say, accuracies the authors'. Preparation is written down here and not read from
 * `preprocessor_config.json`, whose rules for detectors differ with every family.
 */
import type { HubFile, Licence, ModelSource, StoredModel } from "../model-entry.ts";

/** What goes into a network and how its answer is read. */
export type NetworkForm =
  | { readonly kind: "centernet" }
  /** `logits` and `pred_boxes` for a fixed number of guesses, as DETR began it. */
  | {
      readonly kind: "queries";
      readonly preparation: Preparation;
      /** `softmax` over the labels and "nothing", or each label for itself. */
      readonly scores: "softmax" | "sigmoid";
      readonly labels: "coco-80" | "coco-91";
    }
  /** Finished `boxes`, `labels` and `scores`. */
  | { readonly kind: "boxes"; readonly preparation: Preparation }
  /** As `queries`, for words that a person names: each word a text of its own, or all in one sentence. */
  | {
      readonly kind: "words";
      readonly preparation: Preparation;
      readonly reads: "separate-texts" | "one-sentence";
    };

export interface DetectorEntry extends StoredModel {
  readonly form: NetworkForm;
  /** What it is less sure of is not worth keeping, unless options say otherwise. */
  readonly minConfidence: number;
}

const APACHE: Licence = { id: "Apache-2.0", isFreeForAnyUse: true, note: null };
const MIT: Licence = { id: "MIT", isFreeForAnyUse: true, note: null };

const megabyte = 1_000_000;
const imagenet = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] };
const plain = { mean: [0, 0, 0], deviation: [1, 1, 1] };
const clip = { mean: [0.48145466, 0.4578275, 0.40821073], deviation: [0.26862954, 0.26130258, 0.27577711] };

const squeezed640: Preparation = { fit: "squeeze", side: 640, channels: "rgb", ...plain };
const detrPreparation: Preparation = {
  fit: "inside",
  shorter: 800,
  longer: 1333,
  channels: "rgb",
  ...imagenet,
};

export const detectorCatalogue: readonly DetectorEntry[] = [
  {
    id: "rtdetr-v2-r50vd",
    title: "RT-DETR v2, ResNet-50",
    source: hub("onnx-community/rtdetr_v2_r50vd-ONNX", 172, 44),
    licence: APACHE,
    form: { kind: "queries", preparation: squeezed640, scores: "sigmoid", labels: "coco-80" },
    minConfidence: 0.4,
    goodFor: "The most exact boxes of everyday things; wants a fast machine.",
    quality: "COCO AP 53.4, as published.",
  },
  {
    id: "rtdetr-v2-r18vd",
    title: "RT-DETR v2, ResNet-18",
    source: hub("onnx-community/rtdetr_v2_r18vd-ONNX", 81, 21),
    licence: APACHE,
    form: { kind: "queries", preparation: squeezed640, scores: "sigmoid", labels: "coco-80" },
    minConfidence: 0.4,
    goodFor: "Nearly as exact, a third of the work.",
    quality: "COCO AP 48.1, as published.",
  },
  {
    id: "dfine-nano",
    title: "D-FINE nano",
    source: hub("onnx-community/dfine_n_coco-ONNX", 15, 4),
    licence: APACHE,
    form: { kind: "queries", preparation: squeezed640, scores: "sigmoid", labels: "coco-80" },
    minConfidence: 0.4,
    goodFor: "Much better than the embedded detector for a download of 15 MB.",
    quality: "COCO AP 42.8, as published.",
  },
  {
    id: "detr-resnet-50",
    title: "DETR, ResNet-50",
    source: hub("Xenova/detr-resnet-50", 167, 43),
    licence: APACHE,
    form: { kind: "queries", preparation: detrPreparation, scores: "softmax", labels: "coco-91" },
    minConfidence: 0.7,
    goodFor: "Large things in crowded scenes; slow.",
    quality: "COCO AP 42.0, as published.",
  },
  {
    id: "faster-rcnn-resnet-50",
    title: "Faster R-CNN, ResNet-50",
    source: {
      kind: "hub",
      repository: "onnxmodelzoo/legacy_models",
      revision: "main",
      common: [],
      variants: {
        fp32: [
          file(
            "validated/vision/object_detection_segmentation/faster-rcnn/model/FasterRCNN-12.onnx",
            177 * megabyte,
          ),
        ],
      },
      defaultVariant: "fp32",
    },
    licence: { ...APACHE, note: "Licence of the ONNX model zoo; the original weights are MIT." },
    form: {
      kind: "boxes",
      preparation: {
        fit: "inside",
        shorter: 800,
        longer: 1333,
        sideStep: 32,
        channels: "bgr",
        // Its own scale: bytes less their mean.
        mean: [102.9801 / 255, 115.9465 / 255, 122.7717 / 255],
        deviation: [1 / 255, 1 / 255, 1 / 255],
      },
    },
    minConfidence: 0.6,
    goodFor: "The detector of the original system, to compare with it.",
    quality: "COCO AP 35, as published.",
  },
  {
    id: "yolos-tiny",
    title: "YOLOS tiny",
    source: hub("Xenova/yolos-tiny", 26, 10),
    licence: APACHE,
    form: {
      kind: "queries",
      preparation: { fit: "inside", shorter: 512, longer: 1333, channels: "rgb", ...imagenet },
      scores: "softmax",
      labels: "coco-91",
    },
    minConfidence: 0.6,
    goodFor: "A plain vision transformer as detector.",
    quality: "COCO AP 28.7, as published.",
  },
  {
    id: "owlv2-base",
    title: "OWLv2 base",
    source: hub("Xenova/owlv2-base-patch16-ensemble", 614, 155, tokenizerFiles(2.2)),
    licence: APACHE,
    form: {
      kind: "words",
      preparation: { fit: "square", side: 960, channels: "rgb", ...clip },
      reads: "separate-texts",
    },
    minConfidence: 0.25,
    goodFor: "Finds what you name, in any words.",
    quality: "Not known here: measure it on your own photos.",
  },
  {
    id: "grounding-dino-tiny",
    title: "Grounding DINO tiny",
    source: hub("onnx-community/grounding-dino-tiny-ONNX", 693, 203, tokenizerFiles(0.7)),
    licence: APACHE,
    form: { kind: "words", preparation: detrPreparation, reads: "one-sentence" },
    minConfidence: 0.3,
    goodFor: "Finds what you name, best in short phrases.",
    quality: "COCO AP 48.4 without having seen COCO, as published.",
  },
  {
    id: "centernet",
    title: "CenterNet on MobileNetV3",
    source: { kind: "npm", packages: ["@vladmandic/human"] },
    licence: MIT,
    form: { kind: "centernet" },
    minConfidence: 0.25,
    goodFor: "Everyday things, at once and with no network, in about 30 CPU-ms a picture.",
    quality: "Measured on 43 COCO photos: AP 0.26, at half overlap 0.46 (chance 0.00).",
  },
];

/** Always there. */
export const EMBEDDED_DETECTOR = "centernet";

function file(path: string, bytes: number): HubFile {
  return { path, bytes, sha256: null };
}

/** A repository in the shape of the hub; sizes in MB of the full and the quantised graph. */
function hub(
  repository: string,
  megabytes: number,
  quantisedMegabytes: number,
  common: readonly HubFile[] = [],
): ModelSource {
  return {
    kind: "hub",
    repository,
    revision: "main",
    common,
    variants: {
      fp32: [file("onnx/model.onnx", megabytes * megabyte)],
      q8: [file("onnx/model_quantized.onnx", quantisedMegabytes * megabyte)],
    },
    defaultVariant: "fp32",
  };
}

function tokenizerFiles(megabytes: number): readonly HubFile[] {
  return [file("tokenizer.json", megabytes * megabyte), file("tokenizer_config.json", 1_000)];
}

interface Scale {
  readonly channels: "rgb" | "bgr";
  /** Per channel in that order: subtracted after the bytes were divided by 255. */
  readonly mean: readonly number[];
  /** Per channel: divides at the end. */
  readonly deviation: readonly number[];
}

export type Preparation = Scale &
  (
    | { readonly fit: "squeeze"; readonly side: number }
    /** In the top left corner of a grey square. */
    | { readonly fit: "square"; readonly side: number }
    /**
     * The shorter side so long, but the longer one no longer than that. With `sideStep` both are filled up
     * with zeros to a multiple of it.
     */
    | {
        readonly fit: "inside";
        readonly shorter: number;
        readonly longer: number;
        readonly sideStep?: number;
      }
  );
