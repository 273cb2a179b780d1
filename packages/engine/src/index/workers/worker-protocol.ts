/** What the main thread and a worker thread say to each other, whatever the work is. */

import type { ScannedFile } from "../../domain/source.ts";
import type { FoundModel } from "../../models/resolve.ts";
import type { ModelSettings } from "../../models/settings.ts";
import type { ThingsChoice } from "../../regions/detector.ts";
import type { PartResult, PartTask } from "../part-shard.ts";
import type { ProcessedFile } from "../shard.ts";

/** The kinds of work: what goes in and what comes out, an item at a time. */
export interface Work {
  readonly index: { readonly input: ScannedFile; readonly output: ProcessedFile };
  readonly parts: { readonly input: PartTask; readonly output: PartResult };
}
export type WorkKind = keyof Work;

/** Given once, when the worker starts. */
export interface WorkerSetup {
  readonly kind: WorkKind;
  readonly model: FoundModel;
  readonly models: ModelSettings;
  /** Threads inside one network. */
  readonly threads: number;
  readonly thumbnailFolder: string;
  /** Ids of the detectors to open; empty for `index`. */
  readonly detectors: readonly string[];
  readonly things: ThingsChoice | null;
}

export type ToWorker<Kind extends WorkKind = WorkKind> =
  | { readonly type: "shard"; readonly number: number; readonly items: readonly Work[Kind]["input"][] }
  | { readonly type: "complete"; readonly question: number; readonly ids: readonly string[] }
  | { readonly type: "stop" };

export type FromWorker<Kind extends WorkKind = WorkKind> =
  | { readonly type: "ready" }
  | { readonly type: "done"; readonly number: number; readonly items: readonly Work[Kind]["output"][] }
  | {
      readonly type: "broken";
      readonly number: number | null;
      readonly code: string;
      readonly message: string;
    }
  /** "Which of these are complete?", answered by `complete` with the same number. */
  | { readonly type: "which-complete"; readonly question: number; readonly ids: readonly string[] };
