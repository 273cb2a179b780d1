/**
 * Everything public of `@imantics/core`. Only what this file exports is meant for use from outside.
 */

// Numbers.

export * from "./matrix.ts";
export { type Random, random, sample, shuffle, weightedIndex } from "./random.ts";

// Heavy products: methods are written against `Kernels`, whoever computes is injected.

export type { Kernels, LabelSums, Nearest, TopProducts } from "./compute/kernels.ts";
export {
  emptyGram,
  gram,
  plainKernels,
  requireSameWidth,
  squaredNorms,
  sumByLabel,
} from "./compute/plain.ts";
export { TopCollector } from "./compute/top-collector.ts";
export { openWasmKernels, portableKernels } from "./compute/wasm/wasm-kernels.ts";

// Linear algebra and reduction.

export { solvePositiveDefinite } from "./linear-algebra/cholesky.ts";
export * from "./linear-algebra/square-matrix.ts";
export { type Eigen, symmetricEigen } from "./linear-algebra/symmetric-eigen.ts";
export { applyLinearMap, type LinearMap } from "./reduce/linear-map.ts";
export { applyPca, fitPca, type Pca, type PcaSize } from "./reduce/pca.ts";
export { dimensionsForDistortion } from "./reduce/random-projection.ts";
export type { Reduction, ReductionDescription, ReductionMethod } from "./reduce/reduction.ts";
export { reductionMethod, reductionMethods } from "./reduce/registry.ts";

// Neighbours.

export { type ExactSearch, exactSearch } from "./neighbours/exact-search.ts";
export {
  type NearestNeighbours,
  type NeighbourOptions,
  nearestNeighbours,
} from "./neighbours/nearest-neighbours.ts";
export {
  type NeighbourGraph,
  type NeighbourGraphOptions,
  neighbourGraph,
} from "./neighbours/neighbour-graph.ts";
export {
  type ApproximateNeighbours,
  approximateNeighbours,
  type DescentOptions,
} from "./neighbours/nn-descent.ts";
export {
  type RadiusNeighbours,
  type RadiusOptions,
  radiusNeighbours,
} from "./neighbours/radius-neighbours.ts";

// Classical features of pictures.

export {
  dihedralDistance,
  dihedralHashes,
  hashDistance,
  perceptualHash,
} from "./features/perceptual-hash.ts";
export type { Pixels } from "./features/pixels.ts";
export {
  type FeatureDescription,
  type FeatureMethod,
  featureMethod,
  featureMethods,
} from "./features/registry.ts";
export { shrinkByArea } from "./features/shrink.ts";

// Clustering.

export { type AssignOptions, assignToCentres } from "./cluster/assign.ts";
export { estimateBandwidth } from "./cluster/bandwidth.ts";
export { type CountCriterion, countCriteria } from "./cluster/choose/count-criteria.ts";
export {
  type ClusterAtCounts,
  type CountStudy,
  countLadder,
  kmeansAtCounts,
  studyCounts,
  wardAtCounts,
} from "./cluster/choose/count-study.ts";
export { criterionDescriptions } from "./cluster/choose/criteria.ts";
export type { CriterionDescription, Curve } from "./cluster/choose/curve.ts";
export type { Candidate } from "./cluster/choose/judge.ts";
export { kDistanceCurve } from "./cluster/choose/k-distance.ts";
export { type Knee, kneeOf } from "./cluster/choose/knee.ts";
export { type MethodSuggestions, suggestFor } from "./cluster/choose/suggest-for.ts";
export { thresholdSweep } from "./cluster/choose/threshold-sweep.ts";
export { type Clustering, clusteringFromLabels, type Metric, numberBySize } from "./cluster/clustering.ts";
export type { CondensedTree } from "./cluster/condensed-tree.ts";
export { type Consensus, type ConsensusOptions, consensus } from "./cluster/consensus.ts";
export type { ClusterConstraints, RowPair } from "./cluster/constraints.ts";
export { cutByCount, cutByHeight, type Dendrogram } from "./cluster/dendrogram.ts";
export { firstNeighbourHierarchy, type Partition } from "./cluster/first-neighbours.ts";
export { cutHdbscan, fitHdbscan, type HdbscanModel, type HdbscanOptions } from "./cluster/hdbscan-model.ts";
export { approximatePredict, type HdbscanPrediction } from "./cluster/hdbscan-prediction.ts";
export { kmeansFrom } from "./cluster/kmeans.ts";
export {
  type ClusterContext,
  type ClusterMethod,
  type ClusterProgress,
  type MethodDescription,
  type MethodRun,
  methodRun,
  requireFiniteVectors,
} from "./cluster/method.ts";
export {
  assignToMixture,
  type CovarianceType,
  type GaussianMixture,
  type MixtureMembership,
} from "./cluster/mixture-model.ts";
export { type OptionDescriptor, type OptionValues, readOptions } from "./cluster/options.ts";
export { findOutliers, type OutlierOptions, type Outliers } from "./cluster/outliers.ts";
export {
  clustersWithin,
  type ReachabilityOptions,
  type ReachabilityOrder,
  reachabilityOrder,
} from "./cluster/reachability-order.ts";
export { clusterMethod, clusterMethods } from "./cluster/registry.ts";
export { type Suggestion, suggest } from "./cluster/suggest.ts";
export { clusterTendency, type Tendency } from "./cluster/tendency.ts";
export { labelsOfValleys, type Valley, type XiOptions, xiValleys } from "./cluster/xi-clusters.ts";

