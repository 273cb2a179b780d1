/**
 * Keeps the record of a run while it is under way: begun before the work, ended in one commit with what the
 * work made, or with the reason why it made nothing.
 */
import { ImanticsError, messageOf } from "../domain/errors.ts";
import type { Run } from "../domain/run.ts";
import type { FactPorts } from "../store/ports/facts.ts";
import { version } from "../version.ts";

/** What is known of a run before it begins. */
export type RunPlan = Pick<Run, "id" | "kind" | "method" | "settings" | "seed" | "space"> & {
  /** Catalogue id and revision; null: none has a part in it. */
  readonly model: string | null;
};

/** What came of it. */
export type RunOutcome = Pick<Run, "settings" | "metrics" | "artefacts" | "clustering">;

/** Ends the run well; given the facts of the commit that stores what it made. */
type Finish = (facts: FactPorts, outcome: RunOutcome) => Promise<void>;

/** Does `work` as a run that is on record. What it throws ends the run and is thrown again. */
export async function recorded<Result>(
  facts: FactPorts,
  { model, ...plan }: RunPlan,
  signal: AbortSignal,
  work: (finish: Finish) => Promise<Result>,
): Promise<Result> {
  const begun: Run = {
    ...plan,
    state: "running",
    versions: { imantics: version, core: version, model },
    metrics: {},
    artefacts: [],
    clustering: null,
    error: null,
    startedAt: now(),
    endedAt: null,
  };
  await facts.runs.save(begun);
  try {
    return await work((inside, outcome) =>
      inside.runs.save({ ...begun, ...outcome, state: "done", endedAt: now() }),
    );
  } catch (cause) {
    const code = cause instanceof ImanticsError ? cause.code : "internal:unexpected";
    const state = signal.aborted ? "cancelled" : "failed";
    const error = signal.aborted ? null : { code, message: messageOf(cause) };
    await facts.runs.save({ ...begun, state, error, endedAt: now() });
    throw cause;
  }
}

function now(): string {
  return new Date().toISOString();
}
