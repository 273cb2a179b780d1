/**
 * Everything public of `@imantics/core`. Only what this file exports is meant for use from outside.
 */

// Numbers.

export * from "./matrix.ts";
export { type Random, random, sample, shuffle, weightedIndex } from "./random.ts";

// Heavy products: methods are written against `Kernels`, whoever computes is injected.

export type { Kernels, LabelSums, Nearest, TopProducts } from "./compute/kernels.ts";
export { plainKernels, requireSameWidth, squaredNorms, sumByLabel } from "./compute/plain.ts";
export { TopCollector } from "./compute/top-collector.ts";

// Linear algebra and reduction.

export { solvePositiveDefinite } from "./linear-algebra/cholesky.ts";
export * from "./linear-algebra/square-matrix.ts";
export { type Eigen, symmetricEigen } from "./linear-algebra/symmetric-eigen.ts";
export { applyPca, fitPca, type Pca, type PcaSize } from "./reduce/pca.ts";

// Neighbours.

export { type ExactSearch, exactSearch } from "./neighbours/exact-search.ts";
export {
  type NearestNeighbours,
  type NeighbourOptions,
  nearestNeighbours,
} from "./neighbours/nearest-neighbours.ts";

// Clustering.

export { type Clustering, clusteringFromLabels, type Metric, numberBySize } from "./cluster/clustering.ts";
export { cutByCount, cutByHeight, type Dendrogram } from "./cluster/dendrogram.ts";
export type { ClusterContext, ClusterMethod, ClusterProgress, MethodDescription } from "./cluster/method.ts";
export { type OptionDescriptor, type OptionValues, readOptions } from "./cluster/options.ts";
export { findOutliers, type OutlierOptions, type Outliers } from "./cluster/outliers.ts";
export { clusterMethod, clusterMethods } from "./cluster/registry.ts";
export { type Suggestion, suggest } from "./cluster/suggest.ts";
export { clusterTendency, type Tendency } from "./cluster/tendency.ts";

// Evaluation with labels.

export {
  type Agreement,
  type AgreementReport,
  agreement,
  agreementReport,
  noiseAsSingletons,
} from "./evaluate/agreement.ts";
export { type Contingency, contingency, type Labels } from "./evaluate/contingency.ts";
export * from "./evaluate/information.ts";
export * from "./evaluate/matching.ts";
export * from "./evaluate/pairs.ts";

// Evaluation without labels.

export { type Silhouette, silhouette, silhouetteFromDistances } from "./evaluate/silhouette.ts";
export {
  calinskiHarabasz,
  clusteringShape,
  type DegeneracyFlag,
  daviesBouldin,
  type Shape,
} from "./evaluate/validity.ts";

// Quality of search.

export { percentileOf, type ScoreBackground, scoreBackground } from "./evaluate/calibration.ts";
export * from "./evaluate/retrieval.ts";