// What methods learn: fitted models, used, stored and read again.

export { assign, type FittedClustering } from "./cluster/fitted-clustering.ts";
export {
  type FittedMap,
  type FittedModel,
  fittedToBytes,
  isFittedClustering,
  place,
  readFitted,
} from "./fitted/registry.ts";
export type { Assigned, Fitted, UseOptions } from "./method/fitted.ts";

// Evaluation with labels.

export {
  type Agreement,
  type AgreementReport,
  agreement,
  agreementReport,
  coveredOnly,
  noiseAsSingletons,
} from "./evaluate/agreement.ts";
export { agreementIntervals } from "./evaluate/agreement-intervals.ts";
export { type AgreementMetric, agreementMetrics } from "./evaluate/agreement-metrics.ts";
export {
  type ClassFigures,
  type Classification,
  type ClusterClassification,
  classification,
  clusterClassification,
} from "./evaluate/classification.ts";
export { type Confusion, confusionMatrix, matchedConfusion } from "./evaluate/confusion.ts";
export { type Contingency, contingency, type Labels } from "./evaluate/contingency.ts";
export * from "./evaluate/information.ts";
export { type Interval, type IntervalOptions, interval } from "./evaluate/intervals.ts";
export { type JoinedLabels, joinById, type LabelledId } from "./evaluate/join.ts";
export * from "./evaluate/matching.ts";
export type { MetricDescription } from "./evaluate/metric.ts";
export { metricDescription, metricDescriptions } from "./evaluate/metrics.ts";
export * from "./evaluate/pairs.ts";
export { rocAuc, rocAucByClass } from "./evaluate/roc.ts";

// Evaluation without labels.

export { type DensityValidity, densityValidity } from "./evaluate/density-validity.ts";
export { dunnIndex } from "./evaluate/dunn.ts";
export { type Silhouette, silhouette, silhouetteFromDistances } from "./evaluate/silhouette.ts";
export { type Stability, type StabilityOptions, stability } from "./evaluate/stability.ts";
export {
  calinskiHarabasz,
  clusteringShape,
  type DegeneracyFlag,
  daviesBouldin,
  type Shape,
} from "./evaluate/validity.ts";
export { type ValidityMetric, validityMetrics } from "./evaluate/validity-metrics.ts";

// Quality of search.

export { percentileOf, type ScoreBackground, scoreBackground } from "./evaluate/calibration.ts";
export * from "./evaluate/retrieval.ts";
export { type RetrievalMetric, retrievalMetrics } from "./evaluate/retrieval-metrics.ts";

// Projections: vectors as a map.

export {
  type ProjectionQuality,
  type ProjectionQualityOptions,
  projectionQuality,
} from "./evaluate/projection.ts";
export type {
  Layout,
  Projection,
  ProjectionContext,
  ProjectionDescription,
  ProjectionMethod,
} from "./project/method.ts";
export { type PacmapPlacementOptions, placePacmap } from "./project/place-pacmap.ts";
export { placeTsne } from "./project/place-tsne.ts";
export { placeUmap, type UmapPlacementOptions } from "./project/place-umap.ts";
export type { PlacedVectors, PlacementOptions } from "./project/placement.ts";
export { projectionMethod, projectionMethods } from "./project/registry.ts";
export { umapForClustering } from "./project/umap.ts";
