/** Uploads: one file a request, as the raw body, so that curl, scripts and browsers do the same. */
import { createRoute, z } from "@hono/zod-openapi";
import { Imported, routes } from "@imantics/api";
import type { JobRecord, Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { importFile } from "../import-file.ts";
import { failure, jsonAnswer, openApiPath } from "../route-path.ts";
import type { AppSettings } from "../settings.ts";

const bytes = { schema: z.string().meta({ format: "binary" }) };

const upload = createRoute({
  method: "put",
  path: openApiPath(routes.imports),
  tags: ["Import"],
  summary: "Uploads a picture or a zip archive and indexes it",
  request: {
    params: z.object({ name: z.string().min(1).meta({ description: "File name with its ending." }) }),
    body: { required: true, content: { "image/*": bytes, "application/zip": bytes } },
  },
  responses: { 201: jsonAnswer(Imported, "Where it lies, and the job that indexes it"), ...failure },
});

export function importRoutes(app: App, library: Library, settings: AppSettings): void {
  app.openapi(upload, async (c) => {
    const { name } = c.req.valid("param");
    const { path } = await importFile(c.req.raw, name, settings.importsFolder, settings.limits);
    const job = await indexImports(library, settings.importsFolder);
    return c.json({ path, job: job.id }, 201);
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
