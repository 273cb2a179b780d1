/**
 * Keeps foreign web pages away from a server that trusts its own machine.
 *
 * DNS rebinding: a page at evil.example can point its own name at 127.0.0.1 and then read our
 * answers, but its requests still carry `Host: evil.example`, so on loopback only loopback names
 * are served. The port is not compared: the browser fills it in truthfully, and behind a
 * forwarded port (ssh, container) it differs from ours for good reason.
 *
 * CSRF: browsers send `Origin` with every request that changes something; when it is there, it
 * must be the address that the request went to. Tools without a browser send none.
 */
import { ImanticsError } from "@imantics/engine";
import type { MiddlewareHandler } from "hono";
import type { Access } from "./settings.ts";

const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD"]);

export function ownOrigin(access: Access): MiddlewareHandler {
  return async (c, next) => {
    const { host, hostname } = new URL(c.req.url);
    if (access === "loopback" && !isLoopback(hostname)) {
      throw new ImanticsError(
        "host-not-allowed",
        `This server answers to localhost, not to "${host}". ` +
          'To serve other machines, make a key with "imantics keys create" and start with --host.',
      );
    }
    const origin = c.req.header("Origin");
    if (origin !== undefined && !safeMethods.has(c.req.method) && hostOf(origin) !== host) {
      throw new ImanticsError(
        "origin-not-allowed",
        `A page of "${origin}" may not change this library; only pages of "${host}" may.`,
      );
    }
    await next();
  };
}

/** Names and addresses that never leave the machine. IPv6 with or without brackets. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, "");
  return name === "localhost" || name === "::1" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}

/** Null for the opaque origin `null` and for what is no address. */
function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
