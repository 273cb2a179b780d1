/** The clusters of one clustering as tiles: cover, name, count, six more; what was left out comes last. */
import type { Cluster, ClusteringDetail } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import fields from "../../components/field.module.css";
import { Thumbnail } from "../../components/thumbnail.tsx";
import { imagePageQuery } from "../../queries.ts";
import { clusterColour } from "../../theme/cluster-colour.ts";
import { type ClusterSort, clusterSorts } from "../../view-in-address.ts";
import { count, counted } from "../../words/quantities.ts";
import styles from "./clusters.module.css";

const sortWords: Readonly<Record<ClusterSort, string>> = {
  size: "Largest first",
  name: "By name",
  unnamed: "Unnamed first",
};
const stripLength = 6;

interface ClusterTilesProps {
  readonly detail: ClusteringDetail;
  readonly heading: string;
}

export function ClusterTiles({ detail, heading }: ClusterTilesProps) {
  const { sort = "size" } = useSearch({ strict: false });
  const navigate = useNavigate();
  const { clustering, clusters } = detail;
  const sorted = inOrder(clusters, sort);
  return (
    <section aria-label={`Clusters of ${heading}`}>
      <header className={styles.tilesBar}>
        <h2>{heading}</h2>
        <select
          className={fields.inline}
          aria-label="Sort clusters"
          value={sort}
          onChange={(event) => {
            const next = clusterSorts.find((known) => known === event.target.value) ?? "size";
            void navigate({
              to: ".",
              search: (search) => ({ ...search, sort: next }),
              replace: true,
              viewTransition: true,
            });
          }}
        >
          {clusterSorts.map((known) => (
            <option key={known} value={known}>
              {sortWords[known]}
            </option>
          ))}
        </select>
      </header>
      <ul className={styles.tiles}>
        {sorted.map((cluster) => (
          <ClusterTile key={cluster.id} cluster={cluster} />
        ))}
        {clustering.noise > 0 && <LeftOutTile clustering={clustering.id} size={clustering.noise} />}
      </ul>
    </section>
  );
}

/** `clusters` come largest first, and stay so among equals. */
function inOrder(clusters: readonly Cluster[], sort: ClusterSort): readonly Cluster[] {
  switch (sort) {
    case "size":
      return clusters;
    case "name":
      return clusters.toSorted((a, b) => a.name.localeCompare(b.name));
    case "unnamed":
      return clusters.toSorted((a, b) => Number(a.givenName !== null) - Number(b.givenName !== null));
  }
}

export function ClusterTile({ cluster }: { readonly cluster: Cluster }) {
  return (
    <Tile
      clustering={cluster.clustering}
      cluster={cluster.id}
      name={cluster.name}
      size={cluster.size}
      covers={cluster.covers}
      colour={clusterColour(cluster.id)}
    />
  );
}

function LeftOutTile({ clustering, size }: { readonly clustering: string; readonly size: number }) {
  const { data } = useQuery(imagePageQuery({ clustering, cluster: "noise" }, 0));
  const covers = data?.images.slice(0, stripLength + 1).map((image) => image.id) ?? [];
  return (
    <Tile
      clustering={clustering}
      cluster="noise"
      name="Left out"
      size={size}
      covers={covers}
      colour="var(--line-strong)"
    />
  );
}

interface TileProps {
  readonly clustering: string;
  readonly cluster: string;
  readonly name: string;
  readonly size: number;
  readonly covers: readonly string[];
  readonly colour: string;
}

function Tile({ clustering, cluster, name, size, covers, colour }: TileProps) {
  const [cover, ...rest] = covers;
  return (
    // The name lets the tile glide to its new place when the order changes.
    <li
      className={styles.tile}
      style={{ viewTransitionName: `cluster-${cluster.replaceAll(/[^\w-]/g, "")}` }}
    >
      <Link
        to="/clusters/$clustering/$cluster"
        params={{ clustering, cluster }}
        aria-label={`${name}, ${counted(size, "photo")}`}
      >
        <span className={styles.cover}>{cover && <Thumbnail id={cover} size="large" />}</span>
        <span className={styles.strip} aria-hidden="true">
          {rest.slice(0, stripLength).map((id) => (
            <Thumbnail key={id} id={id} />
          ))}
        </span>
        <span className={styles.name}>
          <i style={{ background: colour }} />
          <strong>{name}</strong>
          <span>{count(size)}</span>
        </span>
      </Link>
    </li>
  );
}
