/** The ledger of files that could not be processed. */
import { createRoute, z } from "@hono/zod-openapi";
import { FailurePage, FailureSelection, Job, routes } from "@imantics/api";
import { type FailureRecord, ImanticsError, type Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { failure, jsonAnswer, jsonBody, openApiPath } from "../route-path.ts";
import { job } from "../wire.ts";

const tags = ["Failures"];

const page = createRoute({
  method: "get",
  path: openApiPath(routes.failures),
  tags,
  summary: "Files that could not be processed, with the reason",
  request: {
    query: z.object({
      offset: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
    }),
  },
  responses: { 200: jsonAnswer(FailurePage, "One page of the ledger"), ...failure },
});

const retry = createRoute({
  method: "post",
  path: openApiPath(routes.retryFailures),
  tags,
  summary: "Tries files again",
  request: { body: jsonBody(FailureSelection) },
  responses: { 202: jsonAnswer(Job, "The job that tries"), ...failure },
});

const ignore = createRoute({
  method: "post",
  path: openApiPath(routes.ignoreFailures),
  tags,
  summary: "Keeps failures out of sight until the file changes",
  request: { body: jsonBody(FailureSelection) },
  responses: { 204: { description: "Ignored" }, ...failure },
});

export function failureRoutes(app: App, library: Library): void {
  app.openapi(page, async (c) => {
    const { total, failures } = await library.failures.page(c.req.valid("query"));
    return c.json({ total, failures: failures.map((row) => ({ ...row })) }, 200);
  });

  app.openapi(retry, async (c) => {
    const selected = await select(library, c.req.valid("json").paths);
    if (selected.length === 0)
      throw new ImanticsError("nothing-to-retry", "The ledger is empty: every file was processed.");
    return c.json(job(await library.failures.retry(selected.map(({ path }) => path))), 202);
  });

  app.openapi(ignore, async (c) => {
    const selected = (await select(library, c.req.valid("json").paths)).filter(({ isIgnored }) => !isIgnored);
    if (selected.length === 0)
      throw new ImanticsError("nothing-to-ignore", "All of these are ignored already.");
    await library.failures.ignore(selected.map(({ path }) => path));
    return c.body(null, 204);
  });
}

/** The ledger's rows for `paths`, all rows when undefined. Rejects with `failure-not-found`. */
async function select(
  library: Library,
  paths: readonly string[] | undefined,
): Promise<readonly FailureRecord[]> {
  const rows = new Map<string, FailureRecord>();
  const limit = 1000;
  for (let offset = 0; ; offset += limit) {
    const { failures } = await library.failures.page({ offset, limit });
    for (const row of failures) rows.set(row.path, row);
    if (failures.length < limit) break;
  }
  return (paths ?? [...rows.keys()]).map((path) => {
    const row = rows.get(path);
    if (!row) throw new ImanticsError("failure-not-found", `"${path}" is not in the ledger of failures.`);
    return row;
  });
}
