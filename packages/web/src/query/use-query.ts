/** The query that the address holds, and the ways to change it from anywhere on the page. */
import type { QueryPart } from "@imantics/api";
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useMemo } from "react";
import { notifyFailure } from "../notices/toasts.ts";
import { picturesAsParts } from "./query-pictures.ts";
import { decodeQuery, encodeQuery } from "./query-url.ts";

export interface QueryInAddress {
  readonly parts: readonly QueryPart[];
  /** Shows the results of another query; `isSmall` changes do not become a step of Back. */
  readonly ask: (parts: readonly QueryPart[], isSmall?: boolean) => void;
  /** Adds pictures from outside to what is asked. */
  readonly askWithPictures: (pictures: readonly Blob[]) => Promise<void>;
}

export function useQueryInAddress(): QueryInAddress {
  const navigate = useNavigate();
  const address = useRouterState({
    select: (state) => (state.location.pathname === "/search" ? state.location.searchStr : ""),
  });
  const parts = useMemo(() => decodeQuery(new URLSearchParams(address).getAll("q")), [address]);
  const ask = (next: readonly QueryPart[], isSmall = false) =>
    void navigate({ to: "/search", search: { q: encodeQuery(next) }, replace: isSmall });
  const askWithPictures = async (pictures: readonly Blob[]) => {
    try {
      ask([...parts, ...(await picturesAsParts(pictures))]);
    } catch (error) {
      notifyFailure(error);
    }
  };
  return { parts, ask, askWithPictures };
}
