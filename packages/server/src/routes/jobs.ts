/** Jobs: everything that takes long. Starting answers 202 at once; events tell the rest. */
import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { createRoute, z } from "@hono/zod-openapi";
import { IndexRequest, Job, routes } from "@imantics/api";
import { ImanticsError, type Library } from "@imantics/engine";
import { requireScope } from "../auth.ts";
import type { App } from "../environment.ts";
import { failure, jsonAnswer, jsonBody, openApiPath } from "../route-path.ts";
import * as wire from "../wire.ts";

const tags = ["Jobs"];
const params = z.object({ id: z.string() });

const list = createRoute({
  method: "get",
  path: openApiPath(routes.jobs),
  tags,
  summary: "Jobs, newest first",
  request: { query: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) }) },
  responses: { 200: jsonAnswer(z.array(Job), "Jobs"), ...failure },
});

const index = createRoute({
  method: "post",
  path: openApiPath(routes.indexJobs),
  tags,
  summary: "Starts indexing folders, files or archives of the server's machine; new ones need scope admin",
  request: { body: jsonBody(IndexRequest) },
  responses: { 202: jsonAnswer(Job, "The job"), ...failure },
});

const detail = createRoute({
  method: "get",
  path: openApiPath(routes.job),
  tags,
  summary: "One job",
  request: { params },
  responses: { 200: jsonAnswer(Job, "The job"), ...failure },
});

const cancel = createRoute({
  method: "post",
  path: openApiPath(routes.cancelJob),
  tags,
  summary: "Stops a job at the next safe point; what is done stays done",
  request: { params },
  responses: { 202: jsonAnswer(Job, "The job, about to stop"), ...failure },
});

const resume = createRoute({
  method: "post",
  path: openApiPath(routes.resumeJob),
  tags,
  summary: "Starts the same request again as a new job; finished work is skipped",
  request: { params },
  responses: { 202: jsonAnswer(Job, "The new job"), ...failure },
});

export function jobRoutes(app: App, library: Library): void {
  const { jobs } = library;

  app.openapi(list, async (c) => c.json((await jobs.list(c.req.valid("query").limit)).map(wire.job), 200));

  app.openapi(index, async (c) => {
    const request = c.req.valid("json");
    const { locations } = request;
    // Any image file of the machine could be read this way: not a right of every writer.
    if (locations.length > 0) requireScope(c, "admin");
    await requireLocations(library, locations);
    return c.json(wire.job(await jobs.start({ kind: "index", ...request })), 202);
  });

  app.openapi(detail, async (c) => c.json(wire.job(await jobs.get(c.req.valid("param").id)), 200));

  app.openapi(cancel, async (c) => {
    const { id } = c.req.valid("param");
    await jobs.cancel(id);
    return c.json(wire.job(await jobs.get(id)), 202);
  });

  app.openapi(resume, async (c) => c.json(wire.job(await jobs.resume(c.req.valid("param").id)), 202));
}

async function requireLocations(library: Library, locations: readonly string[]): Promise<void> {
  for (const location of locations) {
    try {
      await access(location);
    } catch (cause) {
      throw new ImanticsError(
        "location-not-found",
        `"${location}" does not exist or cannot be read on this machine (looked at ${resolve(location)}).`,
        { cause },
      );
    }
  }
  if (locations.length === 0 && (await library.describe()).sources.length === 0) {
    throw new ImanticsError(
      "no-sources",
      "Nothing was ever indexed here, so there is nothing to look at again. Name a folder.",
    );
  }
}
