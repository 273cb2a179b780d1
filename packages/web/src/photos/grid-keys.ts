/** Where a key moves the focus in a grid; null when the key does not move. */
import type { KeyAction } from "../keyboard/key-map.ts";
import { pictureInRow } from "./grid-geometry.ts";
import type { GridLayout } from "./justified-rows.ts";

/** What begins at the first picture when none has the focus. */
const entering: ReadonlySet<KeyAction<"photos">> = new Set(["left", "right", "up", "down", "first"]);

export function movedFocus(
  layout: GridLayout,
  action: KeyAction<"photos"> | null,
  active: number,
  rowsPerPage: number,
): number | null {
  const last = layout.row.length - 1;
  if (last < 0) return null;
  if (active < 0) return action !== null && entering.has(action) ? 0 : null;
  switch (action) {
    case "left":
      return Math.max(0, active - 1);
    case "right":
      return Math.min(last, active + 1);
    case "up":
      return pictureInRow(layout, active, -1);
    case "down":
      return pictureInRow(layout, active, 1);
    case "page-up":
      return pictureInRow(layout, active, -rowsPerPage);
    case "page-down":
      return pictureInRow(layout, active, rowsPerPage);
    case "first":
      return 0;
    case "last":
      return last;
    default:
      return null;
  }
}
