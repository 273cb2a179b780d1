import { endpoints } from "@imantics/api";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TemporaryLibrary, temporaryLibrary } from "./library.fixture.ts";
import { isLoopback } from "./own-origin.ts";

let temporary: TemporaryLibrary;
let app: ReturnType<TemporaryLibrary["app"]>;
beforeAll(async () => {
  temporary = await temporaryLibrary();
  app = temporary.app();
});
afterAll(() => temporary.close());

test.each(["localhost", "127.0.0.1", "127.9.9.9", "[::1]", "::1", "LOCALHOST"])(
  "%s is this machine",
  (host) => {
    expect(isLoopback(host)).toBe(true);
  },
);

test.each([
  "0.0.0.0",
  "::",
  "192.168.1.2",
  "localhost.evil.example",
  "127.0.0.1.evil.example",
  "evil.example",
  "",
])("%s is not", (host) => {
  expect(isLoopback(host)).toBe(false);
});

test("no name with a domain after it is this machine", () => {
  fc.assert(
    fc.property(
      fc.domain(),
      (domain) => !isLoopback(`localhost.${domain}`) && !isLoopback(`127.0.0.1.${domain}`),
    ),
  );
});

test("a rebound name gets nothing on loopback, not even to read", async () => {
  const response = await app.request(`http://evil.example:4400${endpoints.library.summary.path}`);
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ code: "host-not-allowed" });
});

test("with keys any name is served", async () => {
  const response = await temporary
    .app({ access: "keys" })
    .request(`http://photos.example${endpoints.library.health.path}`);
  expect(response.status).toBe(200);
});

test.each([
  ["http://evil.example", 403],
  ["http://127.0.0.1:9999", 403],
  ["null", 403],
  ["http://127.0.0.1:4400", 409],
  [undefined, 409],
])("a change asked for by a page of %s is answered with %i", async (origin, status) => {
  const response = await app.request(`http://127.0.0.1:4400${endpoints.journal.undo.path}`, {
    method: "POST",
    headers: origin === undefined ? {} : { Origin: origin },
  });
  // 409: it came through, and there was nothing to undo.
  expect(response.status).toBe(status);
});

test("no other site is invited to read answers", async () => {
  const { headers } = await app.request(endpoints.library.summary.path, {
    headers: { Origin: "http://evil.example" },
  });
  expect(headers.get("Access-Control-Allow-Origin")).toBeNull();
  expect(headers.get("Cross-Origin-Resource-Policy")).toBe("same-origin");
});
