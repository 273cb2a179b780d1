/** The routes of spaces over a real library that two descriptors have seen. */
import {
  address,
  EmptiedTrash,
  endpoints,
  type ImageTile,
  Problem,
  Space,
  SpaceComparison,
} from "@imantics/api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { striped, type TemporaryLibrary, temporaryLibrary } from "./library.fixture.ts";

let temporary: TemporaryLibrary;
let app: ReturnType<TemporaryLibrary["app"]>;
let image: ImageTile["id"];

beforeAll(async () => {
  temporary = await temporaryLibrary();
  app = temporary.app();
  const pictures = { "red.bmp": striped(255, 0, 0, 8), "blue.bmp": striped(0, 0, 255, 32) };
  for (const model of ["pixels", "colour"]) {
    await temporary.library.models.use(model);
    await temporary.index(pictures);
  }
  image = (await temporary.library.images.page({ order: "path", offset: 0, limit: 1 })).tiles[0]!.id;
});
afterAll(() => temporary.close());

const states = async () => {
  const spaces = Space.array().parse(await (await app.request(endpoints.spaces.list.path)).json());
  return Object.fromEntries(spaces.map(({ model, state }) => [model, state]));
};
const send = (method: string, path: string, body?: object) =>
  app.request(path, {
    method,
    ...(body && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
  });
const codeOf = async (response: Response | Promise<Response>) =>
  Problem.parse(await (await response).json()).code;

test("two spaces are compared by a picture of the library", async () => {
  const part = { kind: "image", id: image };
  const answer = await send("POST", endpoints.spaces.compare.path, {
    spaces: ["pixels", "colour"],
    part,
    limit: 1,
  });
  expect(answer.status).toBe(200);
  const { rankings, overlap, chance } = SpaceComparison.parse(await answer.json());
  expect(rankings.map(({ model }) => model)).toEqual(["pixels", "colour"]);
  // One other picture is all there is to find.
  expect([overlap, chance]).toEqual([1, 1]);
  const words = { spaces: ["pixels", "colour"], part: { kind: "text", text: "red" } };
  expect(await codeOf(send("POST", endpoints.spaces.compare.path, words))).toBe("text-not-supported");
});

test("a space is removed, brought back by undo, removed again and thrown out", async () => {
  expect(await states()).toEqual({ pixels: "idle", colour: "active" });
  expect(await codeOf(send("DELETE", address(endpoints.spaces.remove, { space: "colour" })))).toBe(
    "space-in-use",
  );
  expect((await send("DELETE", address(endpoints.spaces.remove, { space: "pixels" }))).status).toBe(200);
  expect(await states()).toEqual({ pixels: "removed", colour: "active" });
  expect((await send("POST", endpoints.journal.undo.path)).status).toBeLessThan(300);
  expect(await states()).toEqual({ pixels: "idle", colour: "active" });
  await send("POST", endpoints.journal.redo.path);
  const emptied = EmptiedTrash.parse(await (await send("POST", endpoints.spaces.empty.path)).json());
  expect(emptied.spaces).toEqual([expect.stringMatching(/^pixels-/)]);
  expect(await states()).toEqual({ colour: "active" });
  expect(await codeOf(send("POST", endpoints.spaces.empty.path))).toBe("nothing-to-empty");
  expect(await codeOf(send("DELETE", address(endpoints.spaces.remove, { space: "pixels" })))).toBe(
    "space-not-found",
  );
});
