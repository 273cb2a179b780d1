/**
 * Work on the vectors of a file, without any library: reads them, brings kernels, progress and Ctrl-C,
 * and gives errors of the maths a code.
 */
import { resolve } from "node:path";
import { type ClusterContext, type Kernels, paceBy } from "@imantics/core";
import {
  ImanticsError,
  openOnnxKernels,
  readSettings,
  readVectors,
  type VectorTable,
} from "@imantics/engine";
import type { Command } from "commander";
import { z } from "zod";
import { onInterrupt } from "./interruption.ts";
import { workView } from "./render/progress.ts";
import type { Terminal } from "./terminal.ts";

export const VectorOptions = z.object({
  vectors: z.string().min(1),
  json: z.boolean().default(false),
});
export type VectorOptions = z.infer<typeof VectorOptions>;

export function addVectorOptions(command: Command): Command {
  return command
    .requiredOption("--vectors <file>", "the vectors: .npy (float16, 32, 64), .csv or .parquet, one a row")
    .option("--json", "answer in JSON on stdout, for scripts");
}

/** What the maths is given, with the kernels always there. */
export interface VectorContext extends ClusterContext {
  readonly signal: AbortSignal;
  readonly kernels: Kernels;
}

/**
 * Runs `work` on the vectors of a file. The kernels use as many threads as an index run would.
 * @throws ImanticsError `table-…` for the file, `vectors-refused` for what cannot be computed from it,
 * `interrupted` after Ctrl-C.
 */
export async function onVectors<T>(
  { vectors: file, seed, json }: VectorOptions & { readonly seed: number },
  terminal: Terminal,
  work: (table: VectorTable, context: VectorContext) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const view = workView(terminal, { isJson: json });
  const release = onInterrupt(
    terminal,
    "Stopping at the next safe point … (Ctrl-C again leaves at once)",
    () => controller.abort(new ImanticsError("interrupted", "Stopped; nothing was written.")),
  );
  const kernels = await openOnnxKernels({ threads: readSettings().workerCount });
  try {
    const table = await readVectors(resolve(terminal.cwd, file));
    signal.throwIfAborted();
    const pace = paceBy(() => performance.now());
    return await work(table, {
      seed,
      signal,
      kernels,
      pace,
      onProgress: (progress) => view.show(progress),
    });
  } catch (cause) {
    throw cause instanceof RangeError
      ? new ImanticsError("vectors-refused", cause.message, { cause })
      : cause;
  } finally {
    release();
    view.end();
    await kernels.close();
  }
}
