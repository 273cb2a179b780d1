/** The ledger of files that could not be processed. */
import { endpoints } from "@imantics/api";
import { type FailureRecord, ImanticsError, type Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { serveEndpoint } from "../serve-endpoint.ts";
import { job } from "../wire.ts";

export function failureRoutes(app: App, library: Library): void {
  serveEndpoint(app, endpoints.failures.page, async ({ query }) => {
    const { total, failures } = await library.failures.page(query);
    return { total, failures: failures.map((row) => ({ ...row })) };
  });

  serveEndpoint(app, endpoints.failures.retry, async ({ body }) => {
    const selected = await select(library, body.paths);
    if (selected.length === 0)
      throw new ImanticsError("nothing-to-retry", "The ledger is empty: every file was processed.");
    return job(await library.failures.retry(selected.map(({ path }) => path)));
  });

  serveEndpoint(app, endpoints.failures.ignore, async ({ body }) => {
    const selected = (await select(library, body.paths)).filter(({ isIgnored }) => !isIgnored);
    if (selected.length === 0)
      throw new ImanticsError("nothing-to-ignore", "All of these are ignored already.");
    await library.failures.ignore(selected.map(({ path }) => path));
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
