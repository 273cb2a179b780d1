/** The hits of one search as a grid, with the cut and the line on how it was found. */
import type { QueryPart, SearchResponse } from "@imantics/api";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { SizeSlider, useRowHeight } from "../../photos/size-slider.tsx";
import type { TileNote } from "../../photos/tile.tsx";
import type { TileSource } from "../../photos/use-tile-pages.ts";
import { PictureBrowser } from "../../viewer/picture-browser.tsx";
import { count, counted, percentile } from "../../words/quantities.ts";
import { whyWords } from "./part-words.ts";
import styles from "./search-results.module.css";

interface SearchResultsProps {
  readonly parts: readonly QueryPart[];
  readonly response: SearchResponse;
}

export function SearchResults({ parts, response }: SearchResultsProps) {
  const { cut = 0 } = useSearch({ from: "/search" });
  const navigate = useNavigate({ from: "/search" });
  const rowHeight = useRowHeight();
  const { hits, hasGoodMatch, searched, milliseconds } = response;
  const kept = useMemo(() => hits.filter((hit) => hit.percentile >= cut), [hits, cut]);
  const ratios = useMemo(
    () => kept.map(({ image }) => Math.round((image.width / image.height) * 100)),
    [kept],
  );
  const notes = useMemo(
    () =>
      kept.map(
        (hit): TileNote => ({
          percentile: hit.percentile,
          why: `${percentile(hit.percentile)} % sure: ${whyWords(parts, hit.parts)}`,
          isDim: !hasGoodMatch,
        }),
      ),
    [kept, parts, hasGoodMatch],
  );
  const source = useMemo(
    (): TileSource => ({
      tile: (index) => kept[index]?.image,
      ids: async (from, end) => kept.slice(from, end).map((hit) => hit.image.id),
      onVisible: () => undefined,
    }),
    [kept],
  );
  const least = Math.floor(hits.at(-1)?.percentile ?? 0);

  return (
    <>
      {!hasGoodMatch && (
        <p className={styles.none} role="status">
          <strong>No good match.</strong> Nearest are shown below.
        </p>
      )}
      <div className={styles.bar}>
        <label className={styles.cut}>
          <span>
            {cut > least
              ? `${count(kept.length)} of ${count(hits.length)} at ${percentile(cut)} or more`
              : `The ${count(hits.length)} nearest`}
          </span>
          <input
            type="range"
            aria-label="Least percentile"
            aria-valuetext={`${percentile(cut)}, ${counted(kept.length, "photo")} remain`}
            min={least}
            max={100}
            step={0.1}
            value={Math.max(cut, least)}
            onChange={(event) => {
              const next = event.target.valueAsNumber;
              void navigate({
                search: ({ cut: _, ...rest }) => (next <= least ? rest : { ...rest, cut: next }),
                replace: true,
              });
            }}
          />
        </label>
        <p
          className={styles.timing}
          title="The number on a picture is a percentile: the share of unrelated pairs in this library that fit each other less."
        >
          {counted(searched, "photo")} compared in {milliseconds.rank.toFixed(1)} ms, query read in{" "}
          {Math.round(milliseconds.encode)} ms
        </p>
        <SizeSlider />
      </div>
      <PictureBrowser
        label="Search results"
        ratios={ratios}
        source={source}
        rowHeight={rowHeight}
        noteOf={(index) => notes[index]}
      />
    </>
  );
}
