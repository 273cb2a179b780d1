/** One clustering on a card: four covers, method, counts, validity, warnings. */
import type { Clustering } from "@imantics/api";
import { Link } from "@tanstack/react-router";
import { Icon } from "../../components/icon.tsx";
import { Thumbnail } from "../../components/thumbnail.tsx";
import { count, counted } from "../../words/quantities.ts";
import { momentWords } from "../../words/times.ts";
import styles from "./clusters.module.css";
import { settingsWords, validity, warnings } from "./quality-words.ts";

export function ClusteringCard({ clustering }: { readonly clustering: Clustering }) {
  const settings = settingsWords(clustering);
  const share = validity(clustering);
  return (
    <li className={styles.card} data-promoted={clustering.isPromoted}>
      <Link to="/clusters/$clustering" params={{ clustering: clustering.id }} className={styles.cardLink}>
        <span className={styles.covers}>
          {clustering.covers.map((id) => (
            <Thumbnail key={id} id={id} />
          ))}
        </span>
        <span className={styles.cardText}>
          <strong>{clustering.methodTitle}</strong>
          {settings !== "" && <span className={styles.settings}>{settings}</span>}
          <span>
            {counted(clustering.clusters, "cluster")}, {counted(clustering.images, "photo")}
            {clustering.noise > 0 && `, ${count(clustering.noise)} left out`}
          </span>
          <span>{momentWords(clustering.createdAt)}</span>
          {share !== null && (
            <span className={styles.validity} title="Silhouette: 1 means well apart, 0 means touching">
              <span>
                <i style={{ width: `${share * 100}%` }} />
              </span>
              {share.toFixed(2)}
            </span>
          )}
          {warnings(clustering).map((warning) => (
            <span key={warning} className={styles.warning}>
              <Icon name="warning" size={14} /> {warning}
            </span>
          ))}
          {clustering.isPromoted && (
            <span className={styles.promoted}>
              <Icon name="star" size={14} /> opens by default
            </span>
          )}
        </span>
      </Link>
    </li>
  );
}
