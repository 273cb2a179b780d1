/** All clusterings as cards; below them the one that opens by default. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../components/button.tsx";
import { Nothing, Page, Trouble, Waiting } from "../../components/page.tsx";
import { clusteringsQuery, libraryQuery } from "../../queries.ts";
import { counted } from "../../words/quantities.ts";
import { ClusterTiles } from "./cluster-tiles.tsx";
import { ClusteringCard } from "./clustering-card.tsx";
import styles from "./clusters.module.css";
import { NewClustering } from "./new-clustering.tsx";
import { usePromoted } from "./use-promoted.ts";

export function ClustersPage() {
  const { data: clusterings, error, refetch } = useQuery(clusteringsQuery);
  const { data: library } = useQuery(libraryQuery);
  const promoted = usePromoted();
  const [isAsking, setAsking] = useState(false);
  const hasPhotos = (library?.counts.images ?? 0) > 0;

  return (
    <Page
      title="Clusters"
      actions={
        <Button icon="plus" disabled={!hasPhotos} onClick={() => setAsking(true)}>
          New clustering
        </Button>
      }
    >
      {isAsking && <NewClustering onClose={() => setAsking(false)} />}
      {error && <Trouble error={error} onRetry={() => void refetch()} />}
      {!clusterings && !error && <Waiting label="Reading the clusterings" />}
      {clusterings?.length === 0 && (
        <Nothing>
          {hasPhotos ? (
            <>
              <p>
                Nothing has been clustered yet. Automatic looks at your photos, chooses a method and says why.
              </p>
              <Button kind="primary" onClick={() => setAsking(true)}>
                Cluster the photos
              </Button>
            </>
          ) : (
            <p>
              There are no photos to cluster yet. <Link to="/">Add some</Link>
            </p>
          )}
        </Nothing>
      )}
      {clusterings && clusterings.length > 0 && (
        <ul className={styles.cards}>
          {clusterings.map((clustering) => (
            <ClusteringCard key={clustering.id} clustering={clustering} />
          ))}
        </ul>
      )}
      {promoted && (
        <ClusterTiles
          detail={promoted}
          heading={`${counted(promoted.clusters.length, "cluster")}, ${promoted.clustering.methodTitle}`}
        />
      )}
    </Page>
  );
}
