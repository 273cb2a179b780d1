/** API keys. Every route here needs scope admin, reading included. */
import { createRoute, z } from "@hono/zod-openapi";
import { ApiKey, CreatedApiKey, NewApiKey, routes } from "@imantics/api";
import { ImanticsError, type Library } from "@imantics/engine";
import { requireScope } from "../auth.ts";
import type { App } from "../environment.ts";
import { failure, jsonAnswer, jsonBody, openApiPath } from "../route-path.ts";
import { apiKey } from "../wire.ts";

const tags = ["Keys"];

const list = createRoute({
  method: "get",
  path: openApiPath(routes.keys),
  tags,
  summary: "Keys by label; the keys themselves are not stored",
  responses: { 200: jsonAnswer(z.array(ApiKey), "Keys"), ...failure },
});

const create = createRoute({
  method: "post",
  path: openApiPath(routes.keys),
  tags,
  summary: "Makes a key; this answer is the only place that shows it",
  request: { body: jsonBody(NewApiKey) },
  responses: { 201: jsonAnswer(CreatedApiKey, "The key"), ...failure },
});

const remove = createRoute({
  method: "delete",
  path: openApiPath(routes.key),
  tags,
  summary: "Removes a key; it stops working at once",
  request: { params: z.object({ id: z.string() }) },
  responses: { 204: { description: "Removed" }, ...failure },
});

export function keyRoutes(app: App, library: Library): void {
  app.openapi(list, async (c) => {
    requireScope(c, "admin");
    return c.json((await library.keys.list()).map(apiKey), 200);
  });

  app.openapi(create, async (c) => {
    requireScope(c, "admin");
    const { label, scope } = c.req.valid("json");
    const { record, key } = await library.keys.create(label, scope);
    return c.json({ ...apiKey(record), key }, 201);
  });

  app.openapi(remove, async (c) => {
    requireScope(c, "admin");
    const { id } = c.req.valid("param");
    if (!(await library.keys.list()).some((record) => record.id === id)) {
      throw new ImanticsError("key-not-found", `There is no key "${id}". "imantics keys list" shows them.`);
    }
    await library.keys.remove(id);
    return c.body(null, 204);
  });
}
