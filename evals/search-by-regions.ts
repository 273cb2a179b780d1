/**
 * How well pictures are found by their best region or their whole, under several limits on regions: by a
 * label as text, and by a marked thing cut out of another picture. Part of `objects.ts`.
 */
import { random } from "@imantics/core";
import { fromPixels, toPixels } from "../packages/engine/src/decode/sharp.ts";
import type { Box } from "../packages/engine/src/domain/box.ts";
import type { Pixels } from "../packages/engine/src/domain/pixels.ts";
import type { Encoder } from "../packages/engine/src/embed/encoder.ts";
import type { FoundRegion } from "../packages/engine/src/regions/detector.ts";
import { type ObjectOptions, thesisAreas } from "../packages/engine/src/regions/objects/object-options.ts";
import { selectRegions } from "../packages/engine/src/regions/objects/select-regions.ts";
import type { Truth } from "./average-precision.ts";

export interface SearchedPhoto {
  readonly pixels: Pixels;
  readonly truths: readonly Truth[];
  readonly guesses: readonly FoundRegion[];
}

interface Region {
  readonly area: number;
  readonly confidence: number;
  readonly vector: Float32Array;
}

interface Query {
  readonly label: string;
  readonly vector: Float32Array;
}

interface Shown {
  readonly labels: ReadonlySet<string>;
  readonly whole: Float32Array;
  readonly regions: readonly Region[];
  readonly queries: readonly Query[];
}

/** Mean average precisions with `defaults`, with each of their limits moved, without regions, by chance. */
export async function searchQuality(
  encoder: Encoder,
  photos: readonly SearchedPhoto[],
  defaults: Required<ObjectOptions>,
): Promise<readonly object[]> {
  const shown: Shown[] = [];
  for (const photo of photos) shown.push(await show(encoder, photo, defaults));
  const words = [...new Set(shown.flatMap(({ labels }) => [...labels]))];
  const texts = await encoder.encodeTexts(words);
  const byText = (score: Score) =>
    words.map((label, at) => {
      const query = texts.data.subarray(at * texts.columns, (at + 1) * texts.columns);
      return averagePrecisionOf(shown, label, (picture) => score(picture, query));
    });
  const byThing = (score: Score) =>
    shown.flatMap((asking) =>
      asking.queries.map(({ label, vector }) => {
        const others = shown.filter((picture) => picture !== asking);
        return averagePrecisionOf(others, label, (picture) => score(picture, vector));
      }),
    );
  const measure = (name: string, score: Score) => ({
    name,
    byText: mean(byText(score)),
    byThing: mean(byThing(score)),
  });
  const within = (name: string, limits: Limits) => ({
    ...measure(name, (picture, query) => bestScore(picture, query, limits)),
    regionsPerPhoto: mean(shown.map(({ regions }) => regions.filter((it) => isKept(it, limits)).length)),
  });
  const chance = random(3);
  return [
    measure("chance", () => chance.uniform()),
    measure("whole pictures only", ({ whole }, query) => dot(whole, query)),
    within("defaults", defaults),
    measure(
      "defaults, the whole added to the best",
      (picture, query) => dot(picture.whole, query) + bestScore(picture, query, defaults),
    ),
    within("areas of the thesis", { ...defaults, ...thesisAreas }),
    ...[0, 0.01, 0.05].map((minArea) => within(`from ${minArea} of the area`, { ...defaults, minArea })),
    ...[0.2, 0.3, 0.4].map((minConfidence) =>
      within(`from ${minConfidence} sure`, { ...defaults, minConfidence }),
    ),
  ];
}

type Score = (picture: Shown, query: Float32Array) => number;
type Limits = Pick<Required<ObjectOptions>, "minConfidence" | "minArea" | "maxArea">;

async function show(
  encoder: Encoder,
  { pixels, truths, guesses }: SearchedPhoto,
  defaults: ObjectOptions,
): Promise<Shown> {
  const vectorOf = async (box: Box) => (await encoder.encodeImages([await cut(pixels, box)])).data;
  const regions: Region[] = [];
  for (const { box, confidence } of selectRegions(guesses, { ...defaults, minArea: 0, maxArea: 1 }, 0.2)) {
    regions.push({ area: areaOf(box), confidence, vector: await vectorOf(box) });
  }
  // The two largest marked things are queries to the other pictures.
  const marked = truths
    .filter(({ isCrowd, box }) => !isCrowd && areaOf(box) > 0.01)
    .sort((a, b) => areaOf(b.box) - areaOf(a.box))
    .slice(0, 2);
  const queries: Query[] = [];
  for (const { label, box } of marked) queries.push({ label, vector: await vectorOf(box) });
  const whole = await vectorOf({ x: 0, y: 0, width: 1, height: 1 });
  return { labels: new Set(truths.map(({ label }) => label)), whole, regions, queries };
}

function bestScore({ whole, regions }: Shown, query: Float32Array, limits: Limits): number {
  const kept = regions.filter((region) => isKept(region, limits));
  return Math.max(dot(whole, query), ...kept.map(({ vector }) => dot(vector, query)));
}

function isKept({ confidence, area }: Region, { minConfidence, minArea, maxArea }: Limits): boolean {
  return confidence >= minConfidence && area >= minArea && area <= maxArea;
}

/** Of one ranking; NaN when no picture shows the label, which `mean` leaves out. */
function averagePrecisionOf(
  list: readonly Shown[],
  label: string,
  score: (picture: Shown) => number,
): number {
  const order = list
    .map((picture) => ({ isHit: picture.labels.has(label), score: score(picture) }))
    .sort((a, b) => b.score - a.score);
  let [hits, sum] = [0, 0];
  for (const [at, { isHit }] of order.entries()) if (isHit) sum += ++hits / (at + 1);
  return sum / hits;
}

async function cut(pixels: Pixels, { x, y, width, height }: Box): Promise<Pixels> {
  const left = Math.min(pixels.width - 1, Math.floor(x * pixels.width));
  const top = Math.min(pixels.height - 1, Math.floor(y * pixels.height));
  return toPixels(
    fromPixels(pixels).extract({
      left,
      top,
      width: Math.max(1, Math.min(pixels.width - left, Math.round(width * pixels.width))),
      height: Math.max(1, Math.min(pixels.height - top, Math.round(height * pixels.height))),
    }),
  );
}

function areaOf({ width, height }: Box): number {
  return width * height;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function mean(numbers: readonly number[]): number {
  const known = numbers.filter((one) => !Number.isNaN(one));
  return known.reduce((sum, one) => sum + one, 0) / known.length;
}
