/**
 * The fitted part of the image side: features → one unit vector with two parts.
 *
 * The likeness part is PCA of each network's features, joined and compressed by a second PCA. The meaning
 * part lives in the text space: a ridge regression from the same features, plus ConSE, the average of the
 * class names' vectors weighted by how sure the classifier is of them (Norouzi et al., 2014). Half of a
 * PCA's whitening is applied: axes are divided by the fourth root of their variance.
 *
 * A text has zeros for the likeness part, so words meet only meaning, and pictures meet in both.
 */
import type { Matrix } from "@imantics/core";
import { row } from "@imantics/core";
import { ImanticsError } from "../../domain/errors.ts";
import type { HeadTensors } from "./head-file.ts";
import type { ImageFeatures } from "./image-features.ts";
import { concatenate, type Projection, project, signedRoots, unit } from "./projection.ts";
import type { NetworkName } from "./recipe.ts";

/** Share of the squared length of an image vector that is meaning; the rest is likeness. */
export const MEANING_SHARE = 0.25;

/** How loud ConSE is beside the regression. */
const CLASS_WEIGHT = 0.5;

/** ConSE averages this many names. */
const CLASS_COUNT = 10;

export interface ImageHead {
  /** One projection a network, in the order in which they are joined. */
  readonly blocks: ReadonlyMap<NetworkName, Projection>;
  /** Joined blocks → likeness. */
  readonly likeness: Projection;
  /** Joined blocks → text space. */
  readonly meaning: Projection;
  /** Vectors of the 1,000 ImageNet class names in the text space, unit length. */
  readonly classes: Matrix;
}

/** Length of the vectors that `head` makes. */
export function dimensionOf({ likeness, meaning }: ImageHead): number {
  return likeness.axes.columns + meaning.axes.columns;
}

/** The unit vector of a picture: likeness, then meaning. */
export function imageVector(head: ImageHead, features: ImageFeatures): Float32Array {
  const joined = joinedBlocks(head.blocks, features);
  const likeness = unit(project(head.likeness, joined));
  const meaning = meaningVector(head, joined, features.scores);
  const likenessScale = Math.sqrt(1 - MEANING_SHARE);
  const meaningScale = Math.sqrt(MEANING_SHARE);
  return concatenate([
    likeness.map((value) => value * likenessScale),
    meaning.map((value) => value * meaningScale),
  ]);
}

/** The unit vector of a text, from its place in the text space. */
export function textVector(head: ImageHead, meaning: Float32Array): Float32Array {
  return concatenate([new Float32Array(head.likeness.axes.columns), meaning]);
}

/** Blocks after their PCA, each of unit length, joined to unit length. */
export function joinedBlocks(
  blocks: ReadonlyMap<NetworkName, Projection>,
  features: ImageFeatures,
): Float32Array {
  const parts = [...blocks].map(([name, projection]) => {
    const block = features.blocks.get(name);
    if (block === undefined) {
      throw new ImanticsError("internal:embedded-block", `The features lack the network "${name}".`);
    }
    return unit(project(projection, signedRoots(block)));
  });
  return unit(concatenate(parts));
}

function meaningVector(head: ImageHead, joined: Float32Array, scores: Float32Array): Float32Array {
  const regressed = unit(project(head.meaning, joined));
  const named = classVector(head.classes, scores);
  return unit(regressed.map((value, i) => value + CLASS_WEIGHT * (named[i] ?? 0)));
}

/** ConSE: names of the likeliest classes, weighted by probability. */
export function classVector(classes: Matrix, scores: Float32Array): Float32Array {
  const order = Array.from({ length: classes.rows }, (_, i) => i).sort(
    (a, b) => scores[b + 1]! - scores[a + 1]! || a - b,
  );
  const likeliest = order.slice(0, CLASS_COUNT);
  const top = scores[likeliest[0]! + 1]!;
  const sum = new Float64Array(classes.columns);
  for (const index of likeliest) {
    const weight = Math.exp(scores[index + 1]! - top);
    const name = row(classes, index);
    for (let j = 0; j < sum.length; j++) sum[j]! += weight * name[j]!;
  }
  return unit(sum);
}

/** Finds the parts of an image head among tensors by name. */
export function imageHeadFrom(
  tensors: HeadTensors,
  classes: Matrix,
  names: readonly NetworkName[],
): ImageHead {
  return {
    blocks: new Map(names.map((name) => [name, projectionFrom(tensors, name)])),
    likeness: projectionFrom(tensors, "likeness"),
    meaning: projectionFrom(tensors, "meaning"),
    classes,
  };
}

/** The projection stored as `<name>.mean` and `<name>.axes`. */
export function projectionFrom(tensors: HeadTensors, name: string): Projection {
  return { mean: tensorFrom(tensors, `${name}.mean`), axes: tensorFrom(tensors, `${name}.axes`) };
}

/** @throws ImanticsError `head-invalid` when there is no tensor of that name. */
export function tensorFrom(tensors: HeadTensors, name: string): Matrix {
  const tensor = tensors.get(name);
  if (tensor === undefined) {
    throw new ImanticsError(
      "head-invalid",
      `A head of the embedded encoder has no "${name}" (only ${[...tensors.keys()].join(", ")}). ` +
        "Restore packages/engine/heads from the repository.",
    );
  }
  return tensor;
}
