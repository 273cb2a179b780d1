/** What the main thread and a worker thread say to each other. */
import type { FoundModel } from "../models/resolve.ts";
import type { ModelSettings } from "../models/settings.ts";
import type { ScannedFile } from "../scan/scanned-file.ts";
import type { ProcessedFile } from "./shard.ts";

/** Given once, when the worker starts. */
export interface WorkerSetup {
  readonly model: FoundModel;
  readonly models: ModelSettings;
  /** Threads inside one network. */
  readonly threads: number;
  readonly thumbnailFolder: string;
}

export type ToWorker =
  | { readonly type: "shard"; readonly number: number; readonly files: readonly ScannedFile[] }
  | { readonly type: "complete"; readonly question: number; readonly ids: readonly string[] }
  | { readonly type: "stop" };

export type FromWorker =
  | { readonly type: "ready" }
  | { readonly type: "done"; readonly number: number; readonly files: readonly ProcessedFile[] }
  | {
      readonly type: "broken";
      readonly number: number | null;
      readonly code: string;
      readonly message: string;
    }
  /** "Which of these are complete?", answered by `complete` with the same number. */
  | { readonly type: "which-complete"; readonly question: number; readonly ids: readonly string[] };
