/**
 * Classical descriptors as encoders: histograms of gradients, edges, colours, the pixels themselves. No
 * weights, no words; baselines to compare a network with, and useful where colour or layout is the point.
 *
 * A descriptor is centred on its own mean before it becomes a unit vector, so that the cosine is a
 * correlation; without that all pictures look alike, because descriptors have no negative numbers. Nothing
 * is fitted to a library: vectors of any two libraries compare, and adding photos never changes old ones.
 * PCA, where it helps, belongs to the clustering that wants fewer numbers.
 */
import { featureMethod, matrix, normaliseRows } from "@imantics/core";
import { ImanticsError } from "../domain/errors.ts";
import type { Pixels } from "../domain/pixels.ts";
import type { ModelEntry } from "../models/model-entry.ts";
import { shortDigest, spaceOf } from "../models/space-of.ts";
import type { Encoder } from "./encoder.ts";
import { takesNoTexts } from "./encoder-checks.ts";

/** Bump when the same picture would get other numbers than before. */
const VERSION = 1;

/** Which descriptor of core each model is, with the settings that differ from its own defaults. */
export const descriptors: Readonly<
  Record<string, { readonly feature: string; readonly options: Readonly<Record<string, number>> }>
> = {
  hog: { feature: "hog", options: { side: 64 } },
  sobel: { feature: "sobel", options: { side: 32 } },
  colour: { feature: "colour-histogram", options: { bins: 4 } },
  pixels: { feature: "raw-pixels", options: { side: 16 } },
};

/** The descriptor of a picture as core gives it. O(pixels). */
export function describeClassically(id: string, picture: Pixels): Float32Array {
  const descriptor = descriptors[id];
  if (descriptor === undefined) {
    throw new ImanticsError("internal:catalogue", `There is no descriptor for the model "${id}".`);
  }
  return featureMethod(descriptor.feature).describe(picture, descriptor.options);
}

/** Opens a descriptor as an encoder; costs nothing. */
export function openClassicalEncoder({ id, title, pooling, dimension }: ModelEntry): Encoder {
  const space = spaceOf({
    model: id,
    revision: id,
    preprocessing: shortDigest(JSON.stringify([VERSION, descriptors[id]])),
    pooling,
    dimension,
    acceptsText: false,
  });
  return {
    space,
    async encodeImages(images) {
      const vectors = matrix(images.length, dimension);
      for (const [at, image] of images.entries()) {
        vectors.data.set(centred(describeClassically(id, image)), at * dimension);
      }
      return normaliseRows(vectors);
    },
    encodeTexts: takesNoTexts(title, dimension),
    async close() {},
  };
}

/** Minus its mean. A picture that is the same everywhere keeps a direction of its own: that of equal numbers. */
function centred(values: Float32Array): Float32Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const moved = values.map((value) => value - mean);
  const length = Math.hypot(...moved);
  return length > 1e-6 * Math.hypot(mean, 1) ? moved : new Float32Array(values.length).fill(1);
}
