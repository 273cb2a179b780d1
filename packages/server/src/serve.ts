/**
 * The app on a socket: refuses to face a network without keys, answers slow clients with a
 * timeout, and goes down without cutting off what is under way.
 */
import { once } from "node:events";
import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { ImanticsError, type Library, messageOf } from "@imantics/engine";
import { createApp } from "./app.ts";
import { gracefulClose } from "./graceful-close.ts";
import { sweepUnfinishedImports } from "./import-file.ts";
import { isLoopback } from "./own-origin.ts";
import { type AppSettings, defaultLimits, type Limits } from "./settings.ts";

export interface ServeOptions extends Omit<AppSettings, "access" | "limits" | "signal"> {
  /** Default `127.0.0.1`. Anything but a loopback name needs an API key in the library. */
  readonly host?: string;
  /** Default 4400; 0 takes any free port. */
  readonly port?: number;
  /** Instead of the defaults of the kind of access. */
  readonly limits?: Partial<Limits>;
}

export interface RunningServer {
  /** Where a browser reaches it, e.g. `http://127.0.0.1:4400`. */
  readonly address: string;
  readonly port: number;
  /** Takes no new requests, ends event streams, waits up to 5 s for the rest. The library stays open. */
  close(): Promise<void>;
}

const defaultPort = 4400;
const graceMs = 5000;
const headersTimeoutMs = 15_000;
/** An archive may travel for long over a slow line; a line on which nothing moves may not. */
const requestTimeoutMs = 6 * 60 * 60 * 1000;
const idleTimeoutMs = 180_000;
const maxHeaderSize = 16 * 1024;

/** Rejects with `key-required`, `port-in-use` or `host-not-available`. */
export async function serve(library: Library, options: ServeOptions): Promise<RunningServer> {
  const { host = "127.0.0.1", port = defaultPort, limits, ...settings } = options;
  const access = isLoopback(host) ? "loopback" : "keys";
  if (access === "keys" && (await library.keys.list()).length === 0) {
    throw new ImanticsError(
      "key-required",
      `"${host}" can be reached from other machines, and this library has no API key. ` +
        'Make one with "imantics keys create", or serve on 127.0.0.1.',
    );
  }

  await sweepUnfinishedImports(settings.importsFolder);
  const down = new AbortController();
  const app = createApp(library, {
    ...settings,
    access,
    limits: { ...defaultLimits[access], ...limits },
    signal: down.signal,
  });
  const server = createAdaptorServer({ fetch: app.fetch, hostname: host, serverOptions: { maxHeaderSize } });
  if (!("headersTimeout" in server))
    throw new ImanticsError("internal:server", "Expected an HTTP/1.1 server.");
  server.headersTimeout = headersTimeoutMs;
  server.requestTimeout = requestTimeoutMs;
  server.setTimeout(idleTimeoutMs);
  const close = gracefulClose(server, graceMs);
  const bound = await listen(server, host, port);

  let closing: Promise<void> | null = null;
  return {
    address: `http://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${bound}`,
    port: bound,
    close() {
      down.abort();
      closing ??= close();
      return closing;
    },
  };
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  server.listen(port, host.replace(/^\[|\]$/g, ""));
  try {
    await once(server, "listening");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : null;
    if (code === "EADDRINUSE") {
      throw new ImanticsError("port-in-use", `Port ${port} is taken. Choose another one with --port.`, {
        cause,
      });
    }
    throw new ImanticsError("host-not-available", `Cannot listen on ${host}:${port}: ${messageOf(cause)}`, {
      cause,
    });
  }
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new ImanticsError("internal:server", `Expected a TCP address, got ${address}.`);
  }
  return address.port;
}
