/** The ledger of files that could not be processed: which, where it broke, why; retry or ignore. */
import type { Failure } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { client } from "../../client.ts";
import { Button } from "../../components/button.tsx";
import { Trouble } from "../../components/page.tsx";
import { notify, notifyFailure } from "../../notices/toasts.ts";
import { changed, failuresQuery, libraryQuery, pageSize } from "../../queries.ts";
import { bytes, count, counted } from "../../words/quantities.ts";
import styles from "./failure-table.module.css";

export function FailureTable() {
  const [page, setPage] = useState(0);
  const { data, error } = useQuery(failuresQuery(page));
  const { data: library } = useQuery(libraryQuery);
  if (error) return <Trouble error={error} />;
  if (!data || data.total === 0) return null;
  // Files that are ignored stay in the ledger, at hand for a retry.
  const failures = library?.counts.failures ?? data.total;
  const ignored = data.total - failures;
  const pages = Math.ceil(data.total / pageSize);
  return (
    <section className={styles.failures} id="failures" aria-labelledby="failures-title">
      <header>
        <h2 id="failures-title">
          {counted(failures, "file")} could not be read{ignored > 0 && `, ${count(ignored)} ignored`}
        </h2>
        <Button icon="retry" onClick={() => void retry()}>
          Retry all
        </Button>
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">Stage</th>
            <th scope="col">Reason</th>
            <th scope="col">
              <span className={styles.hidden}>Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.failures.map((failure) => (
            <Row key={failure.path} failure={failure} />
          ))}
        </tbody>
      </table>
      {pages > 1 && (
        <footer>
          <Button disabled={page === 0} onClick={() => setPage(page - 1)}>
            Previous
          </Button>
          <span>
            {count(page + 1)} of {count(pages)}
          </span>
          <Button disabled={page + 1 >= pages} onClick={() => setPage(page + 1)}>
            Next
          </Button>
        </footer>
      )}
    </section>
  );
}

function Row({ failure }: { readonly failure: Failure }) {
  const name = failure.path.split("/").at(-1) ?? failure.path;
  return (
    <tr data-ignored={failure.isIgnored}>
      <th scope="row" title={failure.path}>
        {name}
        <small>
          {failure.path.slice(0, -name.length)} {bytes(failure.sizeBytes)}
        </small>
      </th>
      <td>{failure.stage}</td>
      <td>
        {failure.message}
        <small>{failure.code}</small>
      </td>
      <td className={styles.acts}>
        <Button aria-label={`Retry ${name}`} onClick={() => void retry([failure.path])}>
          Retry
        </Button>
        {failure.isIgnored ? (
          <span>ignored</span>
        ) : (
          <Button aria-label={`Ignore ${name}`} onClick={() => void ignore(failure.path)}>
            Ignore
          </Button>
        )}
      </td>
    </tr>
  );
}

async function retry(paths?: readonly string[]): Promise<void> {
  try {
    await client.retryFailures(paths);
    notify("Trying again.");
  } catch (error) {
    notifyFailure(error);
  }
  changed("failures", "jobs", "library");
}

async function ignore(path: string): Promise<void> {
  try {
    await client.ignoreFailures([path]);
  } catch (error) {
    notifyFailure(error);
  }
  changed("failures", "library");
}
