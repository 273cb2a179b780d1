/** Copies files into the library, a few at a time; the server indexes them as a job. */
import { useSyncExternalStore } from "react";
import { client, reasonOf } from "../client.ts";
import { notify, notifyFailure } from "../notices/toasts.ts";
import { changed } from "../queries.ts";
import { counted } from "../words/quantities.ts";
import type { DroppedFiles } from "./dropped-files.ts";

export interface ImportProgress {
  readonly done: number;
  readonly total: number;
}

const atOnce = 3;
let progress: ImportProgress | null = null;
const listeners = new Set<() => void>();

function report(next: ImportProgress | null): void {
  progress = next;
  for (const listener of listeners) listener();
}

/** How far the copying is; null while nothing is copied. */
export function useImportProgress(): ImportProgress | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => progress,
  );
}

export async function importFiles({ files, leftOut }: DroppedFiles): Promise<void> {
  if (files.length === 0) {
    notify(
      leftOut > 0 ? "Nothing to add: there are no pictures or zip archives in there." : "Nothing to add.",
    );
    return;
  }
  const refused: string[] = [];
  const queue = [...files];
  report({ done: 0, total: files.length });
  const work = async () => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      try {
        await client.importFile(file.name, file);
      } catch (error) {
        refused.push(`${file.name}: ${reasonOf(error)}`);
      }
      report({ done: (progress?.done ?? 0) + 1, total: progress?.total ?? files.length });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  report(null);
  changed("jobs");
  const added = files.length - refused.length;
  const ignored = leftOut > 0 ? ` ${counted(leftOut, "other file")} left out.` : "";
  if (added > 0) notify(`${counted(added, "file")} added.${ignored}`);
  if (refused.length > 0)
    notifyFailure(new Error(`${counted(refused.length, "file")} refused. ${refused[0]}`));
}
