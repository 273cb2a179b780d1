/**
 * What a person waits for who opens a cluster in a library of 100,000 pictures: the cluster, those near
 * it, where doubt begins among its members, and the first page of them. On a server that has searched
 * before; and what a search takes right after another process has added 256 pictures.
 *
 * Mark: p95 below 30 ms. The library is made up (grouped unit vectors, 200 clusters drawn by chance) but
 * real: SQLite, LanceDB, the engine's own reads. Measured in a process of its own, for its memory.
 *
 *   npx tsx --conditions=source bench/organise-reads.ts [pictures] [folder to keep the library in]
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { random, rowRange } from "@imantics/core";
import { openLibrary } from "@imantics/engine";
import { readSettings } from "../packages/engine/src/config.ts";
import { wholeRegion, wholeRegionId } from "../packages/engine/src/domain/region-id.ts";
import { openEncoder } from "../packages/engine/src/embed/open-encoder.ts";
import { openStore } from "../packages/engine/src/store/open-store.ts";
import { writeResult } from "./machine.ts";
import { unitVectors } from "./unit-vectors.ts";

const batch = 5000;
const clusterCount = 200;
const clustering = "bench";
const opens = 60;
const addedAtOnce = 256;
const additions = 10;
const markMs = 30;

const [first = "100000", second] = process.argv.slice(2);
if (first === "measure") await measure(second ?? "");
else await run(Number(first), second);

async function run(pictures: number, keptIn: string | undefined): Promise<void> {
  const folder = keptIn ?? (await mkdtemp(join(tmpdir(), "imantics-bench-")));
  if (!existsSync(join(folder, "library.json"))) await fill(folder, pictures);
  const { stdout, status } = spawnSync(
    process.execPath,
    ["--import", "tsx", "--conditions=source", fileURLToPath(import.meta.url), "measure", folder],
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
  );
  if (status !== 0) throw new Error(`The measuring process ended with ${status}.`);
  const result = { pictures, loadAverage: loadavg()[0], markMs, ...JSON.parse(stdout) };
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  writeResult("organise-reads", result);
  if (keptIn === undefined) await rm(folder, { recursive: true, force: true });
}

async function measure(folder: string): Promise<void> {
  // Beside a process that writes, as a second server would be.
  const writer = await openStore(folder);
  const library = await openLibrary(folder, { isReadOnly: true });
  await library.prepareSearch();
  const search = (text: string) => library.search({ parts: [{ kind: "text", text, weight: 1 }], limit: 50 });
  await search("a dog");
  const warmMB = peakMB();
  const { clusters } = await library.clusterings.get(clustering);
  const open = async (at: number) => {
    const cluster = clusters[at % clusters.length]?.id ?? "";
    await library.clusterings.get(clustering);
    await Promise.all([
      library.clusterings.near(clustering, cluster, 6),
      library.clusterings.doubtFrom(clustering, cluster),
      library.images.page({ order: "newest", offset: 0, limit: 60, cluster: { clustering, cluster } }),
    ]);
  };
  const firstOpen = await timeOf(() => open(0));
  const opened: Times[] = [];
  for (let at = 1; at <= opens; at++) opened.push(await timeOf(() => open(7 * at)));
  const peakMemoryMB = peakMB();

  const [space] = await writer.facts.spaces.list();
  const [source] = await writer.facts.sources.list();
  if (space === undefined || source === undefined) throw new Error("The library is not filled.");
  const searched: Times[] = [];
  const searchedAfterAdding: Times[] = [];
  for (let round = 0; round < additions; round++) {
    searched.push(await timeOf(() => search(`a red car ${round}`)));
    const ids = Array.from({ length: addedAtOnce }, (_, at) => idOf(`added ${Date.now()} ${round} ${at}`));
    await addPictures(writer, { ids, source: source.id, seed: round, space });
    searchedAfterAdding.push(await timeOf(() => search(`a mountain lake ${round}`)));
  }
  await library.close();
  await writer.close();
  process.stdout.write(
    JSON.stringify({
      ...{ clusters: clusters.length, opens, addedAtOnce },
      ...{ warmMB: rounded(warmMB), peakMemoryMB: rounded(peakMemoryMB) },
      firstOpen: summary([firstOpen]),
      open: summary(opened),
      search: summary(searched),
      searchAfterAdding: summary(searchedAfterAdding),
    }),
  );
}

type Filled = Awaited<ReturnType<typeof openStore>>;
interface Pictures {
  readonly ids: readonly string[];
  readonly source: number;
  readonly seed: number;
  readonly space: Awaited<ReturnType<Filled["facts"]["spaces"]["list"]>>[number];
}

async function addPictures(store: Filled, { ids, source, seed, space }: Pictures): Promise<void> {
  const vectors = unitVectors({ rows: ids.length, columns: space.dimension, groups: 300 }, seed + 1);
  await store.vectors.put(space, { ids: ids.map(wholeRegionId), vectors: rowRange(vectors, 0, ids.length) });
  await store.facts.images.add(ids.map((id) => ({ image: imageRecord(id), regions: [wholeRegion(id)] })));
  const links = ids.map((id) => ({ image: id, file: { path: `/p/${id}.jpg`, sizeBytes: 1, modifiedMs: 1 } }));
  await store.facts.sources.link(source, links);
}

async function fill(folder: string, pictures: number): Promise<void> {
  const { cacheFolder } = readSettings();
  const encoder = await openEncoder("embedded", { folders: [], cacheFolder });
  const { space } = encoder;
  await encoder.close();
  const store = await openStore(folder);
  const { id: source } = await store.facts.sources.add({
    ...{ location: "/p", givenAs: "/p", include: [], exclude: [] },
  });
  await store.facts.spaces.add(space);
  const all: string[] = [];
  for (let start = 0; start < pictures; start += batch) {
    const ids = Array.from({ length: Math.min(batch, pictures - start) }, (_, at) => idOf(`${start + at}`));
    await addPictures(store, { ids, source, seed: start, space });
    all.push(...ids);
    process.stderr.write(`${all.length} pictures\n`);
  }
  await store.vectors.optimise(space);
  const chance = random(1);
  const names = Array.from({ length: clusterCount }, (_, at) => `cluster-${at}`);
  const assignments = all.map((id) => ({
    region: wholeRegionId(id),
    cluster: names[chance.integer(clusterCount)] ?? null,
    strength: chance.uniform(),
  }));
  const record = {
    ...{ id: clustering, method: "kmeans", options: {}, space: space.id, seed: 1, regionCount: pictures },
    ...{ clusterCount, noiseCount: 0, reasons: [], quality: {}, createdAt: "2026-01-01T00:00:00Z" },
    isPromoted: true,
  };
  const clusters = names.map((id) => ({
    ...{ id, size: Math.round(pictures / clusterCount), suggestedName: id, alternatives: [] },
    covers: all.slice(0, 7),
  }));
  await store.facts.clusterings.add(record, clusters, assignments);
  await store.close();
}

function imageRecord(id: string) {
  return {
    ...{ id, format: "jpeg", width: 4000, height: 3000, isAnimated: false, takenAt: null, camera: null },
    ...{ latitude: null, longitude: null, sizeBytes: 1, placeholder: "", perceptualHash: id.slice(0, 16) },
    addedAt: "2026-01-01T00:00:00Z",
  };
}

function idOf(name: string): string {
  return createHash("sha256").update(name).digest("hex");
}

/** Processor time says how long it takes where nothing else is running, which wall time does not. */
interface Times {
  readonly wallMs: number;
  readonly cpuMs: number;
}

async function timeOf(work: () => Promise<unknown>): Promise<Times> {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpuBefore);
  return { wallMs: performance.now() - startedAt, cpuMs: (user + system) / 1000 };
}

function summary(times: readonly Times[]) {
  const [wall, cpu] = [times.map(({ wallMs }) => wallMs), times.map(({ cpuMs }) => cpuMs)];
  return {
    ...{ p50Ms: rounded(quantile(wall, 0.5)), p95Ms: rounded(quantile(wall, 0.95)) },
    ...{ cpuP50Ms: rounded(quantile(cpu, 0.5)), cpuP95Ms: rounded(quantile(cpu, 0.95)) },
  };
}

function peakMB(): number {
  return process.resourceUsage().maxRSS / 1024;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
