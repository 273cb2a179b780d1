/** Uploads: one file a request, as the raw body, so that curl, scripts and browsers do the same. */
import { endpoints } from "@imantics/api";
import type { JobRecord, Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { importFile } from "../import-file.ts";
import { serveEndpoint } from "../serve-endpoint.ts";
import type { AppSettings } from "../settings.ts";

export function importRoutes(app: App, library: Library, settings: AppSettings): void {
  serveEndpoint(app, endpoints.imports.upload, async ({ params: { name }, context }) => {
    const { path } = await importFile(context.req.raw, name, settings.importsFolder, settings.limits);
    const job = await indexImports(library, settings.importsFolder);
    return { path, job: job.id };
  });
}

/** A job that has not begun yet will see the new file too, so a hundred dropped files need not be a hundred jobs. */
async function indexImports(library: Library, folder: string): Promise<JobRecord> {
  const jobs = await library.jobs.list();
  const waiting = jobs.find(({ kind, state, request }) => {
    const { locations } = request;
    return (
      kind === "index" &&
      state === "waiting" &&
      Array.isArray(locations) &&
      locations.length === 1 &&
      locations[0] === folder
    );
  });
  return (
    waiting ?? library.jobs.start({ kind: "index", locations: [folder], thenCluster: true, thenParts: true })
  );
}
