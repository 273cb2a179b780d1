/** The published client against a server that listens. */
import { createClient, RequestFailed } from "@imantics/api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { finished, striped, type TemporaryLibrary, temporaryLibrary } from "./library.fixture.ts";
import { type RunningServer, serve } from "./serve.ts";

let temporary: TemporaryLibrary;
let client: ReturnType<typeof createClient>;
const servers: RunningServer[] = [];
const red = striped(255, 0, 0, 8);

beforeAll(async () => {
  temporary = await temporaryLibrary();
  await temporary.index({ "red.bmp": red, "green.bmp": striped(0, 255, 0, 16) });
  client = await clientOf();
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await temporary.close();
});

/** A client of a server of its own, which asks for keys when the client has one. */
async function clientOf(key?: string) {
  const { library, folder } = temporary;
  const server = await serve(library, {
    host: key === undefined ? "127.0.0.1" : "0.0.0.0",
    port: 0,
    webFolder: null,
    importsFolder: `${folder}/imports`,
    temporaryFolder: `${folder}/temporary`,
  });
  servers.push(server);
  return createClient({ baseUrl: `http://127.0.0.1:${server.port}/`, ...(key !== undefined && { key }) });
}

test("reads: parameters, queries and answers have their types and values", async () => {
  expect(await client.library.health()).toEqual({ status: "ok" });
  const { total, images } = await client.images.page({ query: { order: "path", limit: 1 } });
  expect([total, images.length]).toEqual([2, 1]);
  const detail = await client.images.detail({ params: { id: images[0]?.id ?? "" } });
  expect(detail.paths[0]).toMatch(/green\.bmp$/);
});

test("bytes arrive as they are, and files are sent as they are", async () => {
  const { picture } = await client.search.addPicture({ body: new Blob([new Uint8Array(red)]) });
  const { hits } = await client.search.search({ body: { parts: [{ kind: "picture", picture, weight: 1 }] } });
  const id = hits[0]?.image.id ?? "";
  const original = await client.images.original({ params: { id } });
  expect(new Uint8Array(await original.arrayBuffer())).toEqual(new Uint8Array(red));
});

test("acts: a clustering is made, named, taken back and removed", async () => {
  const job = await client.clusterings.create({ body: { method: "kmeans", options: { clusterCount: 2 } } });
  await finished(temporary.library, job.id);
  const [made] = await client.clusterings.list();
  const id = made?.id ?? "";
  const { clusters } = await client.clusterings.detail({ params: { id } });
  const cluster = clusters[0]?.id ?? "";
  const named = await client.clusterings.renameCluster({ params: { cluster }, body: { name: "Red" } });
  expect((await client.clusterings.cluster({ params: { id, cluster } })).cluster.givenName).toBe("Red");
  const sequence = named.sequence ?? 0;
  expect(await client.journal.undo({ body: { sequence } })).toMatchObject({ sequence, isUndone: true });
  expect((await client.clusterings.cluster({ params: { id, cluster } })).cluster.givenName).toBeNull();
  await client.clusterings.remove({ params: { id } });
  expect(await client.clusterings.list()).toEqual([]);
});

test("a refusal carries the server's code and status; a missing or narrow key is one", async () => {
  const stranger = client.images.detail({ params: { id: "0".repeat(64) } });
  await expect(stranger).rejects.toMatchObject({ code: "image-not-found", status: 404 });
  const { key } = await temporary.library.keys.create("reader", "read");
  const unknown = (await clientOf("imk_made-up")).library.summary();
  await expect(unknown).rejects.toMatchObject({ code: "key-unknown" });
  const reader = await clientOf(key);
  expect((await reader.library.summary()).counts.images).toBe(2);
  await expect(reader.journal.undo()).rejects.toMatchObject({ code: "scope-too-narrow", status: 403 });
});

test("nobody there, a stranger there, and giving up are told apart", async () => {
  const nobody = createClient({ baseUrl: "http://127.0.0.1:9" });
  await expect(nobody.library.health()).rejects.toMatchObject({ code: "unreachable", status: 0 });
  const stranger = createClient({ fetch: async () => Response.json({ hello: "world" }) });
  await expect(stranger.library.health()).rejects.toMatchObject({ code: "unexpected-answer" });
  const signal = AbortSignal.abort();
  const givenUp = client.library.health({ signal });
  await expect(givenUp).rejects.not.toBeInstanceOf(RequestFailed);
});
