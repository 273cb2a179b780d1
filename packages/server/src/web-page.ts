/**
 * The built web page. Hashed assets never change, so they are cached for ever; every other address
 * that is not a file is a view inside the page and gets `index.html`.
 */
import { serveStatic } from "@hono/node-server/serve-static";
import type { App } from "./environment.ts";

const assetsPrefix = "/assets/";

/** `folder` holds `index.html` and `assets/`. Compressed siblings (`.br`, `.gz`) are used when there. */
export function webPage(app: App, folder: string): void {
  const file = serveStatic({
    root: folder,
    precompressed: true,
    onFound: (_, c) => {
      const isHashed = c.req.path.startsWith(assetsPrefix);
      c.header("Cache-Control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  const index = serveStatic({
    root: folder,
    path: "index.html",
    precompressed: true,
    onFound: (_, c) => c.header("Cache-Control", "no-cache"),
  });

  app.get("*", async (c, next) => (isApi(c.req.path) ? next() : file(c, next)));
  app.get("*", async (c, next) => {
    // A missing script must not be answered with a page of HTML.
    if (isApi(c.req.path) || c.req.path.startsWith(assetsPrefix)) return next();
    return index(c, next);
  });
}

function isApi(path: string): boolean {
  return path === "/api" || path.startsWith("/api/");
}
