/** Runs on record, and removing what they made, over a library of drawn pictures. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawFolder } from "../../../../fixtures/drawn-pictures.ts";
import type { JobRequest } from "../jobs/kinds/all.ts";
import { openStore } from "../store/open-store.ts";
import { run as sampleRun } from "../store/samples.contract.ts";
import type { Library } from "./library.ts";
import { openLibrary } from "./open-library.ts";

const folder = mkdtempSync(join(tmpdir(), "imantics-runs-"));
const open = () => openLibrary(join(folder, "library"), { workerCount: 1 });
let library: Library;

async function ended(request: JobRequest): Promise<string> {
  const { id } = await library.jobs.start(request);
  for await (const _ of library.jobs.events({ job: id }));
  return (await library.jobs.get(id)).state;
}

beforeAll(async () => {
  drawFolder(join(folder, "photos"), 3);
  library = await open();
  await ended({ kind: "index", locations: [join(folder, "photos")] });
  await ended({ kind: "cluster", method: "kmeans", options: { clusterCount: 4 }, seed: 5 });
});
afterAll(async () => {
  await library.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a clustering is on record with all that is needed to make it again", async () => {
  const [clustering] = await library.clusterings.list();
  const [run] = await library.runs.list();
  expect(run).toMatchObject({
    ...{ kind: "clustering", state: "done", method: "kmeans", seed: 5, error: null, artefacts: [] },
    settings: { options: { clusterCount: 4 }, used: { method: "kmeans", options: { clusterCount: 4 } } },
    metrics: { ...clustering?.quality, clusterCount: 4, regionCount: 12, noiseCount: 0 },
    ...{ clustering: clustering?.id, space: clustering?.space },
  });
  expect(run?.versions.model).toMatch(/^embedded@/);
  expect(Date.parse(run?.endedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(run?.startedAt ?? ""));
  expect(await library.runs.get(run?.id ?? "")).toEqual(run);
  await expect(library.runs.get("none")).rejects.toMatchObject({ code: "run-not-found" });
});

test("one that fails says why, and leaves no clustering", async () => {
  const before = await library.clusterings.list();
  expect(await ended({ kind: "cluster", method: "kmeans", options: { clusterCount: 500 } })).toBe("failed");
  const [run] = await library.runs.list();
  expect(run).toMatchObject({ state: "failed", clustering: null, error: { code: "bad-cluster-options" } });
  expect(await library.clusterings.list()).toEqual(before);
});

test("a clustering that is removed comes back whole by the number of its removal; its run stays", async () => {
  const before = await library.clusterings.list();
  const id = before[0]?.id ?? "";
  const whole = [await library.clusterings.get(id), await library.clusterings.assignments(id)];
  const { sequence } = await library.clusterings.remove(id);
  expect(await library.clusterings.list()).toEqual([]);
  await expect(library.clusterings.get(id)).rejects.toMatchObject({ code: "clustering-not-found" });
  expect((await library.runs.list()).map(({ clustering }) => clustering)).toContain(id);
  expect(await library.journal.undo(sequence)).toMatchObject({ act: "remove-clustering", sequence });
  expect(await library.clusterings.list()).toEqual(before);
  expect([await library.clusterings.get(id), await library.clusterings.assignments(id)]).toEqual(whole);
});

test("once the trash is emptied, a removal can no longer be taken back, and says why", async () => {
  const [clustering] = await library.clusterings.list();
  const { sequence } = await library.clusterings.remove(clustering?.id ?? "");
  expect(await library.spaces.empty()).toEqual({ spaces: [], clusterings: [clustering?.id], finds: 0 });
  await expect(library.journal.undo(sequence)).rejects.toThrow(/gone for good/);
});

test("a run whose process died is marked by the next start", async () => {
  await library.close();
  const store = await openStore(join(folder, "library"));
  await store.facts.runs.save(sampleRun("dead"));
  await store.close();
  library = await open();
  expect((await library.runs.get("dead")).state).toBe("interrupted");
});
