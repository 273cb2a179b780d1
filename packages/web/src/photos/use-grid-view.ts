/**
 * How wide the grid is and which part of it is in view. Scrolling is reported in coarse steps, so
 * that the grid draws a few times a second and the browser scrolls in between.
 */
import { type RefObject, useEffect, useLayoutEffect, useState } from "react";
import { scroller } from "../frame/scroller.ts";

/** Redraw after this many px; the grid draws more than this beyond the view. */
const step = 160;

export interface GridView {
  readonly width: number;
  /** Scroll position relative to the top of the grid, in coarse steps. */
  readonly top: number;
  readonly height: number;
}

export function useGridView(grid: RefObject<HTMLElement | null>): GridView {
  const [view, setView] = useState<GridView>({ width: 0, top: 0, height: 0 });

  useLayoutEffect(() => {
    if (grid.current) setView(viewOf(grid.current));
  }, [grid]);

  useEffect(() => {
    const element = grid.current;
    const scrolling = scroller();
    if (!element || !scrolling) return;
    const update = () => {
      const next = viewOf(element);
      setView((now) =>
        now.width === next.width && now.top === next.top && now.height === next.height ? now : next,
      );
    };
    const observer = new ResizeObserver(update);
    observer.observe(element);
    observer.observe(scrolling);
    scrolling.addEventListener("scroll", update, { passive: true });
    return () => {
      observer.disconnect();
      scrolling.removeEventListener("scroll", update);
    };
  }, [grid]);

  return view;
}

function viewOf(element: HTMLElement): GridView {
  const scrolling = scroller();
  const top = (scrolling?.scrollTop ?? 0) - element.offsetTop;
  return {
    width: element.clientWidth,
    top: Math.floor(top / step) * step,
    height: scrolling?.clientHeight ?? 0,
  };
}
