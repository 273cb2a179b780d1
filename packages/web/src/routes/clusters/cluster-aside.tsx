/** Beside the members: where this cluster would go next, and what can be done with it. */
import type { ClusterDetail } from "@imantics/api";
import { Link } from "@tanstack/react-router";
import { Icon } from "../../components/icon.tsx";
import { Thumbnail } from "../../components/thumbnail.tsx";
import { count } from "../../words/quantities.ts";
import styles from "./cluster-aside.module.css";

export function ClusterAside({ detail }: { readonly detail: ClusterDetail }) {
  const { cluster, near } = detail;
  const covers = cluster.covers.map((id) => `image:${id}`);
  return (
    <aside className={styles.aside} aria-label="About this cluster">
      <Link to="/search" search={{ q: covers.join(" ") }} className={styles.action}>
        <Icon name="similar" size={16} /> Find similar in all photos
      </Link>
      {near.length > 0 && (
        <>
          <h2>Nearest clusters</h2>
          <ul>
            {near.map(({ cluster: other, similarity }) => (
              <li key={other.id}>
                <Link
                  to="/clusters/$clustering/$cluster"
                  params={{ clustering: other.clustering, cluster: other.id }}
                >
                  <span className={styles.cover}>
                    {other.covers[0] && <Thumbnail id={other.covers[0]} />}
                  </span>
                  <span className={styles.text}>
                    <strong>{other.name}</strong>
                    <span title="Cosine between the centres of the two clusters">
                      {count(other.size)} photos, {similarity.toFixed(2)} alike
                    </span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </aside>
  );
}
