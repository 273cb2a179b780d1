/** Hides hits below a percentile and says how many remain; where the cut is stands in the address. */
import type { Hit } from "@imantics/api";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { count, counted, percentile } from "../../words/quantities.ts";
import styles from "./search-results.module.css";

/** Hits below this percentile are hidden; 0: none are. */
export function useCut(): number {
  return useSearch({ from: "/search" }).cut ?? 0;
}

interface CutSliderProps {
  /** Best first. */
  readonly hits: readonly Hit[];
  /** How many remain. */
  readonly kept: number;
}

export function CutSlider({ hits, kept }: CutSliderProps) {
  const cut = useCut();
  const navigate = useNavigate({ from: "/search" });
  const least = Math.floor(Math.min(...hits.map((hit) => hit.percentile)));
  return (
    <label className={styles.cut}>
      <span>
        {cut > least
          ? `${count(kept)} of ${count(hits.length)} at ${percentile(cut)} or more`
          : `The ${count(hits.length)} nearest`}
      </span>
      <input
        type="range"
        aria-label="Lowest percentile"
        aria-valuetext={`${percentile(cut)}, ${counted(kept, "photo")} remain`}
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
  );
}
