/**
 * Every kind of fitted model: how it is written, read and used. The one file that knows all of them, above
 * the rooms that learn them.
 */

import { divisionSections, readDivisions } from "../cluster/centroid/fitted-divisions.ts";
import { hdbscanSections, readHdbscan } from "../cluster/density/fitted-hdbscan.ts";
import type { FittedClustering } from "../cluster/fitted-clustering.ts";
import { prototypeSections, readPrototypes } from "../cluster/fitted-prototypes.ts";
import { mixtureSections, readMixture } from "../cluster/mixture/fitted-mixture.ts";
import type { Matrix } from "../matrix.ts";
import { fromBytes, toBytes } from "../method/byte-layout.ts";
import type { UseOptions } from "../method/fitted.ts";
import { type SectionReader, sectionReader } from "../method/section-reader.ts";
import { layoutSections, placeOnLayout, readLayout } from "../project/fitted-layout.ts";
import type { FittedProjection } from "../project/method.ts";
import { linearMapSections, readLinearMap, transformLinearly } from "../reduce/fitted-linear-map.ts";

/** Gives vectors coordinates: reductions and maps. */
export type FittedMap = FittedProjection;
export type FittedModel = FittedClustering | FittedMap;

const readers: { readonly [K in FittedModel["kind"]]: (read: SectionReader) => FittedModel } = {
  prototypes: readPrototypes,
  divisions: readDivisions,
  mixture: readMixture,
  hdbscan: readHdbscan,
  "linear-map": readLinearMap,
  layout: readLayout,
};

/** One buffer that holds all of a model, to be stored or handed to a worker. O(bytes). */
export function fittedToBytes(model: FittedModel): ArrayBuffer {
  switch (model.kind) {
    case "prototypes":
      return toBytes(prototypeSections(model));
    case "divisions":
      return toBytes(divisionSections(model));
    case "mixture":
      return toBytes(mixtureSections(model));
    case "hdbscan":
      return toBytes(hdbscanSections(model));
    case "linear-map":
      return toBytes(linearMapSections(model));
    case "layout":
      return toBytes(layoutSections(model));
  }
}

/**
 * The model that `fittedToBytes` wrote; its arrays are views of `bytes`, which must not change any more.
 * @throws RangeError for bytes that are no model, of a newer version, of a kind that is not known, cut off
 * or damaged.
 */
export function readFitted(bytes: ArrayBuffer): FittedModel {
  const sections = fromBytes(bytes);
  const { kind } = sections;
  if (isKnown(kind)) return readers[kind](sectionReader(sections));
  throw new RangeError(
    `The fitted model is of kind "${kind}"; this program knows ${Object.keys(readers).join(", ")}. ` +
      "Open it with the version that wrote it or a newer one.",
  );
}

/** Whether a model gives clusters (`assign`) rather than coordinates (`place`). */
export function isFittedClustering(model: FittedModel): model is FittedClustering {
  return model.kind !== "linear-map" && model.kind !== "layout";
}

/**
 * Coordinates of `vectors`, new × `model.dimensions`: by a linear map those of the fit exactly, on another
 * map places amid the nearest vectors of the fit. The model does not change.
 * @throws RangeError for vectors of another width or with a number that is not finite.
 */
export function place(model: FittedMap, vectors: Matrix, options: UseOptions = {}): Promise<Matrix> {
  return model.kind === "linear-map"
    ? transformLinearly(model, vectors, options)
    : placeOnLayout(model, vectors, options);
}

const isKnown = (kind: string): kind is FittedModel["kind"] => Object.hasOwn(readers, kind);
