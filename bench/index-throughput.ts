/**
 * How close an index run comes to what the machine could do at best.
 *
 *   limit = cores / Σ CPU-seconds that each stage alone needs for an image
 *
 * Stages are measured alone, one after the other, on an even sample of the photos; then the whole
 * pipeline runs on all of them in a process of its own, then once more on the unchanged folder.
 * Beside it: the same encoder in a plain loop (read, decode, encode, nothing else), the way a first
 * script would do it.
 *
 *   npx tsx --conditions=source bench/index-throughput.ts [folder]
 *
 * Runs the built command line when there is one (`npm run build`), because that is what people run.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readSettings } from "../packages/engine/src/config.ts";
import { decodeImage } from "../packages/engine/src/decode/decode.ts";
import { wholeRegion, wholeRegionId } from "../packages/engine/src/domain/region-id.ts";
import type { Encoder } from "../packages/engine/src/embed/encoder.ts";
import { openEncoder } from "../packages/engine/src/embed/open-encoder.ts";
import { openStore } from "../packages/engine/src/store/open-store.ts";
import { machineFacts, writeResult } from "./machine.ts";

const sampleSize = 400;
const folder = resolve(process.argv[2] ?? new URL("../../shared/data/photos", import.meta.url).pathname);
const { cores } = machineFacts();

const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.(jpe?g|png|webp)$/i.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();
const sample = files.filter((_, i) => i % Math.ceil(files.length / sampleSize) === 0);

const settings = readSettings();
const encoder = await openEncoder(
  "embedded",
  { folders: [], cacheFolder: settings.cacheFolder },
  { threads: 1 },
);
const stages = await stageCosts(sample, encoder);
const secondsPerImage = Object.values(stages).reduce((sum, cost) => sum + cost, 0) / 1000;
const limit = cores / secondsPerImage;
const plainLoop = await plainRate(sample, encoder);
await encoder.close();

const library = await mkdtemp(join(tmpdir(), "imantics-bench-"));
const first = await indexRun(library);
const second = await indexRun(library);
await rm(library, { recursive: true, force: true });
const rate = files.length / first.seconds;

const result = {
  images: files.length,
  cpuMsPerImage: stages,
  imagesPerSecond: { limit, pipeline: rate, plainLoop },
  ratios: { pipelineToLimit: rate / limit, pipelineToPlainLoop: rate / plainLoop },
  peakMemoryMB: first.peakMB,
  secondRunSeconds: second.seconds,
  marks: {
    pipelineToLimit: { atLeast: 0.85, reached: rate / limit >= 0.85 },
    peakMemoryMB: { below: 1536, reached: first.peakMB < 1536 },
    secondRunSeconds: { below: 3, reached: second.seconds < 3 },
  },
};
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
writeResult("index-throughput", result);

/** CPU-milliseconds an image that each stage needs when nothing else runs. */
async function stageCosts(paths: readonly string[], encoder: Encoder): Promise<Record<string, number>> {
  const bytes: Uint8Array[] = [];
  const costs: Record<string, number> = {};
  costs.read = await cpuMs(paths.length, async () => {
    for (const path of paths) {
      const content = await readFile(path);
      createHash("sha256").update(content).digest("hex");
      bytes.push(content);
    }
  });
  await decodeImage(bytes[0]!);
  const decoded: Awaited<ReturnType<typeof decodeImage>>[] = [];
  costs.decodeAndThumbnails = await cpuMs(paths.length, async () => {
    for (const content of bytes) decoded.push(await decodeImage(content));
  });
  await encoder.encodeImages([decoded[0]!.preview]);
  const vectors: Float32Array[] = [];
  costs.encode = await cpuMs(paths.length, async () => {
    for (const image of decoded) vectors.push((await encoder.encodeImages([image.preview])).data);
  });
  const at = await mkdtemp(join(tmpdir(), "imantics-bench-store-"));
  const store = await openStore(at);
  const source = await store.facts.sources.add({
    location: folder,
    givenAs: folder,
    include: [],
    exclude: [],
  });
  await store.facts.spaces.add(encoder.space);
  const ids = paths.map((path) => createHash("sha256").update(path).digest("hex"));
  costs.store = await cpuMs(paths.length, async () => {
    for (const [i, id] of ids.entries()) await store.files.putThumbnails(id, decoded[i]!.thumbnails);
    const data = new Float32Array(ids.length * encoder.space.dimension);
    for (const [i, vector] of vectors.entries()) data.set(vector, i * encoder.space.dimension);
    await store.vectors.put(encoder.space, {
      ids: ids.map(wholeRegionId),
      vectors: { rows: ids.length, columns: encoder.space.dimension, data },
    });
    await store.facts.images.add(
      ids.map((id, i) => {
        const { metadata, placeholder, perceptualHash } = decoded[i]!;
        const image = {
          ...metadata,
          id,
          sizeBytes: 1,
          placeholder,
          perceptualHash,
          addedAt: "2026-01-01T00:00:00Z",
        };
        return { image, regions: [wholeRegion(id)] };
      }),
    );
    await store.facts.sources.link(
      source.id,
      ids.map((image, i) => ({ image, file: { path: paths[i]!, sizeBytes: 1, modifiedMs: 1 } })),
    );
  });
  await store.close();
  await rm(at, { recursive: true, force: true });
  return costs;
}

async function cpuMs(count: number, work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / count;
}

/** Images per second of a loop that reads, decodes and encodes one picture after the other. */
async function plainRate(paths: readonly string[], encoder: Encoder): Promise<number> {
  const started = performance.now();
  for (const path of paths) await encoder.encodeImages([(await decodeImage(await readFile(path))).preview]);
  return (1000 * paths.length) / (performance.now() - started);
}

/** One run of the real command, with its wall-clock time and the peak memory that the kernel saw. */
async function indexRun(library: string): Promise<{ seconds: number; peakMB: number }> {
  const main = new URL("../packages/cli/dist/main.js", import.meta.url).pathname;
  const command = [process.execPath, main, "index", folder, "--library", library, "--json"];
  const started = performance.now();
  const child = spawn("/usr/bin/env", command, { stdio: ["ignore", "ignore", "inherit"] });
  let peakMB = 0;
  const watch = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
    peakMB = Math.max(peakMB, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  }, 100);
  const code = await new Promise((done) => child.once("exit", done));
  clearInterval(watch);
  if (code !== 0) throw new Error(`The index run ended with ${code}.`);
  return { seconds: (performance.now() - started) / 1000, peakMB };
}
