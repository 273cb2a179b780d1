/** The facts of one picture: why it was found, when, where, with what, its parts, which files, which clusters. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Facts } from "../components/facts.tsx";
import { Trouble, Waiting } from "../components/page.tsx";
import { clusteringsQuery, imageQuery } from "../queries.ts";
import { clusterColour } from "../theme/cluster-colour.ts";
import { bytes } from "../words/quantities.ts";
import { captureWords, momentWords } from "../words/times.ts";
import styles from "./details.module.css";
import { PartList } from "./parts/part-list.tsx";
import type { PartsOfPicture } from "./parts/use-parts.ts";

interface DetailsProps {
  readonly image: string;
  /** Why a search has found it; undefined: none has. */
  readonly why: string | undefined;
  readonly parts: PartsOfPicture;
}

export function Details({ image, why, parts }: DetailsProps) {
  const { data: detail, error } = useQuery(imageQuery(image));
  const { data: clusterings = [] } = useQuery(clusteringsQuery);
  if (error) {
    return (
      <aside className={styles.panel}>
        <Trouble error={error} />
      </aside>
    );
  }
  if (!detail) {
    return (
      <aside className={styles.panel}>
        <Waiting label="Reading the details" />
      </aside>
    );
  }
  const facts: (readonly [string, ReactNode])[] = [
    ["Taken", detail.takenAt ? captureWords(detail.takenAt) : "No date in the file"],
    ["Size", `${detail.width} × ${detail.height}, ${bytes(detail.sizeBytes)}`],
    ["Format", detail.isAnimated ? `${detail.format}, animated (first frame)` : detail.format],
  ];
  if (detail.camera) facts.push(["Camera", detail.camera]);
  if (detail.latitude !== null && detail.longitude !== null) {
    facts.push(["Place", `${detail.latitude.toFixed(5)}, ${detail.longitude.toFixed(5)}`]);
  }
  facts.push(["Added", momentWords(detail.addedAt)]);
  const titleOf = (id: string) => clusterings.find((clustering) => clustering.id === id)?.methodTitle;

  return (
    <aside className={styles.panel} aria-label="Details">
      {why && (
        <>
          <h3>Why it is here</h3>
          <p>{why}</p>
          <h3>Facts</h3>
        </>
      )}
      <Facts facts={facts} />
      {!detail.isAvailable && (
        <p className={styles.absent}>
          The file cannot be read at the moment. What is known about it is kept.
        </p>
      )}
      <PartList parts={parts} />
      <h3>{detail.paths.length === 1 ? "File" : `${detail.paths.length} files with this content`}</h3>
      <ul className={styles.paths}>
        {detail.paths.map((path) => (
          <li key={path}>{path}</li>
        ))}
      </ul>
      {detail.clusters.length > 0 && (
        <>
          <h3>Clusters</h3>
          <ul className={styles.clusters}>
            {detail.clusters.map((cluster) => (
              <li key={`${cluster.clustering} ${cluster.id}`}>
                <Link
                  to="/clusters/$clustering/$cluster"
                  params={{ clustering: cluster.clustering, cluster: cluster.id }}
                >
                  <i style={{ background: clusterColour(cluster.id) }} />
                  {cluster.name}
                </Link>
                <span>
                  {Math.round(cluster.strength * 100)} % typical
                  {clusterings.length > 1 && `, ${titleOf(cluster.clustering) ?? "another clustering"}`}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>Identity</h3>
      <Facts
        facts={[
          ["SHA-256", <code key="id">{detail.id}</code>],
          ["Look", <code key="hash">{detail.perceptualHash}</code>],
        ]}
      />
      <p className={styles.note}>
        The SHA-256 names the content of the file; the look is a perceptual hash, nearly equal for pictures
        that look alike.
      </p>
    </aside>
  );
}
