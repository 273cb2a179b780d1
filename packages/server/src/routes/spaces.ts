/** Spaces: what each model has seen, removed and brought back by the journal, compared. */
import { createRoute, z } from "@hono/zod-openapi";
import { CompareSpacesRequest, EmptiedSpaces, routes, Space, SpaceComparison } from "@imantics/api";
import { ImanticsError, type Library } from "@imantics/engine";
import { requireScope } from "../auth.ts";
import type { App } from "../environment.ts";
import { queryPictures } from "../query-pictures.ts";
import { readQuery } from "../read-query.ts";
import { failure, jsonAnswer, jsonBody, openApiPath } from "../route-path.ts";
import type { AppSettings } from "../settings.ts";

const tags = ["Spaces"];

const list = createRoute({
  method: "get",
  path: openApiPath(routes.spaces),
  tags,
  summary: "The spaces of the library, those in the trash last",
  responses: { 200: jsonAnswer(z.array(Space), "Spaces"), ...failure },
});

const remove = createRoute({
  method: "delete",
  path: openApiPath(routes.space),
  tags,
  summary: "Puts a space into the trash, by id or by model",
  request: { params: z.object({ space: z.string() }) },
  responses: { 204: { description: "It is in the trash; undo brings it back" }, ...failure },
});

const empty = createRoute({
  method: "post",
  path: openApiPath(routes.emptySpaces),
  tags,
  summary: "Throws out the spaces in the trash, for good; needs scope admin",
  responses: { 200: jsonAnswer(EmptiedSpaces, "What was thrown out"), ...failure },
});

const compare = createRoute({
  method: "post",
  path: openApiPath(routes.compareSpaces),
  tags,
  summary: "Asks two spaces the same; needs scope read",
  request: { body: jsonBody(CompareSpacesRequest) },
  responses: { 200: jsonAnswer(SpaceComparison, "Both rankings and what they share"), ...failure },
});

export function spaceRoutes(app: App, library: Library, settings: AppSettings): void {
  const pictures = queryPictures(settings.temporaryFolder, settings.limits);

  app.openapi(list, async (c) =>
    c.json(
      (await library.spaces.list()).map((space) => ({ ...space })),
      200,
    ),
  );

  app.openapi(remove, async (c) => {
    await library.spaces.remove(c.req.valid("param").space);
    return c.body(null, 204);
  });

  app.openapi(empty, async (c) => {
    requireScope(c, "admin");
    const { spaces, clusterings, finds } = await library.spaces.empty();
    if (spaces.length + clusterings.length + finds === 0) {
      throw new ImanticsError("nothing-to-empty", "There is nothing in the trash.");
    }
    return c.json({ spaces: [...spaces] }, 200);
  });

  app.openapi(compare, async (c) => {
    const { spaces, part, limit } = c.req.valid("json");
    const { parts } = await readQuery({ parts: [part], conditions: [] }, pictures);
    const [asked] = parts;
    if (asked === undefined) throw new ImanticsError("internal:compare", "One part was read as none.");
    const { rankings, overlap, chance } = await library.spaces.compare(spaces, asked, limit);
    const [first, second] = rankings;
    const answer: SpaceComparison = {
      rankings: [
        { ...first, hits: first.hits.map((hit) => ({ ...hit })) },
        { ...second, hits: second.hits.map((hit) => ({ ...hit })) },
      ],
      overlap,
      chance,
    };
    return c.json(answer, 200);
  });
}
