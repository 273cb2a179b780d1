/** The hits of one search as a grid, with the cut and the line on how it was found. */
import type { Hit, QueryPart, SearchResponse } from "@imantics/api";
import { useMemo } from "react";
import { Nothing } from "../../components/page.tsx";
import { SizeSlider, useRowHeight } from "../../photos/size-slider.tsx";
import type { TileNote } from "../../photos/tile.tsx";
import type { TileSource } from "../../photos/use-tile-pages.ts";
import { PictureBrowser } from "../../viewer/picture-browser.tsx";
import { count, counted } from "../../words/quantities.ts";
import { CutSlider, useCut } from "./cut-slider.tsx";
import { meetsWords, whyWords } from "./query-words.ts";
import styles from "./search-results.module.css";

interface SearchResultsProps {
  /** None: pictures that meet the conditions, without a ranking. */
  readonly parts: readonly QueryPart[];
  readonly response: SearchResponse;
}

export function SearchResults({ parts, response }: SearchResultsProps) {
  const rowHeight = useRowHeight();
  const cut = useCut();
  const { hits, hasGoodMatch } = response;
  const isRanked = parts.length > 0;
  const kept = useMemo(
    () => (isRanked ? hits.filter((hit) => hit.percentile >= cut) : hits),
    [hits, cut, isRanked],
  );
  const ratios = useMemo(
    () => kept.map(({ image }) => Math.round((image.width / image.height) * 100)),
    [kept],
  );
  const notes = useMemo(
    () => kept.map((hit) => noteOf(hit, parts, hasGoodMatch)),
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
  if (hits.length === 0) return <Nothing>No photo matches.</Nothing>;

  return (
    <>
      {!hasGoodMatch && (
        <p className={styles.none} role="status">
          <strong>No good match.</strong> Nearest are shown below.
        </p>
      )}
      <div className={styles.bar}>
        {isRanked && <CutSlider hits={hits} kept={kept.length} />}
        <HowFound isRanked={isRanked} response={response} />
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

function noteOf(hit: Hit, parts: readonly QueryPart[], hasGoodMatch: boolean): TileNote {
  const region = hit.region.type === "whole" ? null : hit.region;
  const others = hit.reasons
    .map((reason) => reason.region)
    .filter(({ id, type }) => type !== "whole" && id !== region?.id);
  return parts.length === 0
    ? { percentile: null, why: meetsWords(hit), isDim: false, region, others }
    : {
        percentile: hit.percentile,
        why: whyWords(hit, parts),
        isDim: !hasGoodMatch,
        region,
        others,
      };
}

interface HowFoundProps {
  readonly isRanked: boolean;
  readonly response: SearchResponse;
}

function HowFound({ isRanked, response: { hits, searched, milliseconds } }: HowFoundProps) {
  if (!isRanked) {
    return (
      <p className={styles.timing}>
        {hits.length < searched
          ? `The newest ${count(hits.length)} of ${counted(searched, "photo")} that are so`
          : `${counted(searched, "photo")}, newest first`}
      </p>
    );
  }
  return (
    <p
      className={styles.timing}
      title="The number on a photo is a percentile: the share of unrelated pairs in this library that match less well."
    >
      {counted(searched, "photo")} compared in {milliseconds.rank.toFixed(1)} ms, query read in{" "}
      {Math.round(milliseconds.encode)} ms
    </p>
  );
}
