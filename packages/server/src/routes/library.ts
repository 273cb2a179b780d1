/** The library as a whole, and the sign of life for whoever watches the process. */
import { endpoints } from "@imantics/api";
import type { Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { serveEndpoint } from "../serve-endpoint.ts";
import { librarySummary } from "../wire.ts";

export function libraryRoutes(app: App, library: Library): void {
  serveEndpoint(app, endpoints.library.health, () => ({ status: "ok" as const }));
  serveEndpoint(app, endpoints.library.summary, async () => librarySummary(await library.describe()));
}
