/** Searching by words, by images of the library, by pictures from outside, and by any mix of them. */
import { endpoints, type Fusion as FusionSchema } from "@imantics/api";
import type { Fusion, Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { queryPictures } from "../query-pictures.ts";
import { readQuery } from "../read-query.ts";
import { serveEndpoint } from "../serve-endpoint.ts";
import type { AppSettings } from "../settings.ts";
import { searchResponse } from "../wire.ts";

export function searchRoutes(app: App, library: Library, settings: AppSettings): void {
  const pictures = queryPictures(settings.temporaryFolder, settings.limits);

  serveEndpoint(app, endpoints.search.search, async ({ body }) => {
    const result = await library.search({
      ...(await readQuery(body, pictures)),
      fusion: fusionOf(body.fusion),
      limit: body.limit,
      offset: body.offset,
    });
    return searchResponse(result);
  });

  serveEndpoint(app, endpoints.search.addPicture, async ({ context }) => ({
    picture: await pictures.add(context.req.raw),
  }));
}

/** Without what was not said, so that the defaults of the engine hold. */
function fusionOf({ weights = {}, aggregate, usesConfidence }: FusionSchema): Partial<Fusion> {
  const said = Object.entries(weights).flatMap(([type, weight]) =>
    weight === undefined ? [] : [[type, weight]],
  );
  return {
    weights: Object.fromEntries(said),
    ...(aggregate && { aggregate }),
    ...(usesConfidence !== undefined && { usesConfidence }),
  };
}
