/**
 * How long the store takes for 100,000 images: bulk insert in commits of 256 as the pipeline makes
 * them, pages and layouts of the grid, vectors in and out, a start with recovery.
 *
 * Run: npx tsx --conditions=source bench/store.ts [images]; results go to bench/results/store.json.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { matrix } from "@imantics/core";
import type { ImageOrder } from "../packages/engine/src/domain/image.ts";
import { wholeRegionId } from "../packages/engine/src/domain/region-id.ts";
import { recoverOnOpen } from "../packages/engine/src/store/doctor.ts";
import { openStore } from "../packages/engine/src/store/open-store.ts";
import {
  cluster,
  clustering,
  file,
  imageId,
  newImage,
  source,
  space,
} from "../packages/engine/src/store/samples.contract.ts";
import { writeResult } from "./machine.ts";

const IMAGES = Number(process.argv[2] ?? 100_000);
const COMMIT = 256;
const DIMENSION = 512;
const CLUSTERS = 50;

const wallMs: Record<string, number> = {};
/** Of all threads of the process. */
const cpuMs: Record<string, number> = {};

/** Best of `repeats`: what the machine can do when nobody else wants it. */
async function timed<T>(name: string, act: () => Promise<T>, repeats = 1): Promise<T> {
  let wall = Number.POSITIVE_INFINITY;
  let cpu = Number.POSITIVE_INFINITY;
  let result: T;
  do {
    const start = performance.now();
    const before = process.cpuUsage();
    result = await act();
    wall = Math.min(wall, performance.now() - start);
    const { user, system } = process.cpuUsage(before);
    cpu = Math.min(cpu, (user + system) / 1000);
  } while (--repeats > 0);
  wallMs[name] = Math.round(wall * 10) / 10;
  cpuMs[name] = Math.round(cpu * 10) / 10;
  console.log(`${name.padEnd(56)} ${wall.toFixed(1).padStart(9)} ms ${cpu.toFixed(1).padStart(9)} cpu-ms`);
  return result;
}

const folder = mkdtempSync(join(tmpdir(), "imantics-bench-store-"));
try {
  const wide = space("bench-0123456789ab", DIMENSION);
  const numbers = Array.from({ length: IMAGES }, (_, number) => number);
  const commits = Array.from({ length: Math.ceil(IMAGES / COMMIT) }, (_, index) =>
    numbers.slice(index * COMMIT, (index + 1) * COMMIT),
  );
  const store = await openStore(folder);
  const { facts, vectors } = store;
  await facts.spaces.add(wide);
  const { id } = await facts.sources.add(source("/photos"));

  await timed("facts: insert and link all", async () => {
    for (const batch of commits) {
      await facts.images.add(
        batch.map((number) => newImage(number, { takenAt: number % 3 === 0 ? captured(number) : null })),
      );
      await facts.sources.link(
        id,
        batch.map((number) => ({
          image: imageId(number),
          file: file(`/photos/${number % 100}/IMG_${number}.jpg`, { modifiedMs: 1.6e12 + number * 1000 }),
        })),
      );
    }
  });
  await timed("vectors: put all", async () => {
    for (const batch of commits) {
      const rows = matrix(batch.length, DIMENSION);
      for (let i = 0; i < rows.data.length; i++)
        rows.data[i] = ((i * 2654435761) % 1000) / 1000 + (batch[0] ?? 0);
      await vectors.put(wide, { ids: batch.map((number) => wholeRegionId(imageId(number))), vectors: rows });
    }
  });
  await timed("vectors: load, as written", () => vectors.load(wide), 3);
  await timed("vectors: optimise", () => vectors.optimise(wide));
  await timed("vectors: load, optimised", () => vectors.load(wide), 3);
  await timed("vectors: ids", () => vectors.ids(wide), 3);
  await timed("vectors: replace one", () =>
    vectors.put(wide, { ids: [wholeRegionId(imageId(7))], vectors: matrix(1, DIMENSION) }),
  );

  const deep = Math.floor(IMAGES * 0.9);
  for (const order of ["newest", "oldest", "added", "path"] satisfies ImageOrder[]) {
    await timed(
      `facts: 60 tiles by ${order} at ${deep}`,
      () => facts.images.page({ order, offset: deep, limit: 60 }),
      3,
    );
  }
  await timed("facts: 60 tiles at 0", () => facts.images.page({ order: "newest", offset: 0, limit: 60 }), 3);
  const inFolder = { order: "newest", folder: "/photos", offset: deep, limit: 60 } as const;
  await timed(`facts: 60 tiles of a folder with everything at ${deep}`, () => facts.images.page(inFolder), 3);
  await timed(
    "facts: 60 tiles of a folder with 1 %",
    () => facts.images.page({ ...inFolder, folder: "/photos/7", offset: 0 }),
    3,
  );
  await timed("facts: layout of everything", () => facts.images.layout({ order: "newest" }), 3);
  await timed("facts: known files", () => facts.sources.files(id), 3);
  await timed("facts: counts", () => facts.counts(), 3);
  await timed("facts: all as available", () => facts.images.available(), 3);

  const members = Array.from({ length: CLUSTERS }, (_, index) => cluster(`c${index}`, IMAGES / CLUSTERS));
  await timed("facts: add a clustering of everything", () =>
    facts.clusterings.add(
      clustering("bench"),
      members,
      numbers.map((number) => ({
        region: wholeRegionId(imageId(number)),
        cluster: `c${number % CLUSTERS}`,
        strength: (number % 997) / 997,
      })),
    ),
  );
  const inCluster = { clustering: "bench", cluster: "c7" };
  await timed("facts: 60 tiles of a cluster", () =>
    facts.images.page({ order: "newest", offset: 0, limit: 60, cluster: inCluster }),
  );
  await timed("facts: assignments", () => facts.clusterings.assignments("bench"), 3);
  await timed("facts: remove the clustering", () => facts.clusterings.forget("bench"));
  await timed("facts: make all unavailable", async () =>
    facts.sources.setAvailable([...(await facts.sources.files(id)).keys()], false),
  );
  await timed("facts: verify", () => facts.verify());
  await timed("store: close", () => store.close());
  const again = await timed("store: open", () => openStore(folder));
  await timed("store: recover on open", () => recoverOnOpen(again));
  await again.close();

  writeResult("store", { images: IMAGES, dimension: DIMENSION, wallMs, cpuMs });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** One capture time every two hours from 2000 on. */
function captured(number: number): string {
  return new Date(Date.UTC(2000, 0, 1) + number * 7_200_000).toISOString().slice(0, 19);
}
