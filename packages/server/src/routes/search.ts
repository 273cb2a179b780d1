/** Searching by words, by images of the library, by pictures from outside, and by any mix of them. */
import { createRoute, z } from "@hono/zod-openapi";
import { routes, SearchRequest, SearchResponse, UploadedPicture } from "@imantics/api";
import type { Fusion, Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { queryPictures } from "../query-pictures.ts";
import { readQuery } from "../read-query.ts";
import { failure, jsonAnswer, jsonBody, openApiPath } from "../route-path.ts";
import type { AppSettings } from "../settings.ts";
import { searchResponse } from "../wire.ts";

const tags = ["Search"];

const search = createRoute({
  method: "post",
  path: openApiPath(routes.search),
  tags,
  summary:
    "The pictures nearest to a weighted mix of words, pictures and parts, that meet conditions; needs scope read",
  request: { body: jsonBody(SearchRequest) },
  responses: { 200: jsonAnswer(SearchResponse, "Hits, best first"), ...failure },
});

const addPicture = createRoute({
  method: "post",
  path: openApiPath(routes.searchPictures),
  tags,
  summary: "Keeps a picture (raw body, at most 64 MiB) for a while, to search with; needs scope read",
  request: {
    body: { required: true, content: { "image/*": { schema: z.string().meta({ format: "binary" }) } } },
  },
  responses: { 201: jsonAnswer(UploadedPicture, "The id for `QueryPart.picture`"), ...failure },
});

export function searchRoutes(app: App, library: Library, settings: AppSettings): void {
  const pictures = queryPictures(settings.temporaryFolder, settings.limits);

  app.openapi(search, async (c) => {
    const request = c.req.valid("json");
    const result = await library.search({
      ...(await readQuery(request, pictures)),
      fusion: fusionOf(request.fusion),
      limit: request.limit,
      offset: request.offset,
    });
    return c.json(searchResponse(result), 200);
  });

  app.openapi(addPicture, async (c) => c.json({ picture: await pictures.add(c.req.raw) }, 201));
}

/** Without what was not said, so that the defaults of the engine hold. */
function fusionOf({
  weights = {},
  aggregate,
  usesConfidence,
}: z.output<typeof SearchRequest>["fusion"]): Partial<Fusion> {
  const said = Object.entries(weights).flatMap(([type, weight]) =>
    weight === undefined ? [] : [[type, weight]],
  );
  return {
    weights: Object.fromEntries(said),
    ...(aggregate && { aggregate }),
    ...(usesConfidence !== undefined && { usesConfidence }),
  };
}
