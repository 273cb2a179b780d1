/** The contract for machines (OpenAPI 3.1) and for people (Swagger UI, from disk: no other host is asked). */
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import { documents } from "@imantics/api";
import type { App } from "./environment.ts";

const assets = ["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"];

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Imantics API</title>
    <link rel="stylesheet" href="swagger-ui.css">
    <link rel="icon" type="image/png" href="favicon-32x32.png">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="swagger-ui-bundle.js"></script>
    <script src="start.js"></script>
  </body>
</html>
`;

// A file of its own, because the security policy runs no inline scripts. No validator badge: it asks another host.
const start = `SwaggerUIBundle({
  url: ${JSON.stringify(documents.openapi)},
  dom_id: "#swagger-ui",
  deepLinking: true,
  validatorUrl: null,
});
`;

/** To be called after all routes are registered or before: the document is made when it is asked for. */
export function apiDocs(app: App, version: string): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "key", { type: "http", scheme: "bearer" });
  app.doc31(documents.openapi, {
    openapi: "3.1.0",
    info: {
      title: "Imantics",
      version,
      description: "Gives a folder of unlabelled photos structure. On loopback no key is needed.",
    },
    security: [{ key: [] }, {}],
  });

  app.get(documents.pages, (c) => c.redirect(`${documents.pages}/`));
  app.get(`${documents.pages}/`, (c) => c.html(page));
  app.get(`${documents.pages}/start.js`, (c) =>
    c.body(start, 200, { "Content-Type": "text/javascript; charset=utf-8" }),
  );
  const root = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  for (const path of assets) {
    app.get(`${documents.pages}/${path}`, serveStatic({ root, path }));
  }
}
