/** The library as a whole, and the sign of life for whoever watches the process. */
import { createRoute, z } from "@hono/zod-openapi";
import { LibrarySummary, routes } from "@imantics/api";
import type { Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { failure, jsonAnswer, openApiPath } from "../route-path.ts";
import { librarySummary } from "../wire.ts";

const health = createRoute({
  method: "get",
  path: openApiPath(routes.health),
  tags: ["Library"],
  summary: "Whether the server answers; needs no key",
  responses: { 200: jsonAnswer(z.object({ status: z.literal("ok") }), "It does") },
});

const summary = createRoute({
  method: "get",
  path: openApiPath(routes.library),
  tags: ["Library"],
  summary: "Counts, sources, and the encoder that serves",
  responses: { 200: jsonAnswer(LibrarySummary, "The library"), ...failure },
});

export function libraryRoutes(app: App, library: Library): void {
  app.openapi(health, (c) => c.json({ status: "ok" as const }, 200));
  app.openapi(summary, async (c) => c.json(librarySummary(await library.describe()), 200));
}
