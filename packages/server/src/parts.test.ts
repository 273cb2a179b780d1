/** Parts and the query language over HTTP: a real library with three drawn pictures. */
import {
  address,
  defaultWeights,
  endpoints,
  Job,
  Parts,
  Problem,
  Region,
  SearchResponse,
  SearchVocabulary,
} from "@imantics/api";
import { defaultFusion } from "@imantics/engine";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { finished, striped, type TemporaryLibrary, temporaryLibrary } from "./library.fixture.ts";

let temporary: TemporaryLibrary;
let app: ReturnType<TemporaryLibrary["app"]>;
let image = "";

beforeAll(async () => {
  temporary = await temporaryLibrary();
  app = temporary.app();
  await temporary.index({
    "red.bmp": striped(255, 0, 0, 8),
    "green.bmp": striped(0, 255, 0, 16),
    "blue.bmp": striped(0, 0, 255, 32),
  });
  const { tiles } = await temporary.library.images.page({ order: "path", offset: 0, limit: 1 });
  image = tiles[0]?.id ?? "";
});
afterAll(() => temporary.close());

function send(method: string, path: string, body?: object): Promise<Response> {
  return Promise.resolve(
    app.request(path, {
      method,
      ...(body && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
    }),
  );
}

async function answer<Schema extends z.ZodType>(
  schema: Schema,
  status: number,
  method: string,
  path: string,
  body?: object,
): Promise<z.output<Schema>> {
  const response = await send(method, path, body);
  const text = await response.text();
  expect(response.status, text).toBe(status);
  return schema.parse(JSON.parse(text));
}

test("parts are looked for, switched and counted", async () => {
  const job = await answer(Job, 202, "POST", endpoints.parts.find.path, {});
  expect((await finished(temporary.library, job.id)).state).toBe("done");
  const { detectors, counts } = await answer(Parts, 200, "GET", endpoints.parts.list.path);
  expect(detectors.map(({ id, isOn, seen }) => [id, isOn, seen])).toEqual([
    ["objects", true, 3],
    ["text", true, 3],
    ["faces", false, 0],
  ]);
  expect(counts.find(({ type }) => type === "whole")?.images).toBe(3);
  const faces = address(endpoints.parts.turn, { detector: "faces" });
  expect((await send("PUT", faces, { isOn: true })).status).toBe(204);
  expect((await answer(Parts, 200, "GET", endpoints.parts.list.path)).detectors[2]?.isOn).toBe(true);
  expect((await send("PUT", faces, { isOn: false })).status).toBe(204);
  const unknown = address(endpoints.parts.turn, { detector: "smells" });
  expect((await answer(Problem, 404, "PUT", unknown, { isOn: true })).code).toBe("detector-not-found");
});

test("a part is drawn, searched with, listed and erased", async () => {
  const regions = address(endpoints.parts.ofImage, { id: image });
  const box = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };
  const { id } = await answer(Region, 201, "POST", regions, { box });
  expect((await answer(z.array(Region), 200, "GET", regions)).map((region) => region.id)).toContain(id);
  const { hits } = await answer(SearchResponse, 200, "POST", endpoints.search.search.path, {
    query: `region:${id}`,
  });
  expect(hits.length).toBeGreaterThan(1);
  const area = `image:${image}@0.25,0.25,0.5,0.5`;
  const like = await answer(SearchResponse, 200, "POST", endpoints.search.search.path, { query: area });
  expect(like.hits.map((hit) => hit.image.id)).not.toContain(image);
  expect((await send("DELETE", address(endpoints.parts.erase, { region: id }))).status).toBe(200);
  expect((await answer(Problem, 404, "DELETE", address(endpoints.parts.erase, { region: id }))).code).toBe(
    "region-not-found",
  );
  expect((await answer(Problem, 400, "POST", regions, { box: { ...box, x: 0.75 } })).code).toBe("bad-region");
  const nowhere = address(endpoints.parts.ofImage, { id: "f".repeat(64) });
  expect((await answer(Problem, 404, "POST", nowhere, { box })).code).toBe("image-not-found");
});

test("a line of the query language is read, conditions hold, and what cannot be read is pointed at", async () => {
  const { hits, searched } = await answer(SearchResponse, 200, "POST", endpoints.search.search.path, {
    query: "stripes -folder:photos",
  });
  expect([hits.length, searched]).toEqual([0, 0]);
  const listed = await answer(SearchResponse, 200, "POST", endpoints.search.search.path, {
    query: "folder:photos",
  });
  expect(listed.hits).toHaveLength(3);
  const weights = { weights: { whole: 1, object: 0 }, aggregate: "average" };
  const fused = await answer(SearchResponse, 200, "POST", endpoints.search.search.path, {
    query: "stripes",
    fusion: weights,
  });
  expect(fused.hits[0]?.reasons.every(({ region }) => region.type === "whole")).toBe(true);
  const { code, message } = await answer(Problem, 400, "POST", endpoints.search.search.path, {
    query: 'dog "open',
  });
  expect([code, message]).toEqual(["query-unreadable", expect.stringContaining("opened at 5")]);
  expect(
    (await answer(Problem, 404, "POST", endpoints.search.search.path, { query: "person:Anna" })).code,
  ).toBe("person-not-found");
  expect((await answer(Problem, 400, "POST", endpoints.search.search.path, {})).code).toBe("query-empty");
});

test("the page's sliders begin where the engine does", () => {
  expect(defaultWeights).toEqual(defaultFusion.weights);
});

test("the vocabulary is what this library has", async () => {
  const vocabulary = await answer(SearchVocabulary, 200, "GET", endpoints.search.vocabulary.path);
  expect(vocabulary.folder).toEqual(["photos"]);
  expect(vocabulary.person).toEqual([]);
});
