/** The ledger of files that could not be processed. */
import type { FailureRecord } from "../../domain/failure.ts";

export interface FailurePort {
  /** Insert or replace by path. */
  record(source: number, failures: readonly FailureRecord[]): Promise<void>;
  /** In order of path. */
  page(page: { readonly offset: number; readonly limit: number }): Promise<{
    readonly total: number;
    readonly failures: readonly FailureRecord[];
  }>;
  ofSource(source: number): Promise<ReadonlyMap<string, FailureRecord>>;
  /** Those of these paths that have one, in order of path. */
  ofPaths(paths: readonly string[]): Promise<readonly FailureRecord[]>;
  /** Forgets the rows, so that the next run tries these files again. No paths: all. */
  clear(paths?: readonly string[]): Promise<void>;
  /** Paths without a row are left out. */
  setIgnored(paths: readonly string[], isIgnored: boolean): Promise<void>;
}
