/** All photos: justified rows by day, a date scrubber, size and order; the viewer lies over it. */
import type { ImageLayout, ImageOrder } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { Link, useLoaderDeps, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import fields from "../../components/field.module.css";
import { Nothing, Page, Trouble } from "../../components/page.tsx";
import { DateScrubber } from "../../photos/date-scrubber.tsx";
import type { GridLayout } from "../../photos/justified-rows.ts";
import { SizeSlider, useRowHeight } from "../../photos/size-slider.tsx";
import { useTilePages } from "../../photos/use-tile-pages.ts";
import { layoutQuery } from "../../queries.ts";
import { orders } from "../../view-in-address.ts";
import { PictureBrowser } from "../../viewer/picture-browser.tsx";
import { counted } from "../../words/quantities.ts";
import { dayWords } from "../../words/times.ts";
import styles from "./photos-page.module.css";

const orderWords: Readonly<Record<ImageOrder, string>> = {
  newest: "Newest first",
  oldest: "Oldest first",
  added: "Last added first",
  path: "By folder and name",
};

export function PhotosPage() {
  const scope = useLoaderDeps({ from: "/photos" });
  const navigate = useNavigate({ from: "/photos" });
  const rowHeight = useRowHeight();
  const { order, folder } = scope;
  const { data, error, refetch } = useQuery(layoutQuery(scope));
  const source = useTilePages(scope);
  const [grid, setGrid] = useState<GridLayout | null>(null);
  const { ratios, sections, days } = useMemo(() => layoutParts(data, order), [data, order]);

  if (error) {
    return (
      <Page title="Photos">
        <Trouble error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (data && ratios.length === 0) {
    return (
      <Page title="Photos">
        <Nothing>
          <p>No photos yet. Drop some anywhere on this page, or</p>
          <Link to="/">name a folder</Link>
        </Nothing>
      </Page>
    );
  }
  return (
    <div className={styles.photos} data-scrubbed={sections !== undefined}>
      <header className={styles.bar}>
        <h1>Photos</h1>
        <p className={styles.count}>{data && counted(ratios.length, "photo")}</p>
        {folder && <p className={styles.folder}>in {folder}</p>}
        <select
          className={fields.inline}
          aria-label="Order"
          value={order}
          onChange={(event) => {
            const next = orders.find((known) => known === event.target.value);
            void navigate({
              search: (search) => ({ ...search, ...(next && { order: next }) }),
              viewTransition: true,
            });
          }}
        >
          {orders.map((known) => (
            <option key={known} value={known}>
              {orderWords[known]}
            </option>
          ))}
        </select>
        <SizeSlider />
      </header>
      {data && (
        <PictureBrowser
          key={`${order} ${folder}`}
          label="Photos"
          ratios={ratios}
          sections={sections}
          source={source}
          rowHeight={rowHeight}
          onLayout={setGrid}
        />
      )}
      {grid && sections && <DateScrubber layout={grid} days={days} />}
    </div>
  );
}

const noRatios = new Uint16Array(0);

/** Days are headings only where the order goes by days and there is more than "no date" to say. */
function layoutParts(data: ImageLayout | undefined, order: ImageOrder) {
  const ratios = data ? new Uint16Array(data.ratios) : noRatios;
  const runs = data?.days ?? [];
  const hasDays = (order === "newest" || order === "oldest") && runs.some((run) => run.day !== null);
  return {
    ratios,
    days: runs.map((run) => run.day),
    sections: hasDays ? runs.map((run) => ({ label: dayWords(run.day), count: run.count })) : undefined,
  };
}
