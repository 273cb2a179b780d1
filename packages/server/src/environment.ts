/** What travels with a request through the app. */
import type { HttpBindings } from "@hono/node-server";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Scope } from "@imantics/api";

export interface ServerEnv {
  /** Empty when a request comes without a socket. */
  Bindings: Partial<HttpBindings>;
  Variables: { scope: Scope };
}

export type App = OpenAPIHono<ServerEnv>;
