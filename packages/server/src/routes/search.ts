/** Searching by words, by images of the library, by pictures from outside, and by any mix of them. */
import { createRoute, z } from "@hono/zod-openapi";
import { routes, SearchRequest, SearchResponse, UploadedPicture } from "@imantics/api";
import type { Library, QueryPart } from "@imantics/engine";
import type { App } from "../environment.ts";
import { type QueryPictures, queryPictures } from "../query-pictures.ts";
import { failure, jsonAnswer, jsonBody, openApiPath } from "../route-path.ts";
import type { AppSettings } from "../settings.ts";
import { searchResponse } from "../wire.ts";

const tags = ["Search"];

const search = createRoute({
  method: "post",
  path: openApiPath(routes.search),
  tags,
  summary: "The nearest regions to a weighted mix of words and pictures; needs scope read",
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
    const { parts, limit, offset } = c.req.valid("json");
    const loaded = await Promise.all(parts.map((part) => loadPart(part, pictures)));
    return c.json(searchResponse(await library.search({ parts: loaded, limit, offset })), 200);
  });

  app.openapi(addPicture, async (c) => c.json({ picture: await pictures.add(c.req.raw) }, 201));
}

async function loadPart(
  part: z.output<typeof SearchRequest>["parts"][number],
  pictures: QueryPictures,
): Promise<QueryPart> {
  if (part.kind !== "picture") return part;
  return { kind: "picture", bytes: await pictures.read(part.picture), weight: part.weight };
}
