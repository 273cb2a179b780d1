/** API keys. */
import { endpoints } from "@imantics/api";
import { ImanticsError, type Library } from "@imantics/engine";
import type { App } from "../environment.ts";
import { serveEndpoint } from "../serve-endpoint.ts";
import { apiKey } from "../wire.ts";

export function keyRoutes(app: App, library: Library): void {
  serveEndpoint(app, endpoints.keys.list, async () => (await library.keys.list()).map(apiKey));

  serveEndpoint(app, endpoints.keys.create, async ({ body: { label, scope } }) => {
    const { record, key } = await library.keys.create(label, scope);
    return { ...apiKey(record), key };
  });

  serveEndpoint(app, endpoints.keys.remove, async ({ params: { id } }) => {
    if (!(await library.keys.list()).some((record) => record.id === id)) {
      throw new ImanticsError("key-not-found", `There is no key "${id}". "imantics keys list" shows them.`);
    }
    await library.keys.remove(id);
  });
}
