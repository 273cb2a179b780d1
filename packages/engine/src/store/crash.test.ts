/**
 * kill -9 at any moment: the next start finds a sound library in which every acknowledged batch is
 * complete and no fact is without its vector.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { wholeRegionId } from "../domain/region-id.ts";
import { examine, recoverOnOpen } from "./doctor.ts";
import { openStore } from "./open-store.ts";
import { collect, imageId, space } from "./samples.contract.ts";
import { scratchFolders } from "./scratch-folder.contract.ts";

const folder = scratchFolders();
const writer = fileURLToPath(new URL("./crash-writer.contract.ts", import.meta.url));
const BATCH = 32;

/**
 * When to kill: after so many acknowledged batches, and then so many milliseconds. The first rounds
 * meet the making of the tables, the last ones the compaction after eight batches.
 */
const rounds = [
  { batches: 0, thenMs: 0 },
  { batches: 0, thenMs: 9 },
  { batches: 1, thenMs: 0 },
  { batches: 1, thenMs: 5 },
  { batches: 2, thenMs: 14 },
  { batches: 3, thenMs: 27 },
  { batches: 7, thenMs: 16 },
  { batches: 8, thenMs: 40 },
];

/** The batches that were acknowledged before the process died of the signal. */
async function writeUntilKilled(
  library: string,
  first: number,
  round: (typeof rounds)[number],
): Promise<number[]> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--conditions=source", writer, library, String(first)],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let said = "";
  let complaint = "";
  let isDoomed = false;
  child.stderr.on("data", (bytes: Buffer) => {
    complaint += bytes;
  });
  child.stdout.on("data", (bytes: Buffer) => {
    said += bytes;
    if (isDoomed || linesOf(said).length < 1 + round.batches) return;
    isDoomed = true;
    setTimeout(() => child.kill("SIGKILL"), round.thenMs);
  });
  const signal = await new Promise((resolve) => child.on("close", (_, reason) => resolve(reason)));
  expect(signal, complaint).toBe("SIGKILL");
  return linesOf(said).slice(1).map(Number);
}

/** A line without its end was not said. */
function linesOf(text: string): string[] {
  return text.split("\n").slice(0, -1);
}

test("eight kills lose no acknowledged batch and leave no fact without its vector", {
  timeout: 120_000,
}, async () => {
  const library = folder();
  const acknowledged = new Set<number>();
  let next = 0;
  for (const round of rounds) {
    for (const batch of await writeUntilKilled(library, next, round)) acknowledged.add(batch);

    const store = await openStore(library);
    const vectors = await store.vectors.ids(space());
    const images = new Set(await collect(store.facts.images.ids()));
    for (const image of images) expect(vectors.has(wholeRegionId(image))).toBe(true);
    const available = new Set(await store.facts.images.available());
    for (const batch of acknowledged) {
      for (let number = batch * BATCH; number < (batch + 1) * BATCH; number++) {
        expect(available.has(imageId(number))).toBe(true);
        expect(await store.files.hasThumbnails(imageId(number))).toBe(true);
      }
    }
    const { interruptedJobs } = await recoverOnOpen(store);
    expect(interruptedJobs).toBe(1);
    const findings = await collect(examine(store, { space: space().id }));
    // Thumbnails are written first; those of a batch that never got its facts wait for the next run.
    expect(findings.filter(({ kind }) => kind !== "thumbnail-orphaned")).toEqual([]);
    // Each vector is its own: row i holds the number of image i.
    const loaded = await store.vectors.load(space());
    const numberOf = new Map(
      Array.from({ length: 20_000 }, (_, number) => [wholeRegionId(imageId(number)), number]),
    );
    for (const [row, id] of loaded.ids.entries()) expect(loaded.vectors.data[row * 8]).toBe(numberOf.get(id));
    await store.close();
    next = Math.max(-1, ...acknowledged) + 1;
  }
  expect(acknowledged.size).toBeGreaterThanOrEqual(rounds.reduce((sum, { batches }) => sum + batches, 0));
});
