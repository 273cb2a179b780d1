import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TemporaryLibrary, temporaryLibrary } from "./library.fixture.ts";

let temporary: TemporaryLibrary;
let app: ReturnType<TemporaryLibrary["app"]>;
const script = "export const answer = 42;\n".repeat(200);

beforeAll(async () => {
  temporary = await temporaryLibrary();
  const webFolder = join(temporary.folder, "web");
  await mkdir(join(webFolder, "assets"), { recursive: true });
  await writeFile(join(webFolder, "index.html"), "<!doctype html><title>Imantics</title>");
  await writeFile(join(webFolder, "assets", "main-abc.js"), script);
  await writeFile(join(webFolder, "assets", "packed-abc.js"), script);
  await writeFile(join(webFolder, "assets", "packed-abc.js.br"), brotliCompressSync(script));
  await writeFile(join(temporary.folder, "secret.txt"), "kept apart");
  app = temporary.app({ webFolder });
});
afterAll(() => temporary.close());

test.each(["/", "/index.html", "/photos", "/clusters/some/where?sort=size"])(
  "%s is the page, asked for anew each time",
  async (path) => {
    const response = await app.request(path);
    expect(await response.text()).toContain("<title>Imantics</title>");
    expect(response.headers.get("Content-Type")).toMatch(/^text\/html/);
    expect(response.headers.get("Cache-Control")).toBe("no-cache");
  },
);

test("hashed assets are kept for ever and travel compressed", async () => {
  const response = await app.request("/assets/main-abc.js", { headers: { "Accept-Encoding": "gzip" } });
  expect(response.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
  expect(response.headers.get("Content-Encoding")).toBe("gzip");
  expect(response.headers.get("Content-Type")).toMatch(/^text\/javascript/);
  const packed = await app.request("/assets/packed-abc.js", { headers: { "Accept-Encoding": "gzip, br" } });
  expect(packed.headers.get("Content-Encoding")).toBe("br");
});

test("a missing asset is not answered with a page", async () => {
  const response = await app.request("/assets/gone-abc.js");
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ code: "route-not-found" });
});

test.each(["/api/nothing", "/api"])("%s is not answered with a page", async (path) => {
  const response = await app.request(path);
  expect([response.status, await response.json()]).toMatchObject([404, { code: "route-not-found" }]);
});

test.each([
  "/../secret.txt",
  "/%2e%2e/secret.txt",
  "/..%2fsecret.txt",
  "/%2e%2e%2fsecret.txt",
  "/..%5csecret.txt",
  "/assets/../../secret.txt",
  "/assets/%2e%2e%2f%2e%2e%2fsecret.txt",
  "/%252e%252e%252fsecret.txt",
  "/secret.txt%00.html",
])("%s does not leave the folder", async (path) => {
  expect(await (await app.request(path)).text()).not.toContain("kept apart");
});

test("the browser is told to run only scripts that come as files from here, and to frame nothing", async () => {
  const { headers } = await app.request("/");
  const policy = headers.get("Content-Security-Policy") ?? "";
  const directives = new Map(
    policy.split("; ").map((line) => [line.split(" ")[0], line.split(" ").slice(1)]),
  );
  expect(directives.get("default-src")).toEqual(["'self'"]);
  expect(directives.get("script-src")).not.toContain("'unsafe-inline'");
  expect(directives.get("script-src")).not.toContain("'unsafe-eval'");
  expect(directives.get("frame-ancestors")).toEqual(["'none'"]);
  expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(headers.get("Referrer-Policy")).toBe("no-referrer");
});
