/** The flow from photo to structure. Everything a terminal, a server or a script may use. */
export { ImanticsError, messageOf } from "./errors.ts";
export { readSettings, type Settings } from "./config.ts";
export { openLibrary, type OpenOptions } from "./library.ts";
export type { Library, LibrarySummary, EncoderSummary, ModelSummary, NearCluster } from "./library.ts";
export type { Hit, Query, QueryPart, SearchResult } from "./search/query.ts";
export type * from "./run/events.ts";
export { JOB_KINDS } from "./run/events.ts";
export type { JobRequest } from "./run/job-requests.ts";
export type * from "./store/facts.ts";
export { THUMBNAIL_SIZES, type ThumbnailSize } from "./store/files.ts";
export type { Source } from "./scan/scanned-file.ts";
export type { Encoder, Pixels, Space } from "./embed/encoder.ts";
export {
  checkModel,
  describeDownload,
  type DownloadDescription,
  importModel,
  listModels,
  type ModelListing,
  type ModelSettings,
  pullModel,
  removeModel,
} from "./models/registry.ts";
