import { CreatedApiKey, documents, endpoints } from "@imantics/api";
import { afterAll, beforeAll, expect, test } from "vitest";
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

test("what is no endpoint is closed without a key too; the contract is open", async () => {
  for (const path of ["/api/nothing", "/api/images/a/b/c"]) {
    const response = await ask(path, null);
    expect([response.status, await codeOf(response)], path).toEqual([401, "key-required"]);
    expect(response.headers.get("WWW-Authenticate")).toMatch(/^Bearer/);
  }
  expect((await ask(documents.openapi, null)).status).toBe(200);
});

test("a made-up key is refused", async () => {
  const response = await ask(endpoints.library.summary.path, "imk_made-up");
  expect([response.status, await codeOf(response)]).toEqual([401, "key-unknown"]);
});

test("a removed key stops working at once", async () => {
  const { key, record } = await temporary.library.keys.create("short-lived", "read");
  expect((await ask(endpoints.library.summary.path, key)).status).toBe(200);
  expect((await ask(`${endpoints.keys.list.path}/${record.id}`, keys.admin, "DELETE")).status).toBe(204);
  expect((await ask(endpoints.library.summary.path, key)).status).toBe(401);
  expect((await ask(`${endpoints.keys.list.path}/${record.id}`, keys.admin, "DELETE")).status).toBe(404);
});

test("read may look and search, and nothing else", async () => {
  expect((await ask(endpoints.images.page.path, keys.read)).status).toBe(200);
  // Refused for what it says, not for who asks.
  expect(await codeOf(await ask(endpoints.search.search.path, keys.read, "POST", { parts: [] }))).toBe(
    "query-empty",
  );
  const undo = await ask(endpoints.journal.undo.path, keys.read, "POST");
  expect([undo.status, await codeOf(undo)]).toEqual([403, "scope-too-narrow"]);
});

test("write may change things, but neither keys, nor fetch models, nor open new folders of the machine", async () => {
  expect(await codeOf(await ask(endpoints.journal.undo.path, keys.write, "POST"))).toBe("nothing-to-undo");
  for (const [path, method, body] of [
    [endpoints.keys.list.path, "GET", undefined],
    [endpoints.keys.list.path, "POST", { label: "mine", scope: "admin" }],
    ["/api/models/anything/pull", "POST", undefined],
    [endpoints.jobs.index.path, "POST", { locations: [temporary.folder] }],
  ] as const) {
    expect((await ask(path, keys.write, method, body)).status, `${method} ${path}`).toBe(403);
  }
});

test("admin makes keys, and no list shows them again", async () => {
  const created = await ask(endpoints.keys.list.path, keys.admin, "POST", { label: "phone", scope: "read" });
  expect(created.status).toBe(201);
  const { key } = CreatedApiKey.parse(await created.json());
  expect((await ask(endpoints.library.summary.path, key)).status).toBe(200);
  const list = await (await ask(endpoints.keys.list.path, keys.admin)).text();
  expect(list).toContain("phone");
  expect(list).not.toContain(key);
  expect(list).not.toContain("digest");
});

test("a signed-in page needs no header, and its cookie is out of reach for scripts and other sites", async () => {
  const signedIn = await ask(endpoints.session.signIn.path, null, "POST", { key: keys.read });
  const cookie = signedIn.headers.get("Set-Cookie") ?? "";
  expect(cookie).toContain("HttpOnly");
  expect(cookie).toContain("SameSite=Strict");
  const [pair = ""] = cookie.split(";");
  expect((await app.request(endpoints.library.summary.path, { headers: { Cookie: pair } })).status).toBe(200);
  expect(
    (await app.request(endpoints.journal.undo.path, { method: "POST", headers: { Cookie: pair } })).status,
  ).toBe(403);
  expect((await ask(endpoints.session.signIn.path, null, "POST", { key: "imk_made-up" })).status).toBe(401);
});
