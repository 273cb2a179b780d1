/** Why a picture matched, and where the encoder looks. */
import { createRoute, z } from "@hono/zod-openapi";
import { ExplainRequest, Explanation, ImageId, routes } from "@imantics/api";
import type { Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { queryPictures } from "../query-pictures.ts";
import { readQuery } from "../read-query.ts";
import { failure, jsonAnswer, jsonBody, openApiPath } from "../route-path.ts";
import type { AppSettings } from "../settings.ts";
import * as wire from "../wire.ts";

const explain = createRoute({
  method: "post",
  path: openApiPath(routes.explain),
  tags: ["Search"],
  summary: "Which places of a picture speak for a query, and which against; needs scope read",
  request: { params: z.object({ id: ImageId }), body: jsonBody(ExplainRequest) },
  responses: { 200: jsonAnswer(Explanation, "A map over the picture"), ...failure },
});

export function explainRoutes(app: App, library: Library, settings: AppSettings): void {
  const pictures = queryPictures(settings.temporaryFolder, settings.limits);

  app.openapi(explain, async (c) => {
    const query = await readQuery({ ...c.req.valid("json"), conditions: [] }, pictures);
    const { signal } = c.req.raw;
    return c.json(wire.explanation(await library.explain(c.req.valid("param").id, query, { signal })), 200);
  });
}
