/** Models: what can encode pictures here, what can be fetched, what serves. */
import { endpoints } from "@imantics/api";
import { ImanticsError, type Library, type ModelSummary } from "@imantics/engine";
import type { App } from "../environment.ts";
import { serveEndpoint } from "../serve-endpoint.ts";
import * as wire from "../wire.ts";

export function modelRoutes(app: App, library: Library): void {
  const { models } = endpoints;
  serveEndpoint(app, models.list, async () => (await library.models.list()).map((model) => ({ ...model })));

  serveEndpoint(app, models.pull, async ({ params }) => {
    const { id, state, downloadBytes } = await find(library, params.id);
    if (state !== "ready" && downloadBytes === null) throw notDownloadable(id);
    if (state === "ready") throw new ImanticsError("model-ready", `Model "${id}" is at hand already.`);
    return wire.job(await library.jobs.start({ kind: "pull-model", model: id }));
  });

  serveEndpoint(app, models.use, async ({ params }) => {
    const { id, state, downloadBytes } = await find(library, params.id);
    if (state !== "ready" && downloadBytes === null) throw notDownloadable(id);
    if (state !== "ready") {
      throw new ImanticsError(
        "model-not-downloaded",
        `Model "${id}" is not here yet. "imantics models pull ${id}" fetches it.`,
      );
    }
    await library.models.use(id);
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
