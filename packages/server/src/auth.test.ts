import { CreatedApiKey, routes } from "@imantics/api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TemporaryLibrary, temporaryLibrary } from "./library.fixture.ts";

let temporary: TemporaryLibrary;
let app: ReturnType<TemporaryLibrary["app"]>;
const keys = { read: "", write: "", admin: "" };

beforeAll(async () => {
  temporary = await temporaryLibrary();
  app = temporary.app({ access: "keys" });
  for (const scope of ["read", "write", "admin"] as const) {
    keys[scope] = (await temporary.library.keys.create(scope, scope)).key;
  }
});
afterAll(() => temporary.close());

function ask(path: string, key: string | null, method = "GET", body?: object) {
  const headers: Record<string, string> = key === null ? {} : { Authorization: `Bearer ${key}` };
  if (body === undefined) return app.request(path, { method, headers });
  return app.request(path, {
    method,
    headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

async function codeOf(response: Response): Promise<unknown> {
  const problem: unknown = await response.json();
  return typeof problem === "object" && problem !== null && "code" in problem ? problem.code : problem;
}

describe("without a key", () => {
  test.each(
    Object.values(routes).filter(
      (path) => ![routes.health, routes.openapi, routes.docs, routes.session].some((open) => open === path),
    ),
  )("%s is closed", async (path) => {
    for (const method of ["GET", "POST", "PUT", "DELETE"]) {
      const response = await ask(path.replace(/:\w+/g, "a".repeat(64)), null, method);
      expect(response.status, method).toBe(401);
      expect(response.headers.get("WWW-Authenticate")).toMatch(/^Bearer/);
      expect(await codeOf(response)).toBe("key-required");
    }
  });

  test("health and the contract are open", async () => {
    expect((await ask(routes.health, null)).status).toBe(200);
    expect((await ask(routes.openapi, null)).status).toBe(200);
  });
});

test("a made-up key is refused", async () => {
  const response = await ask(routes.library, "imk_made-up");
  expect([response.status, await codeOf(response)]).toEqual([401, "key-unknown"]);
});

test("a removed key stops working at once", async () => {
  const { key, record } = await temporary.library.keys.create("short-lived", "read");
  expect((await ask(routes.library, key)).status).toBe(200);
  expect((await ask(`${routes.keys}/${record.id}`, keys.admin, "DELETE")).status).toBe(204);
  expect((await ask(routes.library, key)).status).toBe(401);
  expect((await ask(`${routes.keys}/${record.id}`, keys.admin, "DELETE")).status).toBe(404);
});

test("read may look and search, and nothing else", async () => {
  expect((await ask(routes.images, keys.read)).status).toBe(200);
  // Refused for what it says, not for who asks.
  expect(await codeOf(await ask(routes.search, keys.read, "POST", { parts: [] }))).toBe("query-empty");
  const undo = await ask(routes.undo, keys.read, "POST");
  expect([undo.status, await codeOf(undo)]).toEqual([403, "scope-too-narrow"]);
});

test("write may change things, but neither keys, nor fetch models, nor open new folders of the machine", async () => {
  expect(await codeOf(await ask(routes.undo, keys.write, "POST"))).toBe("nothing-to-undo");
  for (const [path, method, body] of [
    [routes.keys, "GET", undefined],
    [routes.keys, "POST", { label: "mine", scope: "admin" }],
    ["/api/models/anything/pull", "POST", undefined],
    [routes.indexJobs, "POST", { locations: [temporary.folder] }],
  ] as const) {
    expect((await ask(path, keys.write, method, body)).status, `${method} ${path}`).toBe(403);
  }
});

test("admin makes keys, and no list shows them again", async () => {
  const created = await ask(routes.keys, keys.admin, "POST", { label: "phone", scope: "read" });
  expect(created.status).toBe(201);
  const { key } = CreatedApiKey.parse(await created.json());
  expect((await ask(routes.library, key)).status).toBe(200);
  const list = await (await ask(routes.keys, keys.admin)).text();
  expect(list).toContain("phone");
  expect(list).not.toContain(key);
  expect(list).not.toContain("digest");
});

test("a signed-in page needs no header, and its cookie is out of reach for scripts and other sites", async () => {
  const signedIn = await ask(routes.session, null, "POST", { key: keys.read });
  const cookie = signedIn.headers.get("Set-Cookie") ?? "";
  expect(cookie).toContain("HttpOnly");
  expect(cookie).toContain("SameSite=Strict");
  const [pair = ""] = cookie.split(";");
  expect((await app.request(routes.library, { headers: { Cookie: pair } })).status).toBe(200);
  expect((await app.request(routes.undo, { method: "POST", headers: { Cookie: pair } })).status).toBe(403);
  expect((await ask(routes.session, null, "POST", { key: "imk_made-up" })).status).toBe(401);
});
