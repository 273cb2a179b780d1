/** Takes back the last journalled act and says what it was. */
import { client, RequestFailed } from "../client.ts";
import { changed } from "../queries.ts";
import { notify, notifyFailure } from "./toasts.ts";

export async function undoLast(): Promise<void> {
  try {
    const entry = await client.undo();
    changed("clusterings", "images", "library");
    notify(`Undone: ${entry.act.replaceAll("-", " ")}`);
  } catch (error) {
    if (error instanceof RequestFailed && error.code === "nothing-to-undo") notify("Nothing to undo.");
    else notifyFailure(error);
  }
}
