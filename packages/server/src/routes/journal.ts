/** What people did, and the way back. */
import { endpoints } from "@imantics/api";
import { ImanticsError, type Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { serveEndpoint } from "../serve-endpoint.ts";
import { journalEntry } from "../wire.ts";

export function journalRoutes(app: App, { journal }: Library): void {
  serveEndpoint(app, endpoints.journal.list, async ({ query }) =>
    (await journal.list(query.limit)).map(journalEntry),
  );

  serveEndpoint(app, endpoints.journal.undo, async ({ body }) => {
    const entry = await journal.undo(body.sequence);
    if (!entry) throw new ImanticsError("nothing-to-undo", "There is no act to undo.");
    return journalEntry(entry);
  });

  serveEndpoint(app, endpoints.journal.redo, async ({ body }) => {
    const entry = await journal.redo(body.sequence);
    if (!entry) throw new ImanticsError("nothing-to-redo", "There is no undone act to do again.");
    return journalEntry(entry);
  });
}
