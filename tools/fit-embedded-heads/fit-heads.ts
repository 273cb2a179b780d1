/**
 * From features and words to heads. Every setting stands at the top. They were compared on the `choose`
 * pictures (a sixth of flickr8k) with the reported figures in sight, so those are not blind; nothing is
 * fitted on reported pictures. See docs/embedded-encoder.md, "What this can bear".
 */
import { type Matrix, matrix } from "@imantics/core";
import type { HeadTensors } from "../../packages/engine/src/embed/embedded/head-file.ts";
import type { ImageFeatures } from "../../packages/engine/src/embed/embedded/image-features.ts";
import { joinedBlocks } from "../../packages/engine/src/embed/embedded/image-head.ts";
import { type Projection, signedRoots, unit } from "../../packages/engine/src/embed/embedded/projection.ts";
import { type NetworkName, networksOfTier } from "../../packages/engine/src/embed/embedded/recipe.ts";
import { meaningOf } from "../../packages/engine/src/embed/embedded/text-tower.ts";
import type { Tier } from "../../packages/engine/src/models/catalogue/embedded-description.ts";
import type { Picture } from "./dataset.ts";
import { fitHalfWhitenedAxes, prepareRidge } from "./fit-projection.ts";

/** Numbers kept of each network's features. */
const BLOCK_DIMENSION = 256;
/** Numbers of the likeness part of a vector. */
const LIKENESS_DIMENSION = 256;
/** Numbers of the meaning part, which is the text space. */
const MEANING_DIMENSION = 384;
/** Ridge of the regression into the text space. */
const RIDGE_STRENGTH = 4;
/** A caption says more than a class name, and there are twenty times fewer of them. */
const CAPTION_WEIGHT = 30;

/** How a class name becomes sentences. */
const NAME_SENTENCES = ["{}", "a photo of a {}"];

/** Sentence → 512 numbers. */
export type Encode = (text: string) => Promise<Float32Array>;

export interface TextSpace {
  readonly projection: Projection;
  /** Mean of the places of sentences in the text space, unit length. */
  meanOf(sentences: readonly string[]): Promise<Float32Array>;
}

/** Fits the text space on captions and class names, one half of the weight each. */
export async function fitTextSpace(
  captions: readonly string[],
  classNames: readonly string[],
  encode: Encode,
): Promise<TextSpace> {
  const named = classNames.flatMap(sentencesOf);
  const sentences = await stack([...captions, ...named], encode);
  const weights = sentencesWeights(captions.length, named.length);
  const projection = fitHalfWhitenedAxes(sentences, MEANING_DIMENSION, weights);
  return {
    projection,
    async meanOf(texts) {
      const sum = new Float32Array(MEANING_DIMENSION);
      for (const text of texts) {
        for (const [j, value] of meaningOf(projection, await encode(text)).entries()) sum[j]! += value;
      }
      return unit(sum);
    },
  };
}

/** The tensors of `text.bin`: the text space, and the place in it of every class name. */
export async function fitTextHead(space: TextSpace, classNames: readonly string[]): Promise<HeadTensors> {
  const classes = await stack(classNames, (name) => space.meanOf(sentencesOf(name)));
  return new Map([...tensorsOf("sentences", space.projection), ["classes", classes]]);
}

/** Where each picture should lie in the text space: the mean of its captions, or its class name. */
export function targetsOf(pictures: readonly Picture[], space: TextSpace): Promise<Matrix> {
  return stack(pictures, ({ captions, className }) =>
    space.meanOf(captions.length > 0 ? captions : sentencesOf(className)),
  );
}

/** The tensors of `full.bin` or `light.bin`. Pictures, features and targets go in the same order. */
export function fitImageHead(
  tier: Tier,
  pictures: readonly Picture[],
  features: readonly ImageFeatures[],
  targets: Matrix,
): HeadTensors {
  const blocks = new Map<NetworkName, Projection>();
  for (const name of networksOfTier[tier]) {
    const roots = stackNow(features, ({ blocks }) => signedRoots(blocks.get(name) ?? []));
    blocks.set(name, fitHalfWhitenedAxes(roots, BLOCK_DIMENSION));
  }
  const joined = stackNow(features, (each) => joinedBlocks(blocks, each));
  const weights = pictures.map(({ captions }) => (captions.length > 0 ? CAPTION_WEIGHT : 1));
  return new Map([
    ...[...blocks].flatMap(([name, projection]) => tensorsOf(name, projection)),
    ...tensorsOf("likeness", fitHalfWhitenedAxes(joined, LIKENESS_DIMENSION)),
    ...tensorsOf("meaning", prepareRidge(joined, targets, weights)(RIDGE_STRENGTH)),
  ]);
}

/** Sentences that stand for a class name. */
export function sentencesOf(className: string): string[] {
  return NAME_SENTENCES.map((sentence) => sentence.replace("{}", className));
}

function sentencesWeights(captionCount: number, nameCount: number): Float64Array {
  return new Float64Array(captionCount + nameCount).map((_, i) =>
    i < captionCount ? 0.5 / captionCount : 0.5 / nameCount,
  );
}

function tensorsOf(name: string, { mean, axes }: Projection): [string, Matrix][] {
  return [
    [`${name}.mean`, mean],
    [`${name}.axes`, axes],
  ];
}

async function stack<T>(items: readonly T[], vectorOf: (item: T) => Promise<Float32Array>): Promise<Matrix> {
  const vectors: Float32Array[] = [];
  for (const item of items) vectors.push(await vectorOf(item));
  return stackNow(vectors, (vector) => vector);
}

function stackNow<T>(items: readonly T[], vectorOf: (item: T) => Float32Array): Matrix {
  const vectors = items.map(vectorOf);
  const stacked = matrix(vectors.length, vectors[0]?.length ?? 0);
  for (const [i, vector] of vectors.entries()) stacked.data.set(vector, i * stacked.columns);
  return stacked;
}
