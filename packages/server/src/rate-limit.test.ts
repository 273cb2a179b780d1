import { Hono } from "hono";
import { expect, test } from "vitest";
import type { ServerEnv } from "./environment.ts";
import { answerError } from "./errors.ts";
import { rateLimit } from "./rate-limit.ts";

function limited(clock: { ms: number }) {
  const app = new Hono<ServerEnv>();
  app.onError((error, c) => answerError(error, c, () => undefined));
  app.use(rateLimit({ burst: 3, requestsPerSecond: 2 }, () => clock.ms));
  app.get("/", (c) => c.text("in"));
  return app;
}

test("a burst passes, the next one is told when to come back, and then it passes", async () => {
  const clock = { ms: 0 };
  const app = limited(clock);
  const statuses = [];
  for (let request = 0; request < 4; request++) statuses.push((await app.request("/")).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
  const refused = await app.request("/");
  expect(refused.headers.get("Retry-After")).toBe("1");
  expect(await refused.json()).toMatchObject({ code: "too-many-requests" });

  clock.ms = 499;
  expect((await app.request("/")).status).toBe(429);
  clock.ms = 500;
  expect((await app.request("/")).status).toBe(200);
  expect((await app.request("/")).status).toBe(429);
});

test("rest does not save up more than a burst", async () => {
  const clock = { ms: 0 };
  const app = limited(clock);
  await app.request("/");
  clock.ms = 1e9;
  const statuses = [];
  for (let request = 0; request < 4; request++) statuses.push((await app.request("/")).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
});
