/**
 * Folds the event stream into the list of jobs: what the job ring, the home page and the jobs page
 * show. Pure, so that a reload or a resumed stream gives the same picture.
 */
import type { Job, NumberedEvent, StageProgress } from "@imantics/api";

const activeStates: readonly Job["state"][] = ["waiting", "running"];

export function isActive(job: Pick<Job, "state">): boolean {
  return activeStates.includes(job.state);
}

/** The jobs after one event, or null when the event speaks of a job that is not in the list. */
export function applyEvent(jobs: readonly Job[], numbered: NumberedEvent): readonly Job[] | null {
  const { jobId, at, event } = numbered;
  if (!jobs.some((job) => job.id === jobId)) return null;
  return jobs.map((job) => {
    if (job.id !== jobId) return job;
    if (event.type === "state") {
      const hasEnded = !activeStates.includes(event.state);
      return { ...job, state: event.state, error: event.error, endedAt: hasEnded ? at : null };
    }
    if (event.type === "progress") {
      const { type: _, ...progress } = event;
      return { ...job, stages: withStage(job.stages, progress) };
    }
    if (event.type === "summary") return { ...job, counts: event.counts };
    return job;
  });
}

function withStage(stages: readonly StageProgress[], progress: StageProgress): StageProgress[] {
  const known = stages.some((stage) => stage.stage === progress.stage);
  return known
    ? stages.map((stage) => (stage.stage === progress.stage ? progress : stage))
    : [...stages, progress];
}

/** The stage that is worked on now: the last that has begun and is not complete. */
export function currentStage(job: Job): StageProgress | undefined {
  return (
    job.stages.findLast((stage) => stage.total === null || stage.done < stage.total) ?? job.stages.at(-1)
  );
}

/** 0..1 over the current stage, or null while its size is unknown. */
export function fractionDone(stage: StageProgress | undefined): number | null {
  if (!stage || stage.total === null) return null;
  return stage.total === 0 ? 1 : Math.min(1, stage.done / stage.total);
}
