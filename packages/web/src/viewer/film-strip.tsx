/** The pictures before and after, small; the middle one is shown. */
import { useLayoutEffect, useRef } from "react";
import { Thumbnail } from "../components/thumbnail.tsx";
import styles from "./film-strip.module.css";
import type { Neighbours } from "./use-neighbours.ts";

interface FilmStripProps {
  readonly strip: Neighbours;
  readonly onMove: (image: string, at: number) => void;
}

export function FilmStrip({ strip, onMove }: FilmStripProps) {
  const here = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shown picture moves to the middle when it changes.
  useLayoutEffect(() => {
    const list = here.current?.closest("ol");
    const item = here.current;
    if (list && item) list.scrollLeft = item.offsetLeft - (list.clientWidth - item.clientWidth) / 2;
  }, [strip.index, strip.from]);
  if (strip.ids.length < 2) return null;
  return (
    <ol className={styles.strip} aria-label="Photos before and after">
      {strip.ids.map((id, offset) => {
        const index = strip.from + offset;
        const isHere = index === strip.index;
        return (
          <li key={id}>
            <button
              ref={isHere ? here : undefined}
              type="button"
              tabIndex={-1}
              aria-current={isHere}
              aria-label={`Photo ${index + 1}`}
              onClick={() => onMove(id, index)}
            >
              <Thumbnail id={id} />
            </button>
          </li>
        );
      })}
    </ol>
  );
}
