/** While photos come in: the stages, what failed, and the newest pictures as they are done. */
import type { Job } from "@imantics/api";
import { Link } from "@tanstack/react-router";
import { Icon } from "../../components/icon.tsx";
import { StageBars } from "../../components/stage-bars.tsx";
import { Thumbnail } from "../../components/thumbnail.tsx";
import { jobWords } from "../../live/job-words.ts";
import { useNewestImages } from "../../live/live-events.ts";
import { counted } from "../../words/quantities.ts";
import styles from "./home.module.css";

interface IndexProgressProps {
  readonly job: Job;
  readonly failures: number;
}

export function IndexProgress({ job, failures }: IndexProgressProps) {
  const newest = useNewestImages();
  return (
    <section className={styles.panel} aria-label="Indexing">
      <header>
        <h2>{jobWords(job)}</h2>
        {failures > 0 && (
          <Link to="/jobs" hash="failures" className={styles.warning}>
            <Icon name="warning" size={16} /> {counted(failures, "file")} could not be read
          </Link>
        )}
      </header>
      {job.stages.length === 0 ? (
        <p>{job.state === "waiting" ? "Waiting for its turn" : "Starting"}</p>
      ) : (
        <StageBars job={job} />
      )}
      {newest.length > 0 && (
        <ul className={styles.newest} aria-label="Newest photos">
          {newest.map((id) => (
            <li key={id}>
              <Thumbnail id={id} isUrgent />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
