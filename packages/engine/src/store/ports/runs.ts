/** Runs of methods: with what they were made, and what came of them. */
import type { Run } from "../../domain/run.ts";

export interface RunPort {
  /** Insert or replace by id. */
  save(run: Run): Promise<void>;
  get(id: string): Promise<Run | null>;
  /** Newest first. */
  list(limit: number): Promise<readonly Run[]>;
}
