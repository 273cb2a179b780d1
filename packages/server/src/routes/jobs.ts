/** Jobs: everything that takes long. Starting answers 202 at once; events tell the rest. */
import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { endpoints } from "@imantics/api";
import { ImanticsError, type Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { serveEndpoint } from "../serve-endpoint.ts";
import * as wire from "../wire.ts";

export function jobRoutes(app: App, library: Library): void {
  const { jobs } = library;
  const to = endpoints.jobs;

  serveEndpoint(app, to.list, async ({ query }) => (await jobs.list(query.limit)).map(wire.job));

  serveEndpoint(app, to.index, async ({ body }) => {
    await requireLocations(library, body.locations);
    return wire.job(await jobs.start({ kind: "index", ...body }));
  });

  serveEndpoint(app, to.detail, async ({ params }) => wire.job(await jobs.get(params.id)));

  serveEndpoint(app, to.cancel, async ({ params: { id } }) => {
    await jobs.cancel(id);
    return wire.job(await jobs.get(id));
  });

  serveEndpoint(app, to.resume, async ({ params }) => wire.job(await jobs.resume(params.id)));
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
