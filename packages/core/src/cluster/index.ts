/** Clustering: one registry of methods, what they learned, and advice on counts and settings. */
export { type AssignOptions, assignToCentres } from "./centroid/assign.ts";
export { kmeansFrom } from "./centroid/kmeans.ts";
export { type CountCriterion, countCriteria } from "./choose/count-criteria.ts";
export {
  type ClusterAtCounts,
  type CountStudy,
  countLadder,
  kmeansAtCounts,
  studyCounts,
  wardAtCounts,
} from "./choose/count-study.ts";
export { criterionDescriptions } from "./choose/criteria.ts";
export type { CriterionDescription, Curve } from "./choose/curve.ts";
export type { Candidate } from "./choose/judge.ts";
export { kDistanceCurve } from "./choose/k-distance.ts";
export { type Knee, kneeOf } from "./choose/knee.ts";
export { type Suggestion, suggest } from "./choose/suggest.ts";
export { type MethodSuggestions, suggestFor } from "./choose/suggest-for.ts";
export { clusterTendency, type Tendency } from "./choose/tendency.ts";
export { thresholdSweep } from "./choose/threshold-sweep.ts";
export { clusterCountOption, resolveClusterCount } from "./cluster-count.ts";
export { type Clustering, clusteringFromLabels, numberBySize } from "./clustering.ts";
export { estimateBandwidth } from "./density/bandwidth.ts";
export type { CondensedTree } from "./density/condensed-tree.ts";
export {
  cutHdbscan,
  fitHdbscan,
  type HdbscanModel,
  type HdbscanOptions,
} from "./density/hdbscan-model.ts";
export { approximatePredict, type HdbscanPrediction } from "./density/hdbscan-prediction.ts";
export {
  clustersWithin,
  type ReachabilityOptions,
  type ReachabilityOrder,
  reachabilityOrder,
} from "./density/reachability-order.ts";
export { labelsOfValleys, type Valley, type XiOptions, xiValleys } from "./density/xi-clusters.ts";
export { type Consensus, type ConsensusOptions, consensus } from "./ensemble/consensus.ts";
export { assign, type FittedClustering } from "./fitted-clustering.ts";
export { type JoinRules, joinGroups } from "./hierarchical/average-linkage-apart.ts";
export { cutByCount, cutByHeight, type Dendrogram } from "./hierarchical/dendrogram.ts";
export { firstNeighbourHierarchy, type Partition } from "./hierarchical/first-neighbours.ts";
export type { ClusterMethod, MethodDescription } from "./method.ts";
export {
  assignToMixture,
  type CovarianceType,
  type GaussianMixture,
  type MixtureMembership,
} from "./mixture/mixture-model.ts";
export { findOutliers, type OutlierOptions, type Outliers } from "./outliers.ts";
export { clusterMethod, clusterMethods } from "./registry.ts";
