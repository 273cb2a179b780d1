/**
 * Questions about a grid that is already laid out: what can be seen, what lies above or below,
 * where to scroll. All by binary search over rows, so they cost nothing while scrolling.
 */
import type { GridLayout, PlacedSection } from "./justified-rows.ts";

/** Last row that begins at or above `y`; 0 when none does. */
export function rowAt(layout: GridLayout, y: number): number {
  let low = 0;
  let high = layout.rowCount - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((layout.rowTop[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** Pictures `[first, end)` whose rows touch the band from `top` to `bottom`. */
export function visibleRange(
  layout: GridLayout,
  top: number,
  bottom: number,
): { first: number; end: number } {
  if (layout.rowCount === 0) return { first: 0, end: 0 };
  const first = layout.rowFirst[rowAt(layout, top)] ?? 0;
  const end = layout.rowFirst[rowAt(layout, bottom) + 1] ?? 0;
  return { first, end };
}

/** The section that `y` lies in. */
export function sectionAt(layout: GridLayout, y: number): PlacedSection | undefined {
  let low = 0;
  let high = layout.sections.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((layout.sections[middle]?.top ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return layout.sections[low];
}

/** The picture whose middle is nearest to that of `index`, `rows` rows further down (or up). */
export function pictureInRow(layout: GridLayout, index: number, rows: number): number {
  const here = layout.row[index] ?? 0;
  const row = Math.min(layout.rowCount - 1, Math.max(0, here + rows));
  const middle = middleOf(layout, index);
  const first = layout.rowFirst[row] ?? 0;
  const end = layout.rowFirst[row + 1] ?? first;
  let best = first;
  for (let candidate = first; candidate < end; candidate++) {
    if (Math.abs(middleOf(layout, candidate) - middle) < Math.abs(middleOf(layout, best) - middle)) {
      best = candidate;
    }
  }
  return best;
}

/** Space to keep free around a row, in px: a bar may lie over the top of the view. */
export interface Margin {
  readonly top: number;
  readonly bottom: number;
}

/** The scroll position nearest to `scrollTop` at which the row of `index` is in view; may be negative. */
export function scrollToShow(
  layout: GridLayout,
  index: number,
  scrollTop: number,
  viewHeight: number,
  margin: Margin,
): number {
  const row = layout.row[index] ?? 0;
  const top = (layout.rowTop[row] ?? 0) - margin.top;
  const bottom = (layout.rowTop[row] ?? 0) + (layout.rowHeight[row] ?? 0) + margin.bottom;
  if (top < scrollTop) return top;
  if (bottom > scrollTop + viewHeight) return bottom - viewHeight;
  return scrollTop;
}

function middleOf(layout: GridLayout, index: number): number {
  return (layout.left[index] ?? 0) + (layout.width[index] ?? 0) / 2;
}
