/**
 * kill -9 of the real program while it indexes, at moments that differ in what is half done: nothing
 * stored yet, thumbnails without facts, one folder committed and the next under way. The same command
 * again must end with every picture there exactly once, and with what a person said still known.
 *
 * The store alone, killed at finer moments, is `packages/engine/src/store/crash.test.ts`.
 */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { type JobRequest, type Library, openLibrary } from "@imantics/engine";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { drawnPicture, FAMILIES } from "../fixtures/drawn-pictures.ts";
import { cacheFolder, outcomeOf, runSource, startSource } from "./run-source.ts";

const main = "packages/cli/src/main.ts";
const Line = z.looseObject({ type: z.string(), stage: z.string().optional(), done: z.number().optional() });
type Line = z.infer<typeof Line>;

/** Each folder ends with a commit of its own. */
const folders = ["first", "second"];
const index = ["index", ...folders, "--json"];

/** When to kill: at the first line that fits, and then so many milliseconds later. */
const moments: readonly {
  readonly at: string;
  readonly fits: (line: Line) => boolean;
  readonly thenMs: number;
}[] = [
  { at: "while the folders are listed", fits: (line) => line.stage === "scan", thenMs: 0 },
  {
    at: "with pictures seen, none stored",
    fits: (line) => line.stage === "see" && line.done !== 0,
    thenMs: 60,
  },
  { at: "just after a commit", fits: (line) => line.type === "images", thenMs: 0 },
  { at: "in the second folder", fits: (line) => line.stage === "see" && line.done !== 0, thenMs: 30 },
];

let home = "";
let libraryFolder = "";
/** Content digest by path, of everything that must be there at the end. */
const wanted = new Map<string, string>();

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "imantics-crash-"));
  libraryFolder = join(home, "library");
  draw("before", 8, 0);
  draw("first", 30, 100);
  draw("second", 30, 200);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

test("a run killed at any moment goes on as if nothing had happened", { timeout: 240_000 }, async () => {
  const named = await withLibrary(async (library) => {
    await run(library, { kind: "index", locations: [join(home, "before")], thenCluster: false });
    await run(library, { kind: "cluster", method: "kmeans", options: { clusterCount: 2 }, seed: 1 });
    const [cluster] = (await clustersOf(library)) ?? [];
    await library.clusterings.rename(cluster?.id ?? "", "Grandmother's discs");
    return cluster?.id;
  });

  for (const moment of moments) {
    expect(await killedAt(moment), moment.at).toBe("SIGKILL");
  }

  const { code, stdout, stderr } = await imantics(...index);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const summary = z
    .looseObject({ failed: z.number(), total: z.number() })
    .parse(JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? ""));
  expect(summary).toMatchObject({ failed: 0, total: new Set(wanted.values()).size });

  const check = await imantics("doctor", "--json");
  expect(check.stderr).toBe("");
  expect(check.code).toBe(0);
  expect(check.stdout).not.toContain('"notice"');

  await withLibrary(async (library) => {
    const { tiles } = await library.images.page({ order: "path", offset: 0, limit: 1000 });
    const images = await library.images.many(tiles.map(({ id }) => id));
    const found = images.flatMap(({ id, paths }) => paths.map((path) => [path, id] as const));
    expect(found.toSorted()).toEqual([...wanted].toSorted());
    const clusters = await clustersOf(library);
    expect(clusters.find(({ id }) => id === named)?.givenName).toBe("Grandmother's discs");
  });
});

const imantics = (...args: string[]) => runSource(main, args, { cwd: home, library: libraryFolder });

/** Starts the index run and kills it; the signal that ended it. */
async function killedAt({ fits, thenMs }: (typeof moments)[number]): Promise<NodeJS.Signals | null> {
  const child = startSource(main, index, { cwd: home, library: libraryFolder });
  let isDoomed = false;
  createInterface({ input: child.stdout }).on("line", async (text) => {
    if (isDoomed || !fits(Line.parse(JSON.parse(text)))) return;
    isDoomed = true;
    await sleep(thenMs);
    child.kill("SIGKILL");
  });
  await outcomeOf(child);
  return child.signalCode;
}

function draw(folder: string, count: number, firstSeed: number): void {
  mkdirSync(join(home, folder));
  for (let number = 0; number < count; number++) {
    const family = FAMILIES[number % FAMILIES.length] ?? FAMILIES[0];
    const path = join(home, folder, `${number}.png`);
    writeFileSync(path, drawnPicture(family, firstSeed + number, 480, 360));
    wanted.set(path, createHash("sha256").update(readFileSync(path)).digest("hex"));
  }
}

async function withLibrary<T>(act: (library: Library) => Promise<T>): Promise<T> {
  const library = await openLibrary(libraryFolder, { cacheFolder, isOffline: true, workerCount: 1 });
  try {
    return await act(library);
  } finally {
    await library.close();
  }
}

async function run(library: Library, request: JobRequest): Promise<void> {
  const job = await library.jobs.start(request);
  for await (const { event } of library.jobs.events({ job: job.id })) {
    if (event.type === "state" && event.error) throw new Error(event.error.message);
  }
}

async function clustersOf(library: Library) {
  const [clustering] = await library.clusterings.list();
  return (await library.clusterings.get(clustering?.id ?? "")).clusters;
}
