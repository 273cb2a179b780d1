/** Takes an act of the journal back, or does it again, and says what it was. */
import type { Acted } from "@imantics/api";
import { client, RequestFailed } from "../client.ts";
import { changed } from "../queries.ts";
import { notify, notifyFailure, type Toast } from "./toasts.ts";

/** The last act there is, whoever's it was: what Ctrl+Z means. */
export const undoLast = (): Promise<void> => walk("undo");
export const redoLast = (): Promise<void> => walk("redo");

/**
 * The way back for a message about an act: that act and no other, however long the message has been there
 * and whatever was done since. None for what cannot be taken back.
 */
export function wayBack({ sequence }: Acted): Toast["action"] {
  return sequence === null ? null : { label: "Undo", run: () => void walk("undo", sequence) };
}

const words = {
  undo: { done: "Undone", none: "Nothing to undo.", label: "Redo", opposite: "redo" },
  redo: { done: "Done again", none: "Nothing to redo.", label: "Undo", opposite: "undo" },
} as const;

async function walk(direction: "undo" | "redo", meant?: number): Promise<void> {
  const { done, none, label, opposite } = words[direction];
  try {
    const { act, sequence } = await client[direction](meant);
    changed("clusterings", "images", "library", "parts", "people", "search", "vocabulary");
    notify(`${done}: ${act.replaceAll("-", " ")}`, { label, run: () => void walk(opposite, sequence) });
  } catch (error) {
    if (error instanceof RequestFailed && error.code === `nothing-to-${direction}`) notify(none);
    else notifyFailure(error);
  }
}
