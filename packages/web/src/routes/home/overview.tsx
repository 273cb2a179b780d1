/** What there is: totals, the newest photos, the clusters, what wants a look, what the last run changed. */
import type { Job, LibrarySummary } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Icon } from "../../components/icon.tsx";
import { Thumbnail } from "../../components/thumbnail.tsx";
import { countsWords } from "../../live/job-words.ts";
import { imagePageQuery } from "../../queries.ts";
import { bytes, count, counted } from "../../words/quantities.ts";
import { momentWords } from "../../words/times.ts";
import { ClusterTile } from "../clusters/cluster-tiles.tsx";
import tiles from "../clusters/clusters.module.css";
import { usePromoted } from "../clusters/use-promoted.ts";
import styles from "./home.module.css";
import { PartsFound } from "./parts-found.tsx";

const clustersShown = 12;
const photosShown = 40;

interface OverviewProps {
  readonly library: LibrarySummary;
  readonly jobs: readonly Job[];
  /** What fails is said beside the progress then. */
  readonly isIndexing: boolean;
}

export function Overview({ library, jobs, isIndexing }: OverviewProps) {
  const { counts } = library;
  const detail = usePromoted();
  const { data: added } = useQuery(imagePageQuery({ order: "added" }, 0));
  const last = jobs.find((job) => job.kind === "index" && job.state === "done");
  const hasFailures = counts.failures > 0 && !isIndexing;
  const away = counts.images - counts.available;
  return (
    <>
      <dl className={styles.totals}>
        <Total name="photos" value={count(counts.images)} to="/photos" />
        <Total name="clusters" value={count(detail?.clusters.length ?? 0)} to="/clusters" />
        <Total name="on disk" value={bytes(counts.sizeBytes)} to="/settings" />
      </dl>
      {(hasFailures || away > 0 || last) && (
        <ul className={styles.notes}>
          {hasFailures && (
            <li className={styles.warning}>
              <Icon name="warning" size={16} />
              <Link to="/jobs" hash="failures">
                {counted(counts.failures, "file")} could not be read
              </Link>
            </li>
          )}
          {away > 0 && (
            <li>
              {counted(away, "photo")} cannot be reached at the moment; nothing about them is forgotten.
            </li>
          )}
          {last && <li>{changeWords(last)}</li>}
        </ul>
      )}
      {added && added.images.length > 0 && (
        <section className={styles.block} aria-labelledby="home-added">
          <header>
            <h2 id="home-added">Last added</h2>
            <Link to="/photos" search={{ order: "added" }}>
              All photos
            </Link>
          </header>
          <ul className={styles.added}>
            {added.images.slice(0, photosShown).map((image, index) => (
              <li key={image.id}>
                <Link
                  to="/photos"
                  search={{ order: "added", image: image.id, at: index }}
                  aria-label={`Photo ${index + 1}`}
                >
                  <Thumbnail id={image.id} />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {detail && detail.clusters.length > 0 && (
        <section className={styles.block} aria-labelledby="home-clusters">
          <header>
            <h2 id="home-clusters">Clusters</h2>
            <Link to="/clusters">All {count(detail.clusters.length)}</Link>
          </header>
          <ul className={tiles.tiles}>
            {detail.clusters.slice(0, clustersShown).map((cluster) => (
              <ClusterTile key={cluster.id} cluster={cluster} />
            ))}
          </ul>
        </section>
      )}
      <PartsFound />
    </>
  );
}

interface TotalProps {
  readonly name: string;
  readonly value: string;
  readonly to: "/photos" | "/clusters" | "/settings";
}

function Total({ name, value, to }: TotalProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Link to={to} aria-label={`${value} ${name}`}>
          {value}
        </Link>
      </dd>
    </div>
  );
}

/** "Last index run on 3 May: 12 images, 2 failed." */
function changeWords(job: Job): string {
  const when = momentWords(job.endedAt ?? job.createdAt);
  return `Last index run ${when}: ${countsWords(job.counts) || "nothing new"}.`;
}
