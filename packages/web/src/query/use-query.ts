/** The query that the address holds, and the ways to change it from anywhere on the page. */
import { formatPart, type ParsedQuery, parseQuery, QueryError } from "@imantics/api";
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useMemo } from "react";
import { notifyFailure } from "../notices/toasts.ts";
import { readSearchSearch } from "../view-in-address.ts";
import { picturesAsParts } from "./query-pictures.ts";

/** A line that was read, or why and where it cannot be. */
export type ReadLine = { readonly query: ParsedQuery } | { readonly error: QueryError };

export function readLine(line: string): ReadLine {
  try {
    return { query: parseQuery(line) };
  } catch (error) {
    if (error instanceof QueryError) return { error };
    throw error;
  }
}

export interface QueryInAddress {
  /** In the query language; empty when nothing is asked. */
  readonly line: string;
  readonly read: ReadLine;
  /** Shows the results of another query; `isSmall` changes do not become a step of Back. */
  readonly ask: (line: string, isSmall?: boolean) => void;
  /** Adds pictures from outside to what is asked. */
  readonly askWithPictures: (pictures: readonly Blob[]) => Promise<void>;
}

export function useQueryInAddress(): QueryInAddress {
  const navigate = useNavigate();
  const line = useRouterState({
    select: ({ location }) =>
      location.pathname === "/search" ? (readSearchSearch(location.search).q ?? "") : "",
  });
  const read = useMemo(() => readLine(line), [line]);
  const ask = (next: string, isSmall = false) =>
    void navigate({
      to: "/search",
      // How parts count and how large pictures are stays; a cut belongs to the results it was made on.
      search: ({ q: _, cut: __, image: ___, at: ____, ...rest }) => ({
        ...readSearchSearch(rest),
        ...(next !== "" && { q: next }),
      }),
      replace: isSmall,
    });
  const askWithPictures = async (pictures: readonly Blob[]) => {
    try {
      const parts = await picturesAsParts(pictures);
      ask([line, ...parts.map((part) => formatPart(part))].join(" ").trim());
    } catch (error) {
      notifyFailure(error);
    }
  };
  return { line, read, ask, askWithPictures };
}
