/**
 * The tiles of a listing, fetched in pages as they come into view and kept in one cache. Pages that
 * were scrolled past before they arrived are cancelled.
 */
import type { ImageScope, ImageTile } from "@imantics/api";
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { imagePageQuery, pageSize } from "../queries.ts";

export interface TileSource {
  /** The tile at an index, or undefined until its page is here. */
  readonly tile: (index: number) => ImageTile | undefined;
  /** Ids of `[from, end)`, fetching what is missing. */
  readonly ids: (from: number, end: number) => Promise<string[]>;
  /** Told by the grid what is in view. */
  readonly onVisible: (first: number, end: number) => void;
}

export function useTilePages(scope: ImageScope): TileSource {
  const queryClient = useQueryClient();
  const [pages, setPages] = useState({ first: 0, last: 0 });

  const results = useQueries({
    queries: Array.from({ length: pages.last - pages.first + 1 }, (_, offset) =>
      imagePageQuery(scope, pages.first + offset),
    ),
  });

  const onVisible = useCallback((first: number, end: number) => {
    const next = {
      first: Math.floor(first / pageSize),
      last: Math.floor(Math.max(first, end - 1) / pageSize),
    };
    setPages((now) => (now.first === next.first && now.last === next.last ? now : next));
  }, []);

  const tile = (index: number) => {
    const page = Math.floor(index / pageSize);
    const shown = results[page - pages.first]?.data;
    const data = shown ?? queryClient.getQueryData(imagePageQuery(scope, page).queryKey);
    return data?.images[index % pageSize];
  };

  const ids = async (from: number, end: number) => {
    const found: string[] = [];
    for (let page = Math.floor(from / pageSize); page * pageSize < end; page++) {
      const { images } = await queryClient.fetchQuery(imagePageQuery(scope, page));
      const begin = page * pageSize;
      found.push(...images.slice(Math.max(0, from - begin), end - begin).map((image) => image.id));
    }
    return found;
  };

  return { tile, ids, onVisible };
}
