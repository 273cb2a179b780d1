/** What runs now, as a ring at the top right with the stage beside it; click for the list. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { currentStage, fractionDone, isActive } from "../live/job-progress.ts";
import { stageWords } from "../live/job-words.ts";
import { jobsQuery } from "../queries.ts";
import { duration } from "../words/quantities.ts";
import styles from "./job-ring.module.css";

const radius = 8;
const circumference = 2 * Math.PI * radius;

export function JobRing() {
  const { data: jobs = [] } = useQuery(jobsQuery);
  const active = jobs.filter(isActive);
  const job = active.find((candidate) => candidate.state === "running") ?? active[0];
  if (!job) {
    return (
      <Link to="/jobs" className={styles.ring} aria-label="Jobs: nothing is running" title="Nothing runs">
        <Ring fraction={0} />
      </Link>
    );
  }
  const stage = currentStage(job);
  const fraction = fractionDone(stage);
  const words = stage ? stageWords(stage.stage) : "Waiting";
  const percent = fraction === null ? "" : ` ${Math.floor(fraction * 100)} %`;
  const left = stage?.secondsLeft ? `, ${duration(stage.secondsLeft)} left` : "";
  const more = active.length > 1 ? `, ${active.length - 1} waiting` : "";
  return (
    <Link to="/jobs" className={styles.ring} aria-label={`Jobs: ${words}${percent}${left}${more}`}>
      <Ring fraction={fraction ?? 0.25} isTurning={fraction === null} />
      <span className={styles.words}>
        {words}
        {percent}
        <span className={styles.left}>{left.replace(", ", "")}</span>
      </span>
    </Link>
  );
}

function Ring({ fraction, isTurning = false }: { readonly fraction: number; readonly isTurning?: boolean }) {
  return (
    <svg
      aria-hidden="true"
      width="22"
      height="22"
      viewBox="0 0 22 22"
      className={isTurning ? styles.turning : ""}
    >
      <circle cx="11" cy="11" r={radius} className={styles.track} />
      <circle
        cx="11"
        cy="11"
        r={radius}
        className={styles.done}
        strokeDasharray={`${circumference * fraction} ${circumference}`}
        transform="rotate(-90 11 11)"
      />
    </svg>
  );
}
