/**
 * Why the picture in the viewer matched, as the viewer shows it: whether, how strongly, which head. The
 * query is the one in the address; without any it is where the encoder looks.
 */
import type { Explanation } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { explanationQuery } from "../../queries.ts";
import { useQueryInAddress } from "../../query/use-query.ts";

export interface Why {
  readonly isShown: boolean;
  readonly toggle: () => void;
  /** False when there was nothing to hide. */
  readonly leave: () => boolean;
  /** What is asked, in the query language; empty: where the encoder looks. */
  readonly line: string;
  /** Undefined while it is worked out, and when that failed. */
  readonly explanation: Explanation | undefined;
  readonly error: Error | null;
  /** 0..1 */
  readonly opacity: number;
  readonly setOpacity: (opacity: number) => void;
  /** The head whose map is shown; null: all together. */
  readonly head: number | null;
  readonly setHead: (head: number | null) => void;
}

const opacityKey = "imantics.why-opacity";
const usualOpacity = 0.7;

export function useWhy(image: string): Why {
  const [isShown, setShown] = useState(false);
  const [opacity, setOpacity] = useState(() => Number(localStorage.getItem(opacityKey) ?? usualOpacity));
  const [head, setHead] = useState<number | null>(null);
  const { line: inAddress, read } = useQueryInAddress();
  // A query of conditions alone ranks nothing, so there is nothing to explain.
  const line = "query" in read && read.query.parts.length > 0 ? inAddress : "";
  const { data, error } = useQuery({ ...explanationQuery(image, line), enabled: isShown });
  return {
    isShown,
    toggle: () => setShown(!isShown),
    leave: () => {
      setShown(false);
      return isShown;
    },
    line,
    explanation: isShown ? data : undefined,
    error,
    opacity,
    setOpacity: (next) => {
      localStorage.setItem(opacityKey, String(next));
      setOpacity(next);
    },
    head: head !== null && head < (data?.heads.length ?? 0) ? head : null,
    setHead,
  };
}
