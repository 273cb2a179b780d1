/**
 * The HTTP face of a library: guards first, then one file of routes per topic, then the page.
 * Knows no socket (that is `./serve.ts`), so `app.request()` exercises all of it.
 */
import { OpenAPIHono } from "@hono/zod-openapi";
import { addressPattern, changesLibrary, documents, endpoints } from "@imantics/api";
import { ImanticsError, type Library, version } from "@imantics/engine";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { HTTPException } from "hono/http-exception";
import { timeout } from "hono/timeout";
import { apiDocs } from "./api-docs.ts";
import { authorise, endpointOf } from "./auth.ts";
import type { App, ServerEnv } from "./environment.ts";
import { answerError } from "./errors.ts";
import { ownOrigin } from "./own-origin.ts";
import { rateLimit } from "./rate-limit.ts";
import { clusteringRoutes } from "./routes/clusterings.ts";
import { eventRoutes } from "./routes/events.ts";
import { explainRoutes } from "./routes/explain.ts";
import { failureRoutes } from "./routes/failures.ts";
import { imageRoutes } from "./routes/images.ts";
import { importRoutes } from "./routes/imports.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { journalRoutes } from "./routes/journal.ts";
import { keyRoutes } from "./routes/keys.ts";
import { libraryRoutes } from "./routes/library.ts";
import { modelRoutes } from "./routes/models.ts";
import { partRoutes } from "./routes/parts.ts";
import { peopleRoutes } from "./routes/people.ts";
import { searchRoutes } from "./routes/search.ts";
import { sessionRoutes } from "./routes/session.ts";
import { spaceRoutes } from "./routes/spaces.ts";
import { noStoreByDefault, sandboxed, securityHeaders } from "./security-headers.ts";
import type { AppSettings } from "./settings.ts";
import { webPage } from "./web-page.ts";

/** Bodies that are streamed to disk under limits of their own, and answers that never end. */
const streamed = [endpoints.imports.upload, endpoints.search.addPicture, endpoints.events.stream].map(
  addressPattern,
);
const compressible =
  /^(application\/(json|javascript|wasm)|text\/(html|css|javascript|plain)|image\/svg\+xml)/;

/** All routes over `library`. Nothing is read from the environment; see `AppSettings`. */
export function createApp(library: Library, settings: AppSettings): App {
  const { access, limits } = settings;
  const app: App = new OpenAPIHono<ServerEnv>();
  app.onError((error, c) => answerError(error, c, (cause) => settings.onInternalError?.(cause)));
  app.notFound((c) => {
    throw new ImanticsError(
      "route-not-found",
      `There is no ${c.req.method} ${c.req.path}. See ${documents.pages}.`,
    );
  });

  app.use(endpoints.images.original.path, sandboxed());
  app.use(securityHeaders());
  app.use("/api/*", noStoreByDefault());
  app.use(compress({ contentTypeFilter: compressible }));
  app.use(rateLimit(limits));
  app.use(ownOrigin(access));
  app.use("/api/*", authorise(library, access));
  app.use("/api/*", readOnlyGuard(library));
  app.use("/api/*", unlessStreamed(timeout(limits.timeoutMs, () => tooSlow(limits.timeoutMs))));
  app.use("/api/*", unlessStreamed(bodyLimit({ maxSize: limits.maxJsonBytes })));

  libraryRoutes(app, library);
  imageRoutes(app, library);
  searchRoutes(app, library, settings);
  explainRoutes(app, library, settings);
  partRoutes(app, library);
  peopleRoutes(app, library);
  clusteringRoutes(app, library);
  jobRoutes(app, library);
  failureRoutes(app, library);
  eventRoutes(app, library, settings);
  importRoutes(app, library, settings);
  modelRoutes(app, library);
  spaceRoutes(app, library, settings);
  journalRoutes(app, library);
  keyRoutes(app, library);
  sessionRoutes(app, library);
  apiDocs(app, version);
  if (settings.webFolder !== null) webPage(app, settings.webFolder);
  return app;
}

function unlessStreamed(guard: MiddlewareHandler): MiddlewareHandler {
  return (c, next) => (streamed.some((pattern) => pattern.test(c.req.path)) ? next() : guard(c, next));
}

function tooSlow(timeoutMs: number): HTTPException {
  return new HTTPException(503, {
    message: `No answer within ${timeoutMs / 1000} s; try again or ask for less`,
  });
}

function readOnlyGuard(library: Library): MiddlewareHandler {
  return async (c, next) => {
    const asked = endpointOf(c.req.method, c.req.path);
    if (library.isReadOnly && asked && changesLibrary(asked)) {
      throw new ImanticsError(
        "library-read-only",
        `The library in ${library.location} is open for reading only. Close what writes to it and start the server again.`,
      );
    }
    await next();
  };
}
