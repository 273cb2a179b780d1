import { join } from "node:path";
import { address, endpoints } from "@imantics/api";
import { openLibrary } from "@imantics/engine";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp } from "./app.ts";
import { type TemporaryLibrary, temporaryLibrary } from "./library.fixture.ts";
import { defaultLimits } from "./settings.ts";

let temporary: TemporaryLibrary;
beforeAll(async () => {
  temporary = await temporaryLibrary();
});
afterAll(() => temporary.close());

test("a library opened for reading is looked at and not changed", async () => {
  const library = await openLibrary(temporary.library.location, { isReadOnly: true, modelFolders: [] });
  const app = createApp(library, {
    access: "loopback",
    webFolder: null,
    importsFolder: join(temporary.folder, "imports"),
    temporaryFolder: join(temporary.folder, "temporary"),
    limits: defaultLimits.loopback,
  });
  expect((await app.request(endpoints.images.page.path)).status).toBe(200);
  for (const [method, path] of [
    ["POST", endpoints.journal.undo.path],
    ["POST", endpoints.jobs.index.path],
    ["PUT", address(endpoints.imports.upload, { name: "a.jpg" })],
    ["DELETE", address(endpoints.clusterings.detail, { id: "any" })],
  ] as const) {
    const response = await app.request(path, { method, body: method === "DELETE" ? null : "{}" });
    expect([response.status, await response.json()], path).toMatchObject([
      403,
      { code: "library-read-only" },
    ]);
  }
  await library.close();
});

test.each(["/api/images", "/api/nothing", "/api/docs/"])(
  "%s carries the headers that guard a browser",
  async (path) => {
    const { headers } = await temporary.app().request(path);
    expect(headers.get("Content-Security-Policy")).toContain("default-src 'self'");
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("X-Frame-Options")).toBe("DENY");
    expect(headers.get("Cache-Control")).toBe("no-store");
  },
);

test("a body beyond its limit is refused, whether or not it says how long it is", async () => {
  const app = temporary.app({ limits: { maxJsonBytes: 100 } });
  const large = JSON.stringify({ parts: [{ kind: "text", text: "x".repeat(200) }] });
  const unannounced = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(large));
      controller.close();
    },
  });
  const headers = { "Content-Type": "application/json" };
  const announced = await app.request(endpoints.search.search.path, { method: "POST", headers, body: large });
  expect(announced.status).toBe(413);
  expect((await app.request(streamed(unannounced))).status).toBe(413);
});

test("a request that never gets to its end is given up", async () => {
  const endless = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode("{")),
  });
  const response = await temporary.app({ limits: { timeoutMs: 20 } }).request(streamed(endless));
  expect([response.status, await response.json()]).toMatchObject([503, { code: "timeout" }]);
});

/** A search whose body comes as a stream, so that its length is not announced. */
function streamed(body: ReadableStream): Request {
  const init = { method: "POST", headers: { "Content-Type": "application/json" }, body, duplex: "half" };
  return new Request(`http://localhost${endpoints.search.search.path}`, init);
}
