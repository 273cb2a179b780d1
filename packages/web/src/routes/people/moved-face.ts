import type { KeyAction } from "../../keyboard/key-map.ts";

/** Where a key leads among `count` faces in rows of `columns`: the next index, or null when it leads nowhere. */
export function movedFace(
  action: KeyAction<"faces"> | null,
  from: number,
  count: number,
  columns: number,
): number | null {
  const steps: Readonly<Record<string, number>> = {
    left: from - 1,
    right: from + 1,
    up: from - columns,
    down: from + columns,
    first: 0,
    last: count - 1,
  };
  const to = action === null ? undefined : steps[action];
  return to === undefined || to < 0 || to >= count || to === from ? null : to;
}
