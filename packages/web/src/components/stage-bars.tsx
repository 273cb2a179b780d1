/** The stages of a job, each with its bar, counts, rate and time left. */
import type { Job, StageProgress } from "@imantics/api";
import { fractionDone } from "../live/job-progress.ts";
import { stageWords } from "../live/job-words.ts";
import { bytes, count, duration, rate } from "../words/quantities.ts";
import { ProgressBar } from "./progress-bar.tsx";
import styles from "./stage-bars.module.css";

export function StageBars({ job }: { readonly job: Job }) {
  const isRunning = job.state === "running";
  return (
    <ul className={styles.stages}>
      {job.stages.map((stage) => {
        const name = stageWords(stage.stage);
        const fraction = fractionDone(stage);
        return (
          <li key={stage.stage}>
            <strong>{name}</strong>
            <ProgressBar label={name} fraction={isRunning ? fraction : (fraction ?? 0)} />
            <span>{progressWords(stage, isRunning)}</span>
          </li>
        );
      })}
    </ul>
  );
}

function progressWords(stage: StageProgress, isRunning: boolean): string {
  const amount = stage.stage === "download" ? bytes : count;
  const words = [
    stage.total === null ? amount(stage.done) : `${amount(stage.done)} of ${amount(stage.total)}`,
  ];
  if (stage.skipped > 0) words.push(`${count(stage.skipped)} known`);
  if (stage.failed > 0) words.push(`${count(stage.failed)} failed`);
  const isComplete = stage.total !== null && stage.done >= stage.total;
  if (isRunning && !isComplete && stage.rate !== null && stage.rate > 0) {
    words.push(stage.stage === "download" ? `${bytes(stage.rate)}/s` : rate(stage.rate));
  }
  if (isRunning && !isComplete && stage.secondsLeft !== null)
    words.push(`${duration(stage.secondsLeft)} left`);
  return words.join(", ");
}
