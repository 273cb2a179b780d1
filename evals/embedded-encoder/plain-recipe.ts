/**
 * The recipe that the encoder began from, made again on the same pictures, so that both are measured on
 * the same pool: middle square only, PCA per network (at most 512 numbers), the join of 1,280 as likeness;
 * ridge regression into centred sentence vectors plus half of ConSE as meaning; text untouched but for
 * the centring. The ridge is chosen on the `choose` pictures, as the recipe says.
 *
 * One difference: the regression's constant offset is left out, which moved no figure by more than 0.01.
 */
import { type Matrix, matrix, row } from "@imantics/core";
import { covarianceOf } from "../../packages/core/src/compute/square-matrix.ts";
import type { ImageFeatures } from "../../packages/engine/src/embed/embedded/image-features.ts";
import { classVector, joinedBlocks } from "../../packages/engine/src/embed/embedded/image-head.ts";
import {
  type Projection,
  project,
  signedRoots,
  unit,
} from "../../packages/engine/src/embed/embedded/projection.ts";
import {
  type NetworkName,
  networks,
  networksOfTier,
} from "../../packages/engine/src/embed/embedded/recipe.ts";
import type { Picture } from "../../tools/fit-embedded-heads/dataset.ts";
import { type Encode, sentencesOf } from "../../tools/fit-embedded-heads/fit-heads.ts";
import { fitHalfWhitenedAxes, prepareRidge } from "../../tools/fit-embedded-heads/fit-projection.ts";
import { measureRetrieval } from "./measures.ts";

const MAX_BLOCK_DIMENSION = 512;
const STRENGTHS = [0.01, 0.1, 1, 4, 16, 64];
/** Each of five captions is a training row of its own. */
const CAPTION_WEIGHT = 5;
const CLASS_WEIGHT = 0.5;

export interface PlainRecipe {
  readonly strength: number;
  /** 1,280 numbers. */
  likeness(features: ImageFeatures): Float32Array;
  /** 512 numbers in the sentences' own space. */
  meaning(features: ImageFeatures): Float32Array;
  text(text: string): Promise<Float32Array>;
}

/** Fits the recipe. `pictures` and `features` go in the same order and hold no picture to report on. */
export async function fitPlainRecipe(
  pictures: readonly Picture[],
  features: readonly ImageFeatures[],
  classNames: readonly string[],
  encode: Encode,
): Promise<PlainRecipe> {
  const blocks = new Map<NetworkName, Projection>();
  for (const name of networksOfTier.full) {
    const roots = features.map((each) => signedRoots(each.blocks.get(name) ?? []));
    blocks.set(name, fitHalfWhitenedAxes(stack(roots), Math.min(MAX_BLOCK_DIMENSION, networks[name].width)));
  }
  const joined = features.map((each) => joinedBlocks(blocks, each));

  const centre = await centreOf(pictures, classNames, encode);
  const text = async (words: string): Promise<Float32Array> =>
    unit((await encode(words)).map((value, j) => value - (centre[j] ?? 0)));
  const meanOf = async (sentences: readonly string[]): Promise<Float32Array> =>
    unit(sumOf(await Promise.all(sentences.map(text))));
  const classes = stack(await inOrder(classNames, (name) => meanOf(sentencesOf(name))));
  const targets = await inOrder(pictures, ({ captions, className }) =>
    meanOf(captions.length > 0 ? captions : sentencesOf(className)),
  );

  const prepare = (isUsed: (picture: Picture) => boolean): ((strength: number) => Projection) => {
    const used = pictures.flatMap((picture, i) => (isUsed(picture) ? [i] : []));
    return prepareRidge(
      stack(used.map((i) => joined[i] ?? new Float32Array())),
      stack(used.map((i) => targets[i] ?? new Float32Array())),
      used.map((i) => (pictures[i]?.captions.length ? CAPTION_WEIGHT : 1)),
    );
  };
  const meaningWith = (ridge: Projection, vector: Float32Array, scores: Float32Array): Float32Array => {
    const named = classVector(classes, scores);
    return unit(unit(project(ridge, vector)).map((value, j) => value + CLASS_WEIGHT * (named[j] ?? 0)));
  };

  const chosen = pictures.flatMap((picture, i) => (picture.role === "choose" ? [i] : []));
  const owners = chosen.flatMap((i, place) => (pictures[i]?.captions ?? []).map(() => place));
  const captions = stack(
    await inOrder(
      chosen.flatMap((i) => pictures[i]?.captions ?? []),
      text,
    ),
  );
  const ridgeOf = prepare(({ role }) => role === "fit");
  const recallWith = (strength: number): number => {
    const ridge = ridgeOf(strength);
    const meanings = chosen.map((i) =>
      meaningWith(ridge, joined[i] ?? new Float32Array(), features[i]?.scores ?? new Float32Array()),
    );
    return measureRetrieval(captions, stack(meanings), owners).recallAt10;
  };
  const recalls = STRENGTHS.map(recallWith);
  const strength = STRENGTHS[recalls.indexOf(Math.max(...recalls))] ?? 1;
  const ridge = prepare(() => true)(strength);
  return {
    strength,
    likeness: (each) => joinedBlocks(blocks, each),
    meaning: (each) => meaningWith(ridge, joinedBlocks(blocks, each), each.scores),
    text,
  };
}

/** Mean sentence vector, captions and class names weighing one half each. */
async function centreOf(
  pictures: readonly Picture[],
  classNames: readonly string[],
  encode: Encode,
): Promise<Float64Array> {
  const captions = stack(
    await inOrder(
      pictures.flatMap((picture) => picture.captions),
      encode,
    ),
  );
  const names = stack(await inOrder(classNames.flatMap(sentencesOf), encode));
  const [ofCaptions, ofNames] = [captions, names].map((sentences) => covarianceOf(sentences).mean);
  return Float64Array.from(ofCaptions ?? [], (value, j) => (value + (ofNames?.[j] ?? 0)) / 2);
}

function sumOf(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) for (const [j, value] of vector.entries()) sum[j]! += value;
  return sum;
}

export async function inOrder<T>(
  items: readonly T[],
  vectorOf: (item: T) => Promise<Float32Array>,
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (const item of items) vectors.push(await vectorOf(item));
  return vectors;
}

export function stack(vectors: readonly Float32Array[]): Matrix {
  const stacked = matrix(vectors.length, vectors[0]?.length ?? 0);
  for (const [i, vector] of vectors.entries()) row(stacked, i).set(vector);
  return stacked;
}
