import { endpoints } from "@imantics/api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type TemporaryLibrary, temporaryLibrary } from "./library.fixture.ts";
import { type RunningServer, type ServeOptions, serve } from "./serve.ts";

let temporary: TemporaryLibrary;
const servers: RunningServer[] = [];

beforeEach(async () => {
  temporary = await temporaryLibrary();
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await temporary.close();
});

async function start(options: Partial<ServeOptions> = {}): Promise<RunningServer> {
  const { library, folder } = temporary;
  const server = await serve(library, {
    port: 0,
    webFolder: null,
    importsFolder: `${folder}/imports`,
    temporaryFolder: `${folder}/temporary`,
    ...options,
  });
  servers.push(server);
  return server;
}

test("serves this machine without a key", async () => {
  const { address } = await start();
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(address + endpoints.library.summary.path)).status).toBe(200);
});

test("faces no network while the library has no key, and says how to make one", async () => {
  await expect(start({ host: "0.0.0.0" })).rejects.toMatchObject({
    code: "key-required",
    message: expect.stringContaining("imantics keys create"),
  });
});

test("faces a network with keys, and then asks for one even on this machine", async () => {
  const { key } = await temporary.library.keys.create("phone", "read");
  const { port } = await start({ host: "0.0.0.0" });
  const address = `http://127.0.0.1:${port}${endpoints.library.summary.path}`;
  expect((await fetch(address)).status).toBe(401);
  expect((await fetch(address, { headers: { Authorization: `Bearer ${key}` } })).status).toBe(200);
});

test("a taken port is an error with a next step", async () => {
  const { port } = await start();
  await expect(start({ port })).rejects.toMatchObject({ code: "port-in-use" });
});

test("closing ends open event streams and takes no new requests; closing twice is fine", async () => {
  const server = await start();
  const events = await fetch(server.address + endpoints.events.stream.path);
  const rest = events.text();
  await server.close();
  expect(await rest).toContain(": connected");
  await expect(fetch(server.address + endpoints.library.health.path)).rejects.toThrow();
  await server.close();
});
