/** Why a picture matched, and where the encoder looks. */
import { endpoints } from "@imantics/api";
import type { Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { queryPictures } from "../query-pictures.ts";
import { readQuery } from "../read-query.ts";
import { serveEndpoint } from "../serve-endpoint.ts";
import type { AppSettings } from "../settings.ts";
import * as wire from "../wire.ts";

export function explainRoutes(app: App, library: Library, settings: AppSettings): void {
  const pictures = queryPictures(settings.temporaryFolder, settings.limits);

  serveEndpoint(app, endpoints.explain.explain, async ({ params, body, context }) => {
    const query = await readQuery({ ...body, conditions: [] }, pictures);
    const { signal } = context.req.raw;
    return wire.explanation(await library.explain(params.id, query, { signal }));
  });
}
