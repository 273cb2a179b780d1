/**
 * The one selection of the whole page: grid, search and clusters show and change the same set.
 * Image ids in the order they were picked; a gesture commits once.
 */
import { useSyncExternalStore } from "react";

let selected: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

function commit(next: ReadonlySet<string>): void {
  selected = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const selection = {
  current: (): ReadonlySet<string> => selected,
  toggle(id: string): void {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    commit(next);
  },
  add(ids: readonly string[]): void {
    commit(new Set([...selected, ...ids]));
  },
  /** Takes `before` out and puts `after` in: how a range grows and shrinks under Shift. */
  replace(before: readonly string[], after: readonly string[]): void {
    const next = new Set(selected);
    for (const id of before) next.delete(id);
    for (const id of after) next.add(id);
    commit(next);
  },
  clear(): void {
    if (selected.size > 0) commit(new Set());
  },
};

export function useSelection(): ReadonlySet<string> {
  return useSyncExternalStore(subscribe, selection.current);
}
