/**
 * Who may do what. On loopback everyone on the machine has every right; elsewhere a request
 * carries an API key, as `Authorization: Bearer` or as the cookie of a signed-in page.
 * Scopes grow: read < write < admin. Reading needs `read`, changing needs `write`; routes that
 * need more say so themselves with `requireScope`.
 */
import { routes } from "@imantics/api";
import { type ApiKeyRecord, ImanticsError, type Library } from "@imantics/engine";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import type { ServerEnv } from "./environment.ts";
import type { Access } from "./settings.ts";

export type Scope = ApiKeyRecord["scope"];

export const sessionCookie = "imantics-key";

const ranks: Readonly<Record<Scope, number>> = { read: 0, write: 1, admin: 2 };
const readingMethods: ReadonlySet<string> = new Set(["GET", "HEAD"]);
/** Questions that need a body; they change nothing in the library. */
const readingPosts = [routes.search, routes.searchPictures, routes.explain, routes.compareSpaces].map(
  (route) => new RegExp(`^${route.replace(/:\w+/g, "[^/]+")}$`),
);
/** What a visitor without a key may see: that the server lives, how to talk to it, and the door. */
const openPaths: ReadonlySet<string> = new Set([routes.health, routes.openapi, routes.docs, routes.session]);

/** Guards `/api/*`; sets `scope` for the handlers. */
export function authorise(library: Library, access: Access): MiddlewareHandler<ServerEnv> {
  return async (c, next) => {
    if (access === "loopback") {
      c.set("scope", "admin");
    } else if (!isOpen(c.req.path)) {
      c.set("scope", (await verifiedKey(library, presentedKey(c))).scope);
      requireScope(c, isReading(c.req.method, c.req.path) ? "read" : "write");
    }
    await next();
  };
}

/** Rejects with `scope-too-narrow` unless the key of this request reaches `needed`. */
export function requireScope(c: Context<ServerEnv>, needed: Scope): void {
  const scope = c.get("scope");
  if (ranks[scope] >= ranks[needed]) return;
  throw new ImanticsError(
    "scope-too-narrow",
    `This key has scope "${scope}"; ${c.req.method} ${c.req.path} needs "${needed}". ` +
      `Make a key with "imantics keys create <label> --scope ${needed}".`,
  );
}

/** The record of a key; rejects with `key-required` when none was given, `key-unknown` when it is none of ours. */
export async function verifiedKey(library: Library, key: string | null): Promise<ApiKeyRecord> {
  if (!key) {
    throw new ImanticsError(
      "key-required",
      'This server asks for an API key: send "Authorization: Bearer <key>". "imantics keys create" makes one.',
    );
  }
  const record = await library.keys.verify(key);
  if (record) return record;
  throw new ImanticsError(
    "key-unknown",
    'This API key is unknown or was removed. "imantics keys create" makes a new one.',
  );
}

function presentedKey(c: Context): string | null {
  const [scheme, token] = (c.req.header("Authorization") ?? "").split(/\s+/, 2);
  if (scheme?.toLowerCase() === "bearer" && token) return token;
  return getCookie(c, sessionCookie) ?? null;
}

function isOpen(path: string): boolean {
  return openPaths.has(path) || path.startsWith(`${routes.docs}/`);
}

/** Whether a request leaves the library as it is. */
export function isReading(method: string, path: string): boolean {
  return (
    readingMethods.has(method) || (method === "POST" && readingPosts.some((pattern) => pattern.test(path)))
  );
}
