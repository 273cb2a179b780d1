/** One job: what it is, how it stands, its stages, its result; cancel or resume. */
import type { Job } from "@imantics/api";
import { client } from "../../client.ts";
import { Button } from "../../components/button.tsx";
import { StageBars } from "../../components/stage-bars.tsx";
import { isActive } from "../../live/job-progress.ts";
import { countsWords, jobWords, stateWords } from "../../live/job-words.ts";
import { notifyFailure } from "../../notices/toasts.ts";
import { changed } from "../../queries.ts";
import { duration } from "../../words/quantities.ts";
import { momentWords } from "../../words/times.ts";
import styles from "./jobs-page.module.css";

interface JobCardProps {
  readonly job: Job;
  readonly isOpen: boolean;
}

export function JobCard({ job, isOpen }: JobCardProps) {
  const canResume = job.state === "failed" || job.state === "cancelled" || job.state === "interrupted";
  return (
    <li className={styles.job}>
      <header>
        <h3>{jobWords(job)}</h3>
        <span className={styles.state} data-state={job.state}>
          {stateWords(job.state)}
        </span>
        {isActive(job) && <Button onClick={() => void act(client.cancelJob(job.id))}>Cancel</Button>}
        {canResume && (
          <Button icon="retry" onClick={() => void act(client.resumeJob(job.id))}>
            Resume
          </Button>
        )}
      </header>
      <p className={styles.quiet}>{whenWords(job)}</p>
      {job.error && <p className={styles.error}>{job.error.message}</p>}
      {isOpen ? (
        job.stages.length > 0 && <StageBars job={job} />
      ) : (
        <details>
          <summary>{countsWords(job.counts) || "Stages"}</summary>
          <StageBars job={job} />
        </details>
      )}
    </li>
  );
}

async function act(request: Promise<Job>): Promise<void> {
  try {
    await request;
  } catch (error) {
    notifyFailure(error);
  }
  changed("jobs");
}

function whenWords(job: Job): string {
  if (job.endedAt === null) return `Asked for ${momentWords(job.createdAt)}`;
  const seconds = (Date.parse(job.endedAt) - Date.parse(job.createdAt)) / 1000;
  return `${momentWords(job.createdAt)}, ${duration(seconds)}`;
}
