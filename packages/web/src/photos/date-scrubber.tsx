/**
 * The date scrubber at the right edge: a slider over the whole height of the grid, with the years
 * where they begin. It only scrolls; the grid follows.
 */
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useState } from "react";
import { scroller } from "../frame/scroller.ts";
import { actionOf, type KeyAction, keyMap } from "../keyboard/key-map.ts";
import { monthWords } from "../words/times.ts";
import styles from "./date-scrubber.module.css";
import { sectionAt } from "./grid-geometry.ts";
import type { GridLayout } from "./justified-rows.ts";

interface DateScrubberProps {
  readonly layout: GridLayout;
  /** Day of each section, `YYYY-MM-DD` or null. */
  readonly days: readonly (string | null)[];
}

/** How far a key scrolls, as a share of the whole. */
const keySteps: Readonly<Record<KeyAction<"dateSlider">, number>> = {
  up: -0.01,
  down: 0.01,
  "page-up": -0.1,
  "page-down": 0.1,
  first: -1,
  last: 1,
};

/** Years closer together than this share of the height would overlap. */
const leastDistance = 0.035;

export function DateScrubber({ layout, days }: DateScrubberProps) {
  const position = useScrollFraction();
  const [isHeld, setHeld] = useState(false);
  const marks = useMemo(() => yearMarks(layout, days), [layout, days]);
  const section = sectionAt(layout, position * layout.height);
  const day = section ? (days[layout.sections.indexOf(section)] ?? null) : null;

  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    scrollToFraction((event.clientY - box.top) / box.height);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const action = actionOf(keyMap.dateSlider, event);
    if (action === null) return;
    event.preventDefault();
    scrollToFraction(position + keySteps[action]);
  };

  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label="Date"
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(position * 100)}
      aria-valuetext={monthWords(day)}
      className={styles.scrubber}
      data-held={isHeld}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setHeld(true);
        drag(event);
      }}
      onPointerMove={(event) => isHeld && drag(event)}
      onPointerUp={() => setHeld(false)}
      onPointerCancel={() => setHeld(false)}
    >
      {marks.map((mark) => (
        <span key={mark.year} className={styles.year} style={{ top: `${mark.at * 100}%` }}>
          {mark.year}
        </span>
      ))}
      <span className={styles.thumb} style={{ top: `${position * 100}%` }}>
        <span>{monthWords(day)}</span>
      </span>
    </div>
  );
}

function yearMarks(layout: GridLayout, days: readonly (string | null)[]): { year: string; at: number }[] {
  const marks: { year: string; at: number }[] = [];
  for (const [index, section] of layout.sections.entries()) {
    const year = days[index]?.slice(0, 4);
    const at = section.top / Math.max(1, layout.height);
    const last = marks.at(-1);
    if (year === undefined || year === last?.year) continue;
    if (last === undefined || at - last.at >= leastDistance) marks.push({ year, at });
  }
  return marks;
}

function useScrollFraction(): number {
  const [fraction, setFraction] = useState(0);
  useEffect(() => {
    const element = scroller();
    if (!element) return;
    const update = () => {
      const range = element.scrollHeight - element.clientHeight;
      setFraction(range <= 0 ? 0 : Math.round((element.scrollTop / range) * 1000) / 1000);
    };
    update();
    element.addEventListener("scroll", update, { passive: true });
    return () => element.removeEventListener("scroll", update);
  }, []);
  return fraction;
}

function scrollToFraction(fraction: number): void {
  const element = scroller();
  if (!element) return;
  const bounded = Math.min(1, Math.max(0, fraction));
  element.scrollTop = bounded * (element.scrollHeight - element.clientHeight);
}
