/** The last step of the methods that put every vector somewhere: outliers apart when asked for, then the clustering. */
import type { Matrix } from "../matrix.ts";
import type { MethodRun } from "../method/context.ts";
import { type Clustering, clusteringFromLabels, type LabelOrigin } from "./clustering.ts";
import { withOutliersApart } from "./outliers.ts";

export interface Placed extends Pick<LabelOrigin, "metric" | "deciding" | "extras"> {
  /** The option `setOutliersApart` as it was given. */
  readonly setOutliersApart: boolean;
  readonly run: MethodRun;
}

/** A clustering from the label of every vector. O(rows × columns), and `findOutliers` where it is wanted. */
export async function clusteringOfAll(
  vectors: Matrix,
  labels: Int32Array,
  { setOutliersApart, run, ...origin }: Placed,
): Promise<Clustering> {
  const { metric } = origin;
  const apart = await withOutliersApart(vectors, labels, { isWanted: setOutliersApart, metric, run });
  return clusteringFromLabels(vectors, apart.labels, { ...origin, kernels: run.kernels, noise: apart.noise });
}
