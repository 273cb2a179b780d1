/** The flow from photo to structure. Everything a terminal, a server or a script may use. */

// What can be chosen of the maths, for whoever lists it.
export {
  type MetricDescription,
  metricDescriptions,
  type ProjectionDescription,
  projectionMethods,
} from "@imantics/core";

export { type OnnxKernels, openOnnxKernels } from "./compute/onnx-kernels.ts";
export { modelSettingsOf, readSettings, type Settings } from "./config.ts";
export type { Encoder, Pixels, Space } from "./embed/encoder.ts";
export { ImanticsError, messageOf } from "./errors.ts";
export { type OnnxRunnerOptions, onnxRunner } from "./learn/onnx-runner.ts";
export type {
  DetectorSummary,
  EncoderSummary,
  FaceOfPerson,
  FaceQuestion,
  FaceSuggestion,
  Library,
  LibrarySummary,
  ModelSummary,
  NearCluster,
  SpaceComparison,
  SpaceRanking,
  SpaceSummary,
} from "./library.ts";
export {
  checkModel,
  type DownloadDescription,
  describeDownload,
  importModel,
  isKnownGraph,
  listModels,
  type ModelListing,
  type ModelSettings,
  pullModel,
  removeModel,
} from "./models/registry.ts";
export { type OpenOptions, openLibrary } from "./open-library.ts";
export type * from "./run/events.ts";
export { JOB_KINDS } from "./run/events.ts";
export type { JobRequest } from "./run/job-requests.ts";
export type { Source } from "./scan/scanned-file.ts";
export type {
  Condition,
  Fusion,
  Hit,
  HitRegion,
  Query,
  QueryPart,
  SearchResult,
} from "./search/query.ts";
export type { Explanation } from "./search/saliency/explainer.ts";
export { defaultFusion } from "./search/search.ts";
export type { SearchVocabulary } from "./search/vocabulary.ts";
export type * from "./store/facts.ts";
export { THUMBNAIL_SIZES, type ThumbnailSize } from "./store/files.ts";
export type { PersonRecord } from "./store/people.ts";
export { type LabelTable, readLabels } from "./tables/labels.ts";
export { encodeNpy, type NumberArray } from "./tables/npy.ts";
export { encodeNpz } from "./tables/npz.ts";
export { readVectors } from "./tables/read-vectors.ts";
export { readRowPairs } from "./tables/row-pairs.ts";
export type { VectorTable } from "./tables/vector-table.ts";
