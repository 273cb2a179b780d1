/** What could be typed next in the search box: open while one types, moved through with arrows. */
import { type Completion, completionsAt } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { actionOf, keyMap } from "../keyboard/key-map.ts";
import { vocabularyQuery } from "../queries.ts";

/** One letter begins too many words to say anything about fields. */
const fewestLetters = 2;

export interface Completions {
  readonly list: readonly Completion[];
  /** Place of the chosen one, or -1: then Enter searches for what is typed. */
  readonly active: number;
  /** The line and the cursor in it after something was typed. */
  readonly typed: (line: string, cursor: number) => void;
  readonly close: () => void;
  /** Whether the key was meant for the list. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

interface Typed {
  readonly line: string;
  readonly cursor: number;
  readonly active: number;
}

export function useCompletions(accept: (completion: Completion) => void): Completions {
  const [at, setAt] = useState<Typed | null>(null);
  const { data: vocabulary } = useQuery({ ...vocabularyQuery, enabled: at !== null });
  const list = at === null ? [] : worthOffering(completionsAt(at.line, at.cursor, vocabulary), at);
  const active = at === null ? -1 : Math.min(at.active, list.length - 1);

  const onKey = (event: KeyboardEvent): boolean => {
    if (at === null || list.length === 0) return false;
    const chosen = list[active];
    switch (actionOf(keyMap.searchBox, event)) {
      case "next":
        setAt({ ...at, active: active + 1 < list.length ? active + 1 : -1 });
        return true;
      case "previous":
        setAt({ ...at, active: active < 0 ? list.length - 1 : active - 1 });
        return true;
      case "accept":
        if (chosen) accept(chosen);
        return chosen !== undefined;
      case "leave":
        setAt(null);
        return true;
      default:
        return false;
    }
  };
  return {
    list,
    active,
    typed: (line, cursor) => setAt({ line, cursor, active: -1 }),
    close: () => setAt(null),
    onKey,
  };
}

/** Without what already stands there, and without fields for a single letter. */
function worthOffering(completions: readonly Completion[], { line, cursor }: Typed): Completion[] {
  return completions.filter(({ text, from, to }) => {
    const begun = line.slice(from, to);
    return begun !== text && !(text.endsWith(":") && cursor - from < fewestLetters);
  });
}
