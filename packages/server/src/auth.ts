/**
 * Who may do what. On loopback everyone on the machine has every right; elsewhere a request
 * carries an API key, as `Authorization: Bearer` or as the cookie of a signed-in page.
 * Which scope a request needs is written in its endpoint, and nowhere else.
 */
import { addressPattern, allEndpoints, documents, type Endpoint, type Scope } from "@imantics/api";
import { type ApiKeyRecord, ImanticsError, type Library } from "@imantics/engine";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import type { ServerEnv } from "./environment.ts";
import type { Access } from "./settings.ts";

export const sessionCookie = "imantics-key";

const ranks: Readonly<Record<Scope, number>> = { public: -1, read: 0, write: 1, admin: 2 };
const patterns = allEndpoints.map((endpoint) => ({ endpoint, pattern: addressPattern(endpoint) }));

/** The endpoint that a request is for, as the router finds it; undefined for what is none. HEAD is GET. */
export function endpointOf(method: string, path: string): Endpoint | undefined {
  const asked = method === "HEAD" ? "GET" : method;
  return patterns.find(({ endpoint, pattern }) => endpoint.method === asked && pattern.test(path))?.endpoint;
}

/** Guards `/api/*`; sets `scope` for the handlers. What is no endpoint is nobody's without a key either. */
export function authorise(library: Library, access: Access): MiddlewareHandler<ServerEnv> {
  return async (c, next) => {
    if (access === "loopback") {
      c.set("scope", "admin");
    } else {
      const needed = isDocument(c.req.path)
        ? "public"
        : (endpointOf(c.req.method, c.req.path)?.scope ?? "read");
      if (needed !== "public") {
        c.set("scope", (await verifiedKey(library, presentedKey(c))).scope);
        requireScope(c, needed);
      }
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

function isDocument(path: string): boolean {
  return path === documents.openapi || path === documents.pages || path.startsWith(`${documents.pages}/`);
}
