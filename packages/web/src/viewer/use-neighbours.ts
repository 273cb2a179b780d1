/** The pictures around the one in the viewer, fetched as one moves; the listing may have shifted since. */
import { useEffect, useState } from "react";
import type { TileSource } from "../photos/use-tile-pages.ts";

export interface Neighbours {
  /** Place of the picture in the listing; -1 while unknown. */
  readonly index: number;
  readonly from: number;
  readonly ids: readonly string[];
  readonly idAt: (index: number) => string | undefined;
}

/** Pictures kept at each side. */
const reach = 16;

export function useNeighbours(
  image: string,
  at: number | undefined,
  total: number,
  source: TileSource,
): Neighbours {
  const [around, setAround] = useState<{ from: number; ids: readonly string[] }>({ from: 0, ids: [] });

  const from = at === undefined ? 0 : Math.max(0, at - reach);
  const end = at === undefined ? 0 : Math.min(total, at + reach + 1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the source is a new value at every draw, its listing is not.
  useEffect(() => {
    if (end <= from) return;
    let isCurrent = true;
    source.ids(from, end).then(
      (ids) => isCurrent && setAround({ from, ids }),
      // Without neighbours the picture itself still shows.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [from, end]);

  const offset = around.ids.indexOf(image);
  return {
    index: offset >= 0 ? around.from + offset : (at ?? -1),
    from: around.from,
    ids: around.ids,
    idAt: (index) => around.ids[index - around.from],
  };
}
