/** Every example runs, as its head comment says, and answers sensibly. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLibrary } from "@imantics/engine";
import { serve } from "@imantics/server";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { drawFolder } from "../fixtures/drawn-pictures.ts";
import { cacheFolder, runSource } from "./run-source.ts";

// Every command is a process that loads the whole chain; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 240_000 });

let folder = "";
let library = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "imantics-examples-"));
  library = join(folder, "library");
  drawFolder(join(folder, "photos"), 2);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("cluster-vectors finds the three clouds that it drew", async () => {
  const { code, stdout, stderr } = await runSource("examples/cluster-vectors.ts", [], {
    cwd: folder,
    library,
  });
  expect(code, stderr).toBe(0);
  expect(stdout.trim().split("\n")).toEqual([
    expect.stringMatching(/^kmeans: 3 clusters, .*agreement 1\.00$/),
    expect.stringMatching(/^agglomerative: 3 clusters, .*agreement 1\.00$/),
  ]);
});

describe.sequential("one library", () => {
  test("index-and-search prints the five nearest of eight photos", async () => {
    const args = ["photos", "a red circle"];
    const { code, stdout, stderr } = await runSource("examples/index-and-search.ts", args, {
      cwd: folder,
      library,
    });
    expect(code, stderr).toBe(0);
    const hits = stdout.trim().split("\n");
    expect(hits).toHaveLength(5);
    for (const hit of hits)
      expect(hit).toMatch(/^\d+\.\d % {2}.*photos.(stripes|disc|checks|gradient).\d\.png$/);
  });

  test("http-client gets the same photos from a server, with thumbnails that can be fetched", async () => {
    const opened = await openLibrary(library, { cacheFolder, isOffline: true });
    const temporary = { importsFolder: join(folder, "imports"), temporaryFolder: join(folder, "temporary") };
    const server = await serve(opened, { webFolder: null, ...temporary });
    try {
      const args = [server.address, "a red circle"];
      const { code, stdout, stderr } = await runSource("examples/http-client.ts", args, {
        cwd: folder,
        library,
      });
      expect(code, stderr).toBe(0);
      const hits = stdout.trim().split("\n");
      expect(hits).toHaveLength(5);
      const thumbnail = await fetch(hits[0]?.split("  ").at(-1) ?? "");
      expect(thumbnail.headers.get("content-type")).toBe("image/webp");
    } finally {
      await server.close();
      await opened.close();
    }
  });
});
