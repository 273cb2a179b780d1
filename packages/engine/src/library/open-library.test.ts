/**
 * The whole engine on real files: index, stop, change, index again, group, name, search. Pictures
 * are drawn, so nothing here depends on photos; the encoder is the embedded one, for real.
 */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { drawFolder, drawnPicture } from "../../../../fixtures/drawn-pictures.ts";
import type { JobEvent } from "../domain/job.ts";
import { type JobRequest, jobKinds } from "../jobs/kinds/all.ts";
import type { Library } from "./library.ts";
import { openLibrary } from "./open-library.ts";

let folder: string;
let photos: string;
let library: Library;

async function openFresh(): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), "imantics-library-"));
  photos = join(folder, "photos");
  mkdirSync(photos);
  library = await openLibrary(join(folder, "library"), { workerCount: 1 });
}

async function closeAndRemove(): Promise<void> {
  await library.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Runs a job to its end and returns what it said; its stages must be those that its kind names. */
async function run(request: JobRequest): Promise<JobEvent[]> {
  const job = await library.jobs.start(request);
  const events: JobEvent[] = [];
  for await (const { event } of library.jobs.events({ job: job.id })) events.push(event);
  const named: readonly string[] = jobKinds.find(({ name }) => name === request.kind)?.stages ?? [];
  const shown = events.flatMap((event) => (event.type === "progress" ? [event.stage] : []));
  expect(shown.filter((stage) => !named.includes(stage))).toEqual([]);
  return events;
}

function summaryOf(events: readonly JobEvent[]): Readonly<Record<string, number>> {
  const summary = events.find((event) => event.type === "summary");
  if (summary?.type === "summary") return summary.counts;
  throw new Error(`No summary among ${JSON.stringify(events.slice(-3))}`);
}

const index = (...locations: string[]) => run({ kind: "index", locations });

describe("indexing", () => {
  beforeEach(openFresh);
  afterEach(closeAndRemove);

  test("every picture is found once, and a second run does nothing", async () => {
    drawFolder(photos, 6);
    expect(summaryOf(await index(photos))).toMatchObject({ images: 24, skipped: 0, failed: 0 });
    expect(summaryOf(await index(photos))).toMatchObject({ images: 0, skipped: 24, failed: 0 });
    expect((await library.describe()).counts).toMatchObject({ images: 24, available: 24, paths: 24 });
  });

  test("a moved file is the same image, a copy is a second path", async () => {
    const [first, second] = drawFolder(photos, 1);
    await index(photos);
    renameSync(first!, join(photos, "moved.png"));
    copyFileSync(second!, join(photos, "copy.png"));
    expect(summaryOf(await index(photos))).toMatchObject({ images: 0, duplicates: 2, missing: 1 });
    expect((await library.describe()).counts).toMatchObject({ images: 4, available: 4 });
  });

  test("broken and foreign files are listed with their reason, the rest is indexed", async () => {
    drawFolder(photos, 1);
    writeFileSync(join(photos, "empty.jpg"), "");
    writeFileSync(join(photos, "text.jpg"), "this is no picture");
    writeFileSync(join(photos, "notes.txt"), "nor is this");
    writeFileSync(join(photos, "cut.png"), drawnPicture("disc", 9).subarray(0, 300));
    expect(summaryOf(await index(photos))).toMatchObject({ images: 4, failed: 3, notImages: 1 });
    const { failures } = await library.failures.page({ offset: 0, limit: 10 });
    expect(failures.map(({ path, code }) => [path.slice(photos.length + 1), code])).toEqual([
      ["cut.png", "decode-corrupt"],
      ["empty.jpg", "empty-file"],
      ["notes.txt", "not-an-image"],
      ["text.jpg", "not-an-image"],
    ]);
    // A repaired file is taken at the next run and leaves the ledger; the others are not tried again.
    writeFileSync(join(photos, "cut.png"), drawnPicture("disc", 9));
    expect(summaryOf(await index(photos))).toMatchObject({ images: 1, skipped: 4, failed: 2 });
  });

  test("an absent folder makes its images unavailable, forgets nothing, and costs nothing when it is back", async () => {
    drawFolder(photos, 2);
    await index(photos);
    renameSync(photos, `${photos}-unplugged`);
    const events = await index();
    expect(events).toContainEqual(expect.objectContaining({ type: "notice", code: "source-absent" }));
    expect((await library.describe()).counts).toMatchObject({ images: 8, available: 0 });
    renameSync(`${photos}-unplugged`, photos);
    expect(summaryOf(await index())).toMatchObject({ images: 0, skipped: 8 });
    expect((await library.describe()).counts).toMatchObject({ images: 8, available: 8 });
  });

  test("a folder that does not exist fails with the next step", async () => {
    const events = await index(join(folder, "nowhere"));
    expect(events.at(-1)).toMatchObject({
      type: "state",
      state: "failed",
      error: { code: "location-not-found" },
    });
  });

  test("cancelled in the middle, then continued: nothing is done twice", async () => {
    drawFolder(photos, 20);
    const job = await library.jobs.start({ kind: "index", locations: [photos] });
    for await (const { event } of library.jobs.events({ job: job.id })) {
      if (event.type === "progress" && event.stage === "see" && event.done > 0)
        await library.jobs.cancel(job.id).catch(() => undefined);
    }
    expect((await library.jobs.get(job.id)).state).toBe("cancelled");
    const before = (await library.describe()).counts.images;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(80);
    expect(summaryOf(await index(photos))).toMatchObject({ images: 80 - before, skipped: before });
  });
});

describe("structure", () => {
  beforeEach(openFresh);
  afterEach(closeAndRemove);

  test("families become clusters; a typed name survives new pictures and a new run, and can be undone", async () => {
    drawFolder(photos, 8);
    await index(photos);
    await run({ kind: "cluster", method: "agglomerative", options: { clusterCount: 4 } });
    const [clustering] = await library.clusterings.list();
    const { clusters } = await library.clusterings.get(clustering!.id);
    expect(clusters).toHaveLength(4);
    expect(new Set(clusters.map((cluster) => cluster.suggestedName)).size).toBe(4);
    const named = clusters[0]!;
    await library.clusterings.rename(named.id, "Holiday");

    writeFileSync(join(photos, "new.png"), drawnPicture("disc", 99));
    await index(photos);
    await run({ kind: "cluster", method: "agglomerative", options: { clusterCount: 4 } });
    const again = await library.clusterings.get((await library.clusterings.list())[0]!.id);
    expect(again.clusters.find((cluster) => cluster.id === named.id)?.givenName).toBe("Holiday");

    await library.journal.undo();
    const undone = await library.clusterings.get((await library.clusterings.list())[0]!.id);
    expect(undone.clusters.find((cluster) => cluster.id === named.id)?.givenName).toBeNull();
  });

  test("the automatic choice gives reasons", async () => {
    drawFolder(photos, 8);
    await index(photos);
    await run({ kind: "cluster", method: "auto", options: {} });
    const [clustering] = await library.clusterings.list();
    expect(clustering!.isPromoted).toBe(true);
    expect(clustering!.reasons.join(" ").length).toBeGreaterThan(20);
  });

  test("bad options are the person's error, named", async () => {
    drawFolder(photos, 2);
    await index(photos);
    const events = await run({ kind: "cluster", method: "kmeans", options: { clusterCount: 5000 } });
    expect(events.at(-1)).toMatchObject({ state: "failed", error: { code: "bad-cluster-options" } });
  });
});

describe("search", () => {
  beforeAll(async () => {
    await openFresh();
    drawFolder(photos, 8);
    await index(photos);
  });
  afterAll(closeAndRemove);

  test("similar to this: the family comes first, the picture itself is left out", async () => {
    const first = (
      await library.search({
        parts: [{ kind: "picture", bytes: readFileSync(join(photos, "disc", "0.png")), weight: 1 }],
        limit: 1,
      })
    ).hits[0]!;
    expect(first.path).toBe(join(photos, "disc", "0.png"));
    const { hits } = await library.search({
      parts: [{ kind: "image", id: first.image.id, weight: 1 }],
      limit: 5,
    });
    expect(hits.map((hit) => hit.image.id)).not.toContain(first.image.id);
    expect(hits.filter((hit) => hit.path.includes("/disc/")).length).toBeGreaterThanOrEqual(4);
    for (const hit of hits) {
      expect(hit.percentile).toBeGreaterThanOrEqual(0);
      expect(hit.percentile).toBeLessThanOrEqual(100);
    }
  });

  test("a minus pushes away what it names", async () => {
    const bytes = (family: string) => readFileSync(join(photos, family, "3.png"));
    const alone = await library.search({
      parts: [{ kind: "picture", bytes: bytes("checks"), weight: 1 }],
      limit: 32,
    });
    const minus = await library.search({
      parts: [
        { kind: "picture", bytes: bytes("checks"), weight: 1 },
        { kind: "picture", bytes: bytes("stripes"), weight: -1 },
      ],
      limit: 32,
    });
    const rankSum = (result: typeof alone) =>
      result.hits.reduce((sum, hit, rank) => sum + (hit.path.includes("/stripes/") ? rank : 0), 0);
    expect(rankSum(minus)).toBeGreaterThan(rankSum(alone));
    // What is pushed away must not make search doubt what it found.
    expect([alone.hasGoodMatch, minus.hasGoodMatch]).toEqual([true, true]);
  });

  test("words are ranked, paging continues the same ranking, an empty query is refused", async () => {
    const all = await library.search({ parts: [{ kind: "text", text: "a red ball", weight: 1 }], limit: 10 });
    const page = await library.search({
      parts: [{ kind: "text", text: "a red ball", weight: 1 }],
      limit: 5,
      offset: 5,
    });
    expect(page.hits.map((hit) => hit.image.id)).toEqual(all.hits.slice(5).map((hit) => hit.image.id));
    await expect(library.search({ parts: [{ kind: "text", text: "x", weight: -1 }] })).rejects.toMatchObject({
      code: "query-empty",
    });
  });

  test("pictures that cannot be read now are not found", async () => {
    rmSync(join(photos, "disc"), { recursive: true });
    await index(photos);
    const { hits } = await library.search({
      parts: [{ kind: "text", text: "anything", weight: 1 }],
      limit: 100,
    });
    expect(hits).toHaveLength(24);
  });
});
