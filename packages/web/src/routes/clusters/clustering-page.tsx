/** One clustering: how it was made and why, its figures, its clusters; promote and delete. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { client } from "../../client.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Facts } from "../../components/facts.tsx";
import { Page, Trouble, Waiting } from "../../components/page.tsx";
import { notify, notifyFailure } from "../../notices/toasts.ts";
import { wayBack } from "../../notices/undo.ts";
import { changed, clusteringQuery } from "../../queries.ts";
import { count, counted } from "../../words/quantities.ts";
import { momentWords } from "../../words/times.ts";
import { ClusterTiles } from "./cluster-tiles.tsx";
import styles from "./clustering-page.module.css";
import { plainName, qualityFigures, settingsWords, warnings } from "./quality-words.ts";

export function ClusteringPage() {
  const { clustering: id } = useParams({ from: "/clusters/$clustering" });
  const { data, error } = useQuery(clusteringQuery(id));
  if (error) {
    return (
      <Page title="Clustering">
        <Trouble error={error} />
      </Page>
    );
  }
  if (!data) {
    return (
      <Page title="Clustering">
        <Waiting label="Reading the clustering" />
      </Page>
    );
  }
  const { clustering } = data;
  const settings = settingsWords(clustering);
  return (
    <Page
      title={clustering.methodTitle}
      lead={
        <>
          {settings !== "" && `${settings}. `}
          <Link to="/clusters">All clusterings</Link>
        </>
      }
      actions={<Actions clustering={clustering} />}
    >
      <div className={styles.facts}>
        <Facts
          facts={[
            ["Photos", count(clustering.images)],
            ["Clusters", count(clustering.clusters)],
            ["Left out", count(clustering.noise)],
            ["Made", momentWords(clustering.createdAt)],
            ["Seed", String(clustering.seed)],
            ...Object.entries(clustering.options).map(
              ([name, value]) => [plainName(name), String(value)] as const,
            ),
          ]}
        />
        <Facts
          facts={qualityFigures(clustering).map(
            (figure) =>
              [
                figure.title,
                <Figure key={figure.name} value={figure.value} meaning={figure.meaning} />,
              ] as const,
          )}
        />
        {(clustering.reasons.length > 0 || warnings(clustering).length > 0) && (
          <div>
            {warnings(clustering).map((warning) => (
              <p key={warning} className={styles.warning}>
                Warning: {warning}
              </p>
            ))}
            <h3>Why this method</h3>
            <ul className={styles.reasons}>
              {clustering.reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
      <ClusterTiles detail={data} heading={counted(clustering.clusters, "cluster")} />
    </Page>
  );
}

function Figure({ value, meaning }: { readonly value: string; readonly meaning: string }) {
  return (
    <>
      {value}
      <small className={styles.meaning}>{meaning}</small>
    </>
  );
}

function Actions({
  clustering,
}: {
  readonly clustering: { id: string; isPromoted: boolean; methodTitle: string };
}) {
  const [isAsking, setAsking] = useState(false);
  const navigate = useNavigate();
  const promote = async () => {
    try {
      await client.promote(clustering.id);
      changed("clusterings");
      notify(`${clustering.methodTitle} opens by default now.`);
    } catch (error) {
      notifyFailure(error);
    }
  };
  const remove = async () => {
    try {
      const removed = await client.removeClustering(clustering.id);
      await navigate({ to: "/clusters" });
      changed("clusterings", "library");
      notify("The clustering is deleted. Photos and given names stay.", wayBack(removed));
    } catch (error) {
      notifyFailure(error);
    }
  };
  return (
    <>
      {!clustering.isPromoted && (
        <Button icon="star" onClick={() => void promote()}>
          Open by default
        </Button>
      )}
      <Button icon="trash" kind="danger" onClick={() => setAsking(true)}>
        Delete
      </Button>
      {isAsking && (
        <Dialog title="Delete this clustering?" onClose={() => setAsking(false)}>
          <p>The photos stay, and names you gave come back when the same clusters are found again.</p>
          <div className={styles.choices}>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button kind="danger" onClick={() => void remove()}>
              Delete the clustering
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
