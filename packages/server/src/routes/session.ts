/**
 * Signing a browser in: the key moves into a cookie that scripts cannot read and that other sites
 * cannot send, so that pictures and event streams, which carry no headers of ours, work as well.
 */

import { createRoute, z } from "@hono/zod-openapi";
import { KeyScope, routes } from "@imantics/api";
import type { Library } from "@imantics/engine";
import { deleteCookie, setCookie } from "hono/cookie";
import { sessionCookie, verifiedKey } from "../auth.ts";
import type { App } from "../environment.ts";
import { failure, jsonAnswer, jsonBody } from "../route-path.ts";

const tags = ["Keys"];
const thirtyDaysInSeconds = 30 * 24 * 60 * 60;

const signIn = createRoute({
  method: "post",
  path: routes.session,
  tags,
  summary: "Signs this browser in with a key",
  request: { body: jsonBody(z.object({ key: z.string().min(1).max(500) })) },
  responses: { 200: jsonAnswer(z.object({ scope: KeyScope }), "Signed in; what the key may do"), ...failure },
});

const signOut = createRoute({
  method: "delete",
  path: routes.session,
  tags,
  summary: "Signs this browser out",
  responses: { 204: { description: "The cookie is gone" }, ...failure },
});

export function sessionRoutes(app: App, library: Library): void {
  app.openapi(signIn, async (c) => {
    const { key } = c.req.valid("json");
    const { scope } = await verifiedKey(library, key);
    setCookie(c, sessionCookie, key, {
      httpOnly: true,
      sameSite: "Strict",
      path: "/api",
      secure: new URL(c.req.url).protocol === "https:",
      maxAge: thirtyDaysInSeconds,
    });
    return c.json({ scope }, 200);
  });

  app.openapi(signOut, (c) => {
    deleteCookie(c, sessionCookie, { path: "/api" });
    return c.body(null, 204);
  });
}
