/** Where a key moves the focus in a grid; null when the key does not move. */
import { pictureInRow } from "./grid-geometry.ts";
import type { GridLayout } from "./justified-rows.ts";

export function movedFocus(
  layout: GridLayout,
  key: string,
  active: number,
  rowsPerPage: number,
): number | null {
  const last = layout.row.length - 1;
  if (last < 0) return null;
  if (active < 0) return key.startsWith("Arrow") || key === "Home" ? 0 : null;
  switch (key) {
    case "ArrowLeft":
      return Math.max(0, active - 1);
    case "ArrowRight":
      return Math.min(last, active + 1);
    case "ArrowUp":
      return pictureInRow(layout, active, -1);
    case "ArrowDown":
      return pictureInRow(layout, active, 1);
    case "PageUp":
      return pictureInRow(layout, active, -rowsPerPage);
    case "PageDown":
      return pictureInRow(layout, active, rowsPerPage);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}
