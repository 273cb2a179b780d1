/**
 * The built web page. Hashed assets never change, so they are cached for ever; every other address
 * that is not a file is a view inside the page and gets `index.html`.
 */
import { serveStatic } from "@hono/node-server/serve-static";
import type { App } from "./environment.ts";

const assetsPrefix = "/assets/";

/** `folder` holds `index.html` and `assets/`. Compressed siblings (`.br`, `.gz`) are used when there. */
export function webPage(app: App, folder: string): void {
  const file = serveStatic({ root: folder, precompressed: true });
  const index = serveStatic({ root: folder, path: "index.html", precompressed: true });

  app.get("*", async (c, next) => {
    if (isApi(c.req.path)) return next();
    const isAsset = c.req.path.startsWith(assetsPrefix);
    // A missing script must not be answered with a page of HTML.
    const found = await file(c, () => Promise.resolve());
    const response = found ?? (isAsset ? undefined : await index(c, () => Promise.resolve()));
    response?.headers.set("Cache-Control", isAsset ? "public, max-age=31536000, immutable" : "no-cache");
    return response ?? next();
  });
}

function isApi(path: string): boolean {
  return path === "/api" || path.startsWith("/api/");
}
