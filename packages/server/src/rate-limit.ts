/**
 * A token bucket per client address: each request takes a token, tokens grow back steadily.
 * At most 10,000 addresses are remembered, the most recent ones.
 */
import { ImanticsError } from "@imantics/engine";
import type { MiddlewareHandler } from "hono";
import type { ServerEnv } from "./environment.ts";
import type { Limits } from "./settings.ts";

interface Bucket {
  tokens: number;
  atMs: number;
}

const maxClients = 10_000;

/** `now` is a monotonic clock in milliseconds. */
export function rateLimit(
  { burst, requestsPerSecond }: Pick<Limits, "burst" | "requestsPerSecond">,
  now: () => number = () => performance.now(),
): MiddlewareHandler<ServerEnv> {
  const buckets = new Map<string, Bucket>();

  return async (c, next) => {
    // Without a socket there is no environment at all, whatever its type says.
    const client = c.env?.incoming?.socket.remoteAddress ?? "";
    const bucket = refilled(buckets.get(client));
    if (bucket.tokens < 1) {
      const seconds = Math.ceil((1 - bucket.tokens) / requestsPerSecond);
      c.header("Retry-After", String(seconds));
      throw new ImanticsError(
        "too-many-requests",
        `More than ${requestsPerSecond} requests a second. Try again in ${seconds} s.`,
      );
    }
    bucket.tokens -= 1;
    // Deleting first keeps the map in order of last use, so that the oldest are the ones to drop.
    buckets.delete(client);
    buckets.set(client, bucket);
    if (buckets.size > maxClients) dropOldest();
    await next();
  };

  function refilled(bucket: Bucket | undefined): Bucket {
    const atMs = now();
    if (!bucket) return { tokens: burst, atMs };
    const grown = ((atMs - bucket.atMs) / 1000) * requestsPerSecond;
    return { tokens: Math.min(burst, bucket.tokens + grown), atMs };
  }

  function dropOldest(): void {
    const oldest = buckets.keys().next();
    if (!oldest.done) buckets.delete(oldest.value);
  }
}
