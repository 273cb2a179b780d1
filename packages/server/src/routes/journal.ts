/** Human acts, and the way back. */
import { createRoute, z } from "@hono/zod-openapi";
import { JournalEntry, routes } from "@imantics/api";
import { ImanticsError, type Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { failure, jsonAnswer, openApiPath } from "../route-path.ts";
import { journalEntry } from "../wire.ts";

const tags = ["Journal"];

const list = createRoute({
  method: "get",
  path: openApiPath(routes.journal),
  tags,
  summary: "What people did here, newest first",
  request: { query: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) }) },
  responses: { 200: jsonAnswer(z.array(JournalEntry), "Acts"), ...failure },
});

const undo = createRoute({
  method: "post",
  path: openApiPath(routes.undo),
  tags,
  summary: "Takes back the last act",
  responses: { 200: jsonAnswer(JournalEntry, "The act that was undone"), ...failure },
});

const redo = createRoute({
  method: "post",
  path: openApiPath(routes.redo),
  tags,
  summary: "Does the last undone act again",
  responses: { 200: jsonAnswer(JournalEntry, "The act that was redone"), ...failure },
});

export function journalRoutes(app: App, library: Library): void {
  app.openapi(list, async (c) =>
    c.json((await library.journal.list(c.req.valid("query").limit)).map(journalEntry), 200),
  );

  app.openapi(undo, async (c) => {
    const entry = await library.journal.undo();
    if (!entry) throw new ImanticsError("nothing-to-undo", "There is no act to undo.");
    return c.json(journalEntry(entry), 200);
  });

  app.openapi(redo, async (c) => {
    const entry = await library.journal.redo();
    if (!entry) throw new ImanticsError("nothing-to-redo", "There is no undone act to do again.");
    return c.json(journalEntry(entry), 200);
  });
}
