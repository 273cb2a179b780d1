/** Everything long: what runs, what waits, what ended and how, and the files that could not be read. */
import { useQuery } from "@tanstack/react-query";
import { Nothing, Page, Trouble, Waiting } from "../../components/page.tsx";
import { isActive } from "../../live/job-progress.ts";
import { jobsQuery } from "../../queries.ts";
import { FailureTable } from "./failure-table.tsx";
import { JobCard } from "./job-card.tsx";
import styles from "./jobs-page.module.css";

const endedShown = 20;

export function JobsPage() {
  const { data: jobs, error, refetch } = useQuery(jobsQuery);
  const active = jobs?.filter(isActive).toReversed() ?? [];
  const ended = jobs?.filter((job) => !isActive(job)).slice(0, endedShown) ?? [];
  return (
    <Page title="Jobs" isNarrow>
      {error && <Trouble error={error} onRetry={() => void refetch()} />}
      {!jobs && !error && <Waiting label="Reading the jobs" />}
      {jobs && (
        <section className={styles.section} aria-label="Running and waiting">
          {active.length === 0 && <Nothing>Nothing is running.</Nothing>}
          <ul className={styles.list}>
            {active.map((job) => (
              <JobCard key={job.id} job={job} isOpen />
            ))}
          </ul>
        </section>
      )}
      <FailureTable />
      {ended.length > 0 && (
        <section className={styles.section} aria-labelledby="ended">
          <h2 id="ended">Earlier</h2>
          <ul className={styles.list}>
            {ended.map((job) => (
              <JobCard key={job.id} job={job} isOpen={false} />
            ))}
          </ul>
        </section>
      )}
    </Page>
  );
}
