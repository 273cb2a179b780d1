/**
 * What scripts rely on: the fixed JSON shapes, exit codes, paths as typed, stop and resume. Runs the
 * real program on a real library, one process a command.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openLibrary } from "@imantics/engine";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { drawFolder } from "../fixtures/drawn-pictures.ts";
import { cacheFolder, outcomeOf, runSource, startSource } from "./run-source.ts";

const main = "packages/cli/src/main.ts";
const Summary = z.looseObject({
  type: z.literal("summary"),
  images: z.number(),
  skipped: z.number(),
  failed: z.number(),
  duplicates: z.number(),
});
const SearchAnswer = z.looseObject({
  hits: z.array(
    z.looseObject({
      path: z.string(),
      score: z.number(),
      percentile: z.number().min(0).max(100),
      region: z.looseObject({ id: z.string(), type: z.string() }),
    }),
  ),
});
const ClusterAnswer = z.looseObject({
  clustering: z.string(),
  clusters: z.array(z.looseObject({ id: z.string(), name: z.string(), size: z.number() })),
  assignments: z.array(z.object({ path: z.string(), cluster: z.string().nullable(), strength: z.number() })),
  noise: z.number(),
});

const Runs = z.object({ runs: z.array(z.looseObject({ id: z.string() })) });

// Every command is a process that loads the whole chain; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 240_000 });

let folder = "";
let library = "";
const imantics = (...args: string[]) => runSource(main, args, { cwd: folder, library });
const lines = (text: string): unknown[] =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
const summaryIn = (text: string) => Summary.parse(lines(text).at(-1));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "imantics-cli-"));
  library = join(folder, "library");
  drawFolder(join(folder, "photos"), 2);
  writeFileSync(join(folder, "photos", "broken.jpg"), "no picture at all");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.sequential("a library from the command line", () => {
  test("index ends with a summary, and a broken file does not stop it", async () => {
    const { code, stdout, stderr } = await imantics("index", "./photos", "--json");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(summaryIn(stdout)).toMatchObject({ images: 8, skipped: 0, failed: 1 });
  });

  test("a second run has nothing to do; --strict tells of the failure by exit code 3", async () => {
    const { code, stdout } = await imantics("index", "./photos", "--json", "--strict");
    expect(code).toBe(3);
    expect(summaryIn(stdout)).toMatchObject({ images: 0, skipped: 8, failed: 1 });
  });

  test("the ledger names the broken file as it was typed", async () => {
    const { stdout } = await imantics("failures", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ total: 1, failures: [{ path: "./photos/broken.jpg" }] });
  });

  test("search by words answers with as many hits as asked for, best first", async () => {
    const { code, stdout } = await imantics("search", "a red circle", "--limit", "3", "--json");
    expect(code).toBe(0);
    const { hits } = SearchAnswer.parse(JSON.parse(stdout));
    expect(hits).toHaveLength(3);
    expect(hits.map((hit) => hit.score)).toEqual(hits.map((hit) => hit.score).toSorted((a, b) => b - a));
    for (const hit of hits) expect(hit.path).toMatch(/^\.\/photos\//);
  });

  test("a word with a minus is part of the query, as the documentation shows it", async () => {
    const { code, stdout } = await imantics("search", "a red circle", "-stripes", "--limit", "3", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout).hits[0].parts).toHaveLength(2);
  });

  test("search by a picture finds the picture itself first", async () => {
    const picture = "photos/stripes/1.png";
    const { stdout } = await imantics("search", "--image", picture, "--limit", "2", "--json");
    expect(SearchAnswer.parse(JSON.parse(stdout)).hits[0]?.path).toBe(`./${picture}`);
  });

  test("cluster assigns every path once, and the figures agree with each other", async () => {
    const args = [
      "cluster",
      "--method",
      "kmeans",
      "--options",
      '{"clusterCount":2}',
      "--seed",
      "7",
      "--json",
    ];
    const { code, stdout } = await imantics(...args);
    expect(code).toBe(0);
    const { clusters, assignments, noise } = ClusterAnswer.parse(JSON.parse(stdout));
    expect(new Set(assignments.map(({ path }) => path)).size).toBe(8);
    expect(assignments.filter(({ cluster }) => cluster === null)).toHaveLength(noise);
    expect(new Set(clusters.map(({ name }) => name)).size).toBe(clusters.length);
    for (const { id, size } of clusters) {
      expect(assignments.filter(({ cluster }) => cluster === id)).toHaveLength(size);
    }
    const again = ClusterAnswer.parse(JSON.parse((await imantics(...args)).stdout));
    expect(again.assignments.map(groupsOf(again))).toEqual(assignments.map(groupsOf({ clusters })));
  });

  test("runs tell how the clusterings came about, and are exported as they are listed", async () => {
    const { runs } = Runs.parse(JSON.parse((await imantics("runs", "--json")).stdout));
    expect(runs[0]).toMatchObject({
      kind: "clustering",
      state: "done",
      settings: { options: { clusterCount: 2 } },
    });
    expect(JSON.parse((await imantics("runs", "show", runs[0]!.id, "--json")).stdout)).toEqual(runs[0]);
    expect((await imantics("runs", "export", "runs.json")).code).toBe(0);
    expect(JSON.parse(readFileSync(join(folder, "runs.json"), "utf8"))).toEqual({ runs });
  });

  test("export writes one row a path, as CSV to a file and as JSON to stdout", async () => {
    expect((await imantics("export", "images", "--format", "csv", "--out", "images.csv")).code).toBe(0);
    const { readFileSync } = await import("node:fs");
    const rows = readFileSync(join(folder, "images.csv"), "utf8").trimEnd().split("\r\n");
    expect(rows).toHaveLength(9);
    expect(rows[0]).toMatch(/^path,id,width,height,/);
    expect(JSON.parse((await imantics("export", "assignments")).stdout)).toHaveLength(8);
  });

  test("while another process writes, searching works and indexing says who is in the way", async () => {
    const held = await openLibrary(library, { cacheFolder, isOffline: true });
    try {
      expect((await imantics("search", "stripes", "--json")).code).toBe(0);
      const { code, stdout, stderr } = await imantics("index", "photos", "--json");
      expect(code).toBe(4);
      expect(stdout).toBe("");
      const error = z
        .object({ type: z.literal("error"), code: z.string(), message: z.string() })
        .parse(lines(stderr)[0]);
      expect(error.code).toBe("library-busy");
      expect(error.message).toContain(String(process.pid));
    } finally {
      await held.close();
    }
  });

  test("a reader that goes away ends the program without a stack trace", async () => {
    const child = startSource(main, ["show", "--json"], { cwd: folder, library });
    child.stdout.destroy();
    const { code, stderr } = await outcomeOf(child);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
});

describe("stopping and going on", () => {
  test("Ctrl-C stops an index run with 130, and the same command does only the rest", async () => {
    const own = join(folder, "stopped-library");
    const count = drawFolder(join(folder, "many"), 30).length;
    const child = startSource(main, ["index", "many", "--json"], { cwd: folder, library: own });
    let isAsked = false;
    createInterface({ input: child.stdout }).on("line", (line) => {
      const event = z.looseObject({ stage: z.string(), done: z.number() }).safeParse(JSON.parse(line));
      if (isAsked || event.data?.stage !== "see" || event.data.done === 0) return;
      isAsked = true;
      child.kill("SIGINT");
    });
    const stopped = await outcomeOf(child);
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toContain("interrupted");

    const resumed = await runSource(main, ["index", "many", "--json"], { cwd: folder, library: own });
    const { images, skipped, duplicates } = summaryIn(resumed.stdout);
    expect(images + skipped + duplicates).toBe(count);
    expect(skipped).toBeGreaterThan(0);
    expect(images).toBeGreaterThan(0);
  });

  test("imantics <folder> serves the page's API while and after it reads, until Ctrl-C", async () => {
    const own = join(folder, "served-library");
    const child = startSource(main, ["photos", "--port", "0", "--json"], { cwd: folder, library: own });
    let images: unknown;
    createInterface({ input: child.stdout }).on("line", async (line) => {
      const event = z
        .looseObject({ type: z.string(), address: z.string().optional() })
        .parse(JSON.parse(line));
      if (event.type === "serving") address = event.address ?? "";
      if (event.type !== "summary") return;
      images = await (await fetch(`${address}/api/library`)).json();
      child.kill("SIGINT");
    });
    let address = "";
    const { code, stderr } = await outcomeOf(child);
    expect(code, stderr).toBe(0);
    expect(images).toMatchObject({ counts: { images: 8, clusterings: 1 } });
  });
});

/** Names change with nothing but the members, so groups are compared by size and place, not by id. */
function groupsOf({ clusters }: Pick<z.infer<typeof ClusterAnswer>, "clusters">) {
  return ({ path, cluster }: { path: string; cluster: string | null }) => ({
    path,
    size: clusters.find(({ id }) => id === cluster)?.size ?? null,
  });
}
