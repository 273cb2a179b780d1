/**
 * Signing a browser in: the key moves into a cookie that scripts cannot read and that other sites
 * cannot send, so that pictures and event streams, which carry no headers of ours, work as well.
 */
import { endpoints } from "@imantics/api";
import type { Library } from "@imantics/engine";
import { deleteCookie, setCookie } from "hono/cookie";
import { sessionCookie, verifiedKey } from "../auth.ts";
import type { App } from "../environment.ts";
import { serveEndpoint } from "../serve-endpoint.ts";

const thirtyDaysInSeconds = 30 * 24 * 60 * 60;

export function sessionRoutes(app: App, library: Library): void {
  serveEndpoint(app, endpoints.session.signIn, async ({ body: { key }, context }) => {
    const { scope } = await verifiedKey(library, key);
    setCookie(context, sessionCookie, key, {
      httpOnly: true,
      sameSite: "Strict",
      path: "/api",
      secure: new URL(context.req.url).protocol === "https:",
      maxAge: thirtyDaysInSeconds,
    });
    return { scope };
  });

  serveEndpoint(app, endpoints.session.signOut, ({ context }) => {
    deleteCookie(context, sessionCookie, { path: "/api" });
  });
}
