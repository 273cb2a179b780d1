/** The flow from photo to structure. Everything a terminal, a server or a script may use. */

// What can be chosen of the maths, for whoever lists it.
export {
  type MetricDescription,
  metricDescriptions,
  type ProjectionDescription,
  projectionMethods,
} from "@imantics/core";

export type { JournalEntry } from "./acts/entry.ts";
export type { Done } from "./acts/journal.ts";
export { type OnnxKernels, openOnnxKernels } from "./compute/onnx-kernels.ts";
export { modelSettingsOf, readSettings, type Settings } from "./config.ts";
export type { ApiKeyRecord } from "./domain/api-key.ts";
export type { Box } from "./domain/box.ts";
export type * from "./domain/clustering.ts";
export type { NearCluster } from "./domain/clustering.ts";
export type { DetectorSummary } from "./domain/detector.ts";
export { ImanticsError, messageOf } from "./domain/errors.ts";
export type { FailureRecord } from "./domain/failure.ts";
export type * from "./domain/image.ts";
export type * from "./domain/job.ts";
export type { LibraryCounts } from "./domain/library-counts.ts";
export type { FaceOfPerson, FaceQuestion, FaceSuggestion, PersonRecord } from "./domain/person.ts";
export type { Pixels } from "./domain/pixels.ts";
export type { Condition, Fusion, Hit, HitRegion, Query, QueryPart, SearchResult } from "./domain/query.ts";
export type * from "./domain/region.ts";
export type * from "./domain/run.ts";
export { RUN_KINDS } from "./domain/run.ts";
export type { Source } from "./domain/source.ts";
export type { Space, SpaceComparison, SpaceRanking, SpaceSummary } from "./domain/space.ts";
export { checkModel } from "./embed/check.ts";
export type { Encoder } from "./embed/encoder.ts";
export { importModel, isKnownGraph } from "./embed/import.ts";
export type { JobRequest } from "./jobs/kinds/all.ts";
export { type OnnxRunnerOptions, onnxRunner } from "./learn/onnx-runner.ts";
export type { EncoderSummary, Library, LibrarySummary, ModelSummary, Trash } from "./library/library.ts";
export { type OpenOptions, openLibrary } from "./library/open-library.ts";
export {
  type DownloadDescription,
  describeDownload,
  listModels,
  type ModelListing,
  type ModelSettings,
  pullModel,
  removeModel,
} from "./models/registry.ts";
export type { Explanation } from "./search/saliency/explainer.ts";
export { defaultFusion } from "./search/search.ts";
export type { SearchVocabulary } from "./search/vocabulary.ts";
export { THUMBNAIL_SIZES, type ThumbnailSize } from "./store/ports/files.ts";
export { type LabelTable, readLabels } from "./tables/labels.ts";
export { encodeNpy, type NumberArray } from "./tables/npy.ts";
export { encodeNpz } from "./tables/npz.ts";
export { readVectors } from "./tables/read-vectors.ts";
export { readRowPairs } from "./tables/row-pairs.ts";
export type { VectorTable } from "./tables/vector-table.ts";
export { version } from "./version.ts";
