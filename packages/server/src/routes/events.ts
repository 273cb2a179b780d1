/** Events of jobs as they happen. */
import { endpoints } from "@imantics/api";
import { ImanticsError, type Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { eventStream } from "../event-stream.ts";
import { serveEndpoint } from "../serve-endpoint.ts";
import type { AppSettings } from "../settings.ts";

export function eventRoutes(app: App, library: Library, settings: AppSettings): void {
  const { limits, onInternalError } = settings;
  const never = new AbortController().signal;
  let openStreams = 0;

  serveEndpoint(app, endpoints.events.stream, async ({ query: { job }, headers }) => {
    const after = headers["last-event-id"];
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
