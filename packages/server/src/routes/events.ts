/** Events of jobs as they happen. */
import { createRoute, z } from "@hono/zod-openapi";
import { NumberedEvent, routes } from "@imantics/api";
import { ImanticsError, type Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { eventStream } from "../event-stream.ts";
import { failure, openApiPath } from "../route-path.ts";
import type { AppSettings } from "../settings.ts";

const events = createRoute({
  method: "get",
  path: openApiPath(routes.events),
  tags: ["Jobs"],
  summary: "Server-Sent Events, each a NumberedEvent; Last-Event-ID resumes",
  request: {
    query: z.object({ job: z.string().optional().meta({ description: "Only this job; ends with it." }) }),
    headers: z.object({
      "last-event-id": z.coerce.number().int().min(0).optional().meta({ description: "Only later events." }),
    }),
  },
  responses: {
    200: { description: "Events", content: { "text/event-stream": { schema: NumberedEvent } } },
    ...failure,
  },
});

export function eventRoutes(app: App, library: Library, settings: AppSettings): void {
  const { limits, onInternalError } = settings;
  const never = new AbortController().signal;
  let openStreams = 0;

  app.openapi(events, async (c) => {
    const { job } = c.req.valid("query");
    const after = c.req.valid("header")["last-event-id"];
    if (job !== undefined) await library.jobs.get(job);
    if (openStreams >= limits.maxEventStreams) {
      throw new ImanticsError(
        "too-many-streams",
        `${openStreams} event streams are open already. Close some pages.`,
      );
    }
    openStreams += 1;
    return eventStream(
      (signal) =>
        library.jobs.events({
          signal,
          ...(after !== undefined && { after }),
          ...(job !== undefined && { job }),
        }),
      {
        heartbeatMs: limits.heartbeatMs,
        signal: settings.signal ?? never,
        onEnd: (error) => {
          openStreams -= 1;
          if (error !== undefined) onInternalError?.(error);
        },
      },
    );
  });
}
