/** One cluster: its pictures from most to least typical, its name, and the clusters next to it. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useMemo } from "react";
import { Nothing, Page, Trouble, Waiting } from "../../components/page.tsx";
import { SizeSlider, useRowHeight } from "../../photos/size-slider.tsx";
import { useTilePages } from "../../photos/use-tile-pages.ts";
import { clusterQuery, layoutQuery } from "../../queries.ts";
import { PictureBrowser } from "../../viewer/picture-browser.tsx";
import { counted } from "../../words/quantities.ts";
import { ClusterAside } from "./cluster-aside.tsx";
import { ClusterName } from "./cluster-name.tsx";
import styles from "./cluster-page.module.css";

/** In addresses, the pictures that are in no cluster. */
const noise = "noise";

export function ClusterPage() {
  const { clustering, cluster } = useParams({ from: "/clusters/$clustering/$cluster" });
  const isNoise = cluster === noise;
  const { data: detail, error } = useQuery({ ...clusterQuery(clustering, cluster), enabled: !isNoise });

  if (error) {
    return (
      <Page title="Cluster">
        <Trouble error={error} />
      </Page>
    );
  }
  if (!detail && !isNoise) {
    return (
      <Page title="Cluster">
        <Waiting label="Reading the cluster" />
      </Page>
    );
  }
  return (
    <div className={styles.page}>
      <p className={styles.way}>
        <Link to="/clusters/$clustering" params={{ clustering }}>
          {detail ? detail.clustering.methodTitle : "The clustering"}
        </Link>
      </p>
      {detail ? <ClusterName key={detail.cluster.id} cluster={detail.cluster} /> : <h1>Left out</h1>}
      {isNoise && (
        <p className={styles.lead}>
          These pictures are near to no cluster: often singular, sometimes mistakes.
        </p>
      )}
      <div className={styles.columns}>
        <Members clustering={clustering} cluster={cluster} doubtFrom={detail?.doubtFrom} />
        {detail && <ClusterAside detail={detail} />}
      </div>
    </div>
  );
}

interface MembersProps {
  readonly clustering: string;
  readonly cluster: string;
  readonly doubtFrom: number | undefined;
}

function Members({ clustering, cluster, doubtFrom }: MembersProps) {
  const scope = useMemo(() => ({ clustering, cluster }), [clustering, cluster]);
  const { data: layout, error } = useQuery(layoutQuery(scope));
  const source = useTilePages(scope);
  const rowHeight = useRowHeight();
  const total = layout?.ratios.length ?? 0;
  const sections = useMemo(() => {
    if (doubtFrom === undefined || doubtFrom >= total) return undefined;
    return [
      { label: "Most typical first", count: doubtFrom },
      { label: `Doubt begins here: ${counted(total - doubtFrom, "photo")}`, count: total - doubtFrom },
    ];
  }, [doubtFrom, total]);
  return (
    <section className={styles.members} aria-label="Members">
      <header className={styles.bar}>
        <p>{layout && counted(total, "photo")}</p>
        <SizeSlider />
      </header>
      {error && <Trouble error={error} />}
      {layout && total === 0 && <Nothing>There are no photos here.</Nothing>}
      {layout && total > 0 && (
        <PictureBrowser
          key={`${clustering} ${cluster}`}
          label="Photos of the cluster, most typical first"
          ratios={layout.ratios}
          sections={sections}
          source={source}
          rowHeight={rowHeight}
        />
      )}
    </section>
  );
}
