/** Maps over a picture by HTTP: half of it is striped red, the rest is grey. */
import { address, Explanation, endpoints, Problem } from "@imantics/api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { striped, type TemporaryLibrary, temporaryLibrary } from "./library.fixture.ts";

let temporary: TemporaryLibrary;
let image: string;

beforeAll(async () => {
  temporary = await temporaryLibrary();
  await temporary.index({ "red.bmp": leftHalf(striped(255, 0, 0, 4)), "green.bmp": striped(0, 255, 0, 16) });
  const { tiles } = await temporary.library.images.page({ order: "path", offset: 1, limit: 1 });
  image = tiles[0]?.id ?? "";
});
afterAll(() => temporary.close());

/** The right half of every row (64 px of three bytes) becomes grey. */
function leftHalf(bitmap: Uint8Array): Uint8Array {
  return bitmap.map((byte, at) => (at >= 54 && (at - 54) % 192 >= 96 ? 128 : byte));
}

function ask(id: string, body: object, headers: Record<string, string> = {}, access?: "keys") {
  return temporary.app(access && { access }).request(address(endpoints.explain.explain, { id }), {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

test("without a query the encoder looks where something is", async () => {
  const response = await ask(image, {});
  const { method, rows, columns, grid, heads, area } = Explanation.parse(await response.json());
  expect(response.status).toBe(200);
  expect([method, heads.length, grid.length]).toEqual(["occlusion", 0, rows * columns]);
  expect(area).toEqual({ x: 0, y: 0, width: 1, height: 1 });
  const half = (isLeft: boolean) =>
    grid.reduce((sum, value, at) => sum + (at % columns < columns / 2 === isLeft ? value : 0), 0);
  expect(half(true)).toBeGreaterThan(half(false));
});

test("turning a query round turns its map round, by the line or by parts", async () => {
  const parts = [
    { kind: "text", text: "red", weight: -1 },
    { kind: "text", text: "green", weight: 1 },
  ];
  const [one, other] = await Promise.all(
    [{ query: "red -green" }, { parts }].map(async (body) =>
      Explanation.parse(await (await ask(image, body)).json()),
    ),
  );
  expect(other?.grid).toEqual(one?.grid.map((value) => (value === 0 ? 0 : -value)));
  expect(Math.max(...(one?.grid ?? []).map(Math.abs))).toBe(1);
});

test("what is wrong with a question is said", async () => {
  const refused = async (id: string, body: object) => {
    const response = await ask(id, body);
    return [response.status, Problem.parse(await response.json()).code];
  };
  expect(await refused(image, { query: '"unclosed' })).toEqual([400, "query-unreadable"]);
  expect(await refused(image, { query: "-people" })).toEqual([400, "query-empty"]);
  expect(await refused("0".repeat(64), {})).toEqual([404, "image-not-found"]);
});

test("asking why changes nothing, so a key that may read is enough", async () => {
  const { key } = await temporary.library.keys.create("reader", "read");
  const askFor = (headers: Record<string, string>) => ask("0".repeat(64), {}, headers, "keys");
  expect((await askFor({})).status).toBe(401);
  expect((await askFor({ Authorization: `Bearer ${key}` })).status).toBe(404);
});
