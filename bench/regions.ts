/**
 * How close the search for parts comes to what the machine could do at best.
 *
 *   limit = cores / Σ CPU-seconds that each stage alone needs for a picture
 *
 * Stages (decode, things, text, faces, embed) are measured alone, one after the other, on an even sample
 * of the photos; then the real job looks at all of the sample, with every detector on, in a process of
 * its own whose peak memory the kernel tells.
 *
 *   npx tsx --conditions=source bench/regions.ts [folder] [pictures]
 *
 * Runs the built command line (`npm run build`), because that is what people run.
 */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { readSettings } from "../packages/engine/src/config.ts";
import { openEncoder } from "../packages/engine/src/embed/open-encoder.ts";
import { processParts } from "../packages/engine/src/index/part-shard.ts";
import { openDetectors } from "../packages/engine/src/regions/registry.ts";
import { machineFacts, writeResult } from "./machine.ts";

const folder = resolve(process.argv[2] ?? new URL("../../shared/data/photos", import.meta.url).pathname);
const wanted = Number(process.argv[3] ?? 400);
const detectorIds = ["objects", "text", "faces"];
const { cores } = machineFacts();

const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.(jpe?g|png|webp)$/i.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();
const sample = files.filter((_, i) => i % Math.ceil(files.length / wanted) === 0);

const stages = await stageCosts();
const secondsPerPicture = Object.values(stages).reduce((sum, cost) => sum + cost, 0) / 1000;
const limit = cores / secondsPerPicture;

const scratch = await mkdtemp(join(tmpdir(), "imantics-bench-"));
const photos = join(scratch, "photos");
await mkdir(photos);
for (const [i, file] of sample.entries()) await symlink(file, join(photos, `${i}${extname(file)}`));
const library = ["--library", join(scratch, "library"), "--json"];
await command("index", photos, ...library);
const whole = await command("parts", "find", "--only", ...detectorIds, ...library);
await rm(scratch, { recursive: true, force: true });
const rate = sample.length / whole.seconds;

const result = {
  pictures: sample.length,
  loadAverage: loadavg()[0],
  cpuMsPerPicture: stages,
  picturesPerSecond: {
    ...Object.fromEntries(Object.entries(stages).map(([stage, cost]) => [stage, (1000 * cores) / cost])),
    limit,
    whole: rate,
  },
  wholeToLimit: rate / limit,
  peakMemoryMB: whole.peakMB,
  marks: {
    wholeToLimit: { atLeast: 0.85, reached: rate / limit >= 0.85 },
    peakMemoryMB: { below: 2048, reached: whole.peakMB < 2048 },
  },
};
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
writeResult("regions", result);

/** CPU-milliseconds a picture that each stage needs when nothing else runs, by the job's own function. */
async function stageCosts(): Promise<Record<string, number>> {
  const { cacheFolder } = readSettings();
  const settings = { cacheFolder, threads: 1 };
  const encoder = await openEncoder("embedded", { folders: [], cacheFolder }, { threads: 1 });
  const costs: Record<string, number> = {};
  const tasks = sample.map((path, i) => ({
    image: i.toString(16).padStart(64, "0"),
    paths: [path],
    unembedded: [],
  }));
  const silent = { ...encoder, encodeImages: emptyRows, encodeTexts: emptyRows };
  costs.decode = await cpuMs(() => run([], silent));
  for (const id of detectorIds) {
    const detectors = await openDetectors([id], settings);
    await processParts([{ ...tasks[0]!, detectors: [id] }], { encoder: silent, detectors });
    costs[id] = (await cpuMs(() => run(detectors, silent))) - costs.decode;
    for (const detector of detectors) await detector.close();
  }
  const detectors = await openDetectors(["objects", "text"], settings);
  const both = await cpuMs(() => run(detectors, encoder));
  costs.embed = Math.max(0, both - costs.decode - (costs.objects ?? 0) - (costs.text ?? 0));
  for (const detector of detectors) await detector.close();
  await encoder.close();
  return costs;

  async function run(detectors: Awaited<ReturnType<typeof openDetectors>>, with_: typeof encoder) {
    for (const task of tasks) {
      await processParts([{ ...task, detectors: detectors.map(({ id }) => id) }], {
        encoder: with_,
        detectors,
      });
    }
  }
}

/** Vectors of zeros: what an encoder would answer that costs nothing. */
async function emptyRows(items: readonly unknown[]) {
  return { rows: items.length, columns: 1, data: new Float32Array(items.length) };
}

async function cpuMs(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / sample.length;
}

/** One run of the real command, with its wall-clock time and the peak memory that the kernel saw. */
async function command(...args: string[]): Promise<{ seconds: number; peakMB: number }> {
  const main = new URL("../packages/cli/dist/main.js", import.meta.url).pathname;
  const started = performance.now();
  const child = spawn(process.execPath, [main, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  let peakMB = 0;
  const watch = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
    peakMB = Math.max(peakMB, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  }, 100);
  const code = await new Promise((done) => child.once("exit", done));
  clearInterval(watch);
  if (code !== 0) throw new Error(`imantics ${args.join(" ")} ended with ${code}.`);
  return { seconds: (performance.now() - started) / 1000, peakMB };
}
