/** How good a result is: agreement with labels, validity without labels, retrieval, projections. */
export {
  type Agreement,
  type AgreementReport,
  agreement,
  agreementReport,
  coveredOnly,
  noiseAsSingletons,
} from "./agreement.ts";
export { agreementIntervals } from "./agreement-intervals.ts";
export { type AgreementMetric, agreementMetrics } from "./agreement-metrics.ts";
export { percentileOf, type ScoreBackground, scoreBackground } from "./calibration.ts";
export {
  type ClassFigures,
  type Classification,
  type ClusterClassification,
  classification,
  clusterClassification,
} from "./classification.ts";
export { type Confusion, confusionMatrix, matchedConfusion } from "./confusion.ts";
export { type Contingency, contingency, type Labels } from "./contingency.ts";
export { type DensityValidity, densityValidity } from "./density-validity.ts";
export { dunnIndex } from "./dunn.ts";
export * from "./information.ts";
export { type Interval, type IntervalOptions, interval } from "./intervals.ts";
export { type JoinedLabels, joinById, type LabelledId } from "./join.ts";
export * from "./matching.ts";
export type { MetricDescription } from "./metric.ts";
export { metricDescription, metricDescriptions } from "./metrics.ts";
export * from "./pairs.ts";
export {
  type ProjectionQuality,
  type ProjectionQualityOptions,
  projectionQuality,
} from "./projection.ts";
export * from "./retrieval.ts";
export { type RetrievalMetric, retrievalMetrics } from "./retrieval-metrics.ts";
export { rocAuc, rocAucByClass } from "./roc.ts";
export { type Silhouette, silhouette, silhouetteFromDistances } from "./silhouette.ts";
export { type Stability, type StabilityOptions, stability } from "./stability.ts";
export {
  calinskiHarabasz,
  clusteringShape,
  type DegeneracyFlag,
  daviesBouldin,
  type Shape,
} from "./validity.ts";
export { type ValidityMetric, validityMetrics } from "./validity-metrics.ts";
