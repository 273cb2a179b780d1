import { readdir, readFile } from "node:fs/promises";
import { request } from "node:http";
import { dirname, join } from "node:path";
import { address, endpoints, Imported } from "@imantics/api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { finished, striped, type TemporaryLibrary, temporaryLibrary } from "./library.fixture.ts";
import { serve } from "./serve.ts";

let temporary: TemporaryLibrary;
let app: ReturnType<TemporaryLibrary["app"]>;
let importsFolder: string;

beforeAll(async () => {
  temporary = await temporaryLibrary();
  importsFolder = join(temporary.folder, "imports");
  app = temporary.app({ limits: { maxImportBytes: 20_000 } });
});
afterAll(() => temporary.close());

function put(name: string, bytes: Uint8Array, headers: Record<string, string> = {}) {
  return app.request(address(endpoints.imports.upload, { name }), {
    method: "PUT",
    body: new Uint8Array(bytes),
    headers,
  });
}

async function files(): Promise<string[]> {
  const names = await readdir(importsFolder, { recursive: true }).catch(() => []);
  return names.filter((name) => name !== ".incoming").sort();
}

test("an uploaded picture rests under its name, never over another, and is found in the library", async () => {
  const first = striped(255, 0, 0, 8);
  const second = striped(0, 0, 255, 8);
  const imported = [];
  for (const bytes of [first, second]) {
    const response = await put("Tür & Tor.bmp", bytes);
    expect(response.status).toBe(201);
    imported.push(Imported.parse(await response.json()));
  }
  expect(imported.map(({ path }) => path)).toEqual(
    ["Tür & Tor.bmp", "Tür & Tor (2).bmp"].map((name) => join(importsFolder, name)),
  );
  expect(await readFile(imported[0]!.path)).toEqual(Buffer.from(first));
  for (const { job } of imported)
    expect(await finished(temporary.library, job)).toMatchObject({ state: "done" });
  expect((await temporary.library.images.page({ order: "path", offset: 0, limit: 10 })).total).toBe(2);
});

test.each([
  ["../evil.bmp", striped(1, 1, 1, 4), 400],
  ["a.bmp", Buffer.from("not a picture at all, whatever its name says"), 415],
  ["a.zip", striped(1, 1, 1, 4), 415],
  ["a.html", Buffer.from("<script>"), 415],
  ["empty.png", Buffer.alloc(0), 415],
  ["large.bmp", Buffer.concat([striped(1, 1, 1, 4), Buffer.alloc(20_000)]), 413],
])("%j is refused and leaves nothing behind", async (name, bytes, status) => {
  const before = await files();
  expect((await put(name, bytes)).status).toBe(status);
  expect(await files()).toEqual(before);
  expect(await readdir(dirname(importsFolder))).not.toContain("evil.bmp");
});

test("too much is refused before it is sent when its length is announced", async () => {
  const response = await put("a.bmp", striped(1, 1, 1, 4), { "Content-Length": "20001" });
  expect([response.status, await response.json()]).toMatchObject([413, { code: "too-large" }]);
});

test("an upload that breaks off leaves nothing behind", async () => {
  const server = await serve(temporary.library, {
    port: 0,
    webFolder: null,
    importsFolder,
    temporaryFolder: join(temporary.folder, "temporary"),
  });
  const before = await files();
  await new Promise<void>((resolve) => {
    const half = request(server.address + address(endpoints.imports.upload, { name: "half.bmp" }), {
      method: "PUT",
      headers: { "Content-Length": "9000" },
    });
    half.on("error", () => resolve());
    half.write(striped(1, 1, 1, 4).subarray(0, 4000), () => half.destroy(new Error("the cable is out")));
  });
  await server.close();
  await expect.poll(files).toEqual(before);
});
