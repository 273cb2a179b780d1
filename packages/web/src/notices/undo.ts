/** Takes back the last journalled act, or does it again, and says what it was. */
import { client, RequestFailed } from "../client.ts";
import { changed } from "../queries.ts";
import { notify, notifyFailure, type Toast } from "./toasts.ts";

export async function undoLast(): Promise<void> {
  const again = { label: "Redo", run: () => void redoLast() };
  await walk("undo", { done: "Undone", none: "Nothing to undo.", action: again });
}

export async function redoLast(): Promise<void> {
  const back = { label: "Undo", run: () => void undoLast() };
  await walk("redo", { done: "Done again", none: "Nothing to redo.", action: back });
}

interface Words {
  readonly done: string;
  readonly none: string;
  /** The way back. */
  readonly action: Toast["action"];
}

async function walk(direction: "undo" | "redo", { done, none, action }: Words): Promise<void> {
  try {
    const entry = await client[direction]();
    changed("clusterings", "images", "library", "parts", "people", "search", "vocabulary");
    notify(`${done}: ${entry.act.replaceAll("-", " ")}`, action);
  } catch (error) {
    if (error instanceof RequestFailed && error.code === `nothing-to-${direction}`) notify(none);
    else notifyFailure(error);
  }
}
