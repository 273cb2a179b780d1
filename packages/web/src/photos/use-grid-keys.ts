/** Keyboard and mouse of a grid: move, open, select, extend, find similar. */
import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useRef, useState } from "react";
import { scroller } from "../frame/scroller.ts";
import { actionOf, keyMap } from "../keyboard/key-map.ts";
import { notifyFailure } from "../notices/toasts.ts";
import { selection } from "../selection/selection.ts";
import { scrollToShow } from "./grid-geometry.ts";
import { movedFocus } from "./grid-keys.ts";
import type { GridLayout } from "./justified-rows.ts";
import type { PhotoGridProps } from "./photo-grid.tsx";

/** The bar of a page stays at the top of the view, over the grid. */
const margin = { top: 72, bottom: 8 };

/** A range that Shift drags open and shut: where it began and what it holds now. */
interface ShiftRange {
  readonly anchor: number;
  readonly ids: readonly string[];
}

export function useGridKeys(grid: RefObject<HTMLElement | null>, layout: GridLayout, props: PhotoGridProps) {
  const { source, onOpen, onSimilar, shownIndex } = props;
  const [active, setActive] = useState(-1);
  const range = useRef<ShiftRange | null>(null);

  const show = (index: number) => {
    const scrolling = scroller();
    const offset = grid.current?.offsetTop ?? 0;
    if (!scrolling) return;
    const wanted = scrollToShow(layout, index, scrolling.scrollTop - offset, scrolling.clientHeight, margin);
    scrolling.scrollTop = wanted + offset;
  };

  const wasShown = useRef(false);
  useEffect(() => {
    if (shownIndex !== undefined) setActive(shownIndex);
    // When the viewer closes, the keyboard goes on from the picture last seen.
    else if (wasShown.current) grid.current?.focus({ preventScroll: true });
    wasShown.current = shownIndex !== undefined;
  }, [shownIndex, grid]);

  const toggle = (index: number) => {
    const tile = source.tile(index);
    range.current = null;
    setActive(index);
    if (tile) selection.toggle(tile.id);
  };

  const extendTo = async (index: number) => {
    const anchor = range.current?.anchor ?? Math.max(0, active);
    const before = range.current?.ids ?? [];
    setActive(index);
    try {
      const ids = await source.ids(Math.min(anchor, index), Math.max(anchor, index) + 1);
      range.current = { anchor, ids };
      selection.replace(before, ids);
    } catch (error) {
      notifyFailure(error);
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const action = actionOf(keyMap.photos, event);
    const rowsPerPage = Math.max(1, Math.floor((scroller()?.clientHeight ?? 600) / (props.rowHeight + 4)));
    const moved = movedFocus(layout, action, active, rowsPerPage);
    if (moved !== null) {
      if (event.shiftKey) void extendTo(moved);
      else {
        range.current = null;
        setActive(moved);
      }
      show(moved);
    } else if (active < 0) {
      return;
    } else if (action === "open") {
      onOpen(active);
    } else if (action === "select") {
      toggle(active);
    } else if (action === "find-similar") {
      const tile = source.tile(active);
      if (tile) onSimilar(tile.id);
    } else {
      return;
    }
    event.preventDefault();
  };

  const onClick = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    const index = indexOf(target);
    if (index === null) return;
    if (event.shiftKey) void extendTo(index);
    else if (event.ctrlKey || event.metaKey || target?.closest("[data-check]")) toggle(index);
    else if (target?.closest("[data-similar]")) onSimilar(source.tile(index)?.id ?? "");
    else {
      setActive(index);
      onOpen(index);
    }
  };

  // A long press on a touch screen arrives as a context menu.
  const onContextMenu = (event: MouseEvent) => {
    const isTouch = "pointerType" in event.nativeEvent && event.nativeEvent.pointerType === "touch";
    const index = event.target instanceof Element ? indexOf(event.target) : null;
    if (!isTouch || index === null) return;
    event.preventDefault();
    toggle(index);
  };

  return { active, onKeyDown, onClick, onContextMenu };
}

function indexOf(target: Element | null): number | null {
  const tile = target?.closest<HTMLElement>("[data-index]");
  return tile?.dataset.index === undefined ? null : Number(tile.dataset.index);
}
