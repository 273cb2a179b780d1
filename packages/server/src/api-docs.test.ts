import { allEndpoints, documents } from "@imantics/api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { openApiPath } from "./describe-endpoint.ts";
import { type TemporaryLibrary, temporaryLibrary } from "./library.fixture.ts";

const Document = z.object({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});
let temporary: TemporaryLibrary;
let app: ReturnType<TemporaryLibrary["app"]>;
beforeAll(async () => {
  temporary = await temporaryLibrary();
  app = temporary.app();
});
afterAll(() => temporary.close());

test("the document holds every endpoint of the contract and nothing else", async () => {
  const document = Document.parse(await (await app.request(documents.openapi)).json());
  expect(document.openapi).toBe("3.1.0");
  for (const { method, path } of allEndpoints) {
    expect(document.paths[openApiPath(path)], path).toHaveProperty(method.toLowerCase());
  }
  const operations = Object.values(document.paths).flatMap((path) => Object.keys(path));
  expect(operations).toHaveLength(allEndpoints.length);
});

test("every reference in the document leads somewhere, and the contract's schemas keep their names", async () => {
  const text = await (await app.request(documents.openapi)).text();
  const { schemas } = JSON.parse(text).components;
  const referenced = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name);
  expect(Object.keys(schemas)).toEqual(expect.arrayContaining(referenced));
  expect(Object.keys(schemas)).toEqual(
    expect.arrayContaining(["Problem", "ImagePage", "SearchRequest", "Clustering", "Job"]),
  );
});

test("the page for people asks no other host and has no script inside", async () => {
  const page = await (await app.request(`${documents.pages}/`)).text();
  expect(page).not.toMatch(/https?:/);
  expect(page).not.toMatch(/<script(?![^>]*src=)/);
  const base = `http://localhost${documents.pages}/`;
  const linked = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(
    ([, link]) => new URL(link ?? "", base).pathname,
  );
  expect(linked).toHaveLength(4);
  for (const path of linked) expect((await app.request(path)).status, path).toBe(200);
});
