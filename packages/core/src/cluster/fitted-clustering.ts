/** The models that clustering methods learn, and what all of them can do. */
import type { Matrix } from "../matrix.ts";
import type { Assigned, UseOptions } from "../method/fitted.ts";
import { assignByDivisions, type FittedDivisions } from "./centroid/fitted-divisions.ts";
import { assignByHdbscan, type FittedHdbscan } from "./density/fitted-hdbscan.ts";
import { assignToPrototypes, type FittedPrototypes } from "./fitted-prototypes.ts";
import { assignByMixture, type FittedMixture } from "./mixture/fitted-mixture.ts";

export type FittedClustering = FittedPrototypes | FittedDivisions | FittedMixture | FittedHdbscan;

/**
 * Clusters of `vectors` by a fitted model: any vectors of the space, those of the fit too. The model does
 * not change, and vectors do not see each other, so each gets the same cluster alone or with others.
 * At most O(new × fitted × columns); O(new × clusters × columns) for centres.
 * @throws RangeError for vectors of another width or with a number that is not finite.
 * @throws the signal's reason when it is aborted.
 */
export function assign(
  model: FittedClustering,
  vectors: Matrix,
  options: UseOptions = {},
): Promise<Assigned> {
  switch (model.kind) {
    case "prototypes":
      return assignToPrototypes(model, vectors, options);
    case "divisions":
      return assignByDivisions(model, vectors, options);
    case "mixture":
      return assignByMixture(model, vectors, options);
    case "hdbscan":
      return assignByHdbscan(model, vectors, options);
  }
}
