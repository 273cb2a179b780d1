/** Models: what can encode pictures here, what can be fetched, what serves. */
import { createRoute, z } from "@hono/zod-openapi";
import { Job, Model, routes } from "@imantics/api";
import { ImanticsError, type Library, type ModelSummary } from "@imantics/engine";
import { requireScope } from "../auth.ts";
import type { App } from "../environment.ts";
import { failure, jsonAnswer, openApiPath } from "../route-path.ts";
import * as wire from "../wire.ts";

const tags = ["Models"];
const params = z.object({ id: z.string() });

const list = createRoute({
  method: "get",
  path: openApiPath(routes.models),
  tags,
  summary: "Models of the catalogue, and which of them are at hand",
  responses: { 200: jsonAnswer(z.array(Model), "Models"), ...failure },
});

const pull = createRoute({
  method: "post",
  path: openApiPath(routes.pullModel),
  tags,
  summary: "Starts downloading a model; needs scope admin",
  request: { params },
  responses: { 202: jsonAnswer(Job, "The job"), ...failure },
});

const use = createRoute({
  method: "post",
  path: openApiPath(routes.useModel),
  tags,
  summary: "Makes a model the one that serves",
  request: { params },
  responses: { 204: { description: "It serves now" }, ...failure },
});

export function modelRoutes(app: App, library: Library): void {
  app.openapi(list, async (c) =>
    c.json(
      (await library.models.list()).map((model) => ({ ...model })),
      200,
    ),
  );

  app.openapi(pull, async (c) => {
    requireScope(c, "admin");
    const { id, state, downloadBytes } = await find(library, c.req.valid("param").id);
    if (state !== "ready" && downloadBytes === null) throw notDownloadable(id);
    if (state === "ready") throw new ImanticsError("model-ready", `Model "${id}" is at hand already.`);
    return c.json(wire.job(await library.jobs.start({ kind: "pull-model", model: id })), 202);
  });

  app.openapi(use, async (c) => {
    const { id, state, downloadBytes } = await find(library, c.req.valid("param").id);
    if (state !== "ready" && downloadBytes === null) throw notDownloadable(id);
    if (state !== "ready") {
      throw new ImanticsError(
        "model-not-downloaded",
        `Model "${id}" is not here yet. "imantics models pull ${id}" fetches it.`,
      );
    }
    await library.models.use(id);
    return c.body(null, 204);
  });
}

function notDownloadable(id: string): ImanticsError {
  return new ImanticsError(
    "not-downloadable",
    `No public file of model "${id}" is known. "imantics models import <file.onnx> --id ${id}" takes one of yours.`,
  );
}

async function find(library: Library, id: string): Promise<ModelSummary> {
  const models = await library.models.list();
  const model = models.find((candidate) => candidate.id === id);
  if (model) return model;
  throw new ImanticsError(
    "model-not-found",
    `There is no model "${id}"; there are ${models.map((candidate) => candidate.id).join(", ")}.`,
  );
}
