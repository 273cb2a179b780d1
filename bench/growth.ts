/**
 * How time and memory grow with the number of vectors: k-means, and HDBSCAN on a graph of nearest
 * neighbours, at 10 thousand, 100 thousand and a million vectors of 128 numbers.
 *
 * Every point of the curve is a process of its own, so that its memory is its own. The marks are those
 * of a machine with 2 cores: the million within 12 GB.
 *
 * Run: npx tsx --conditions=source bench/growth.ts [--sizes 10000,100000] [--only kmeans]
 * Results go to bench/results/growth.json, docs/performance-growth.md and docs/performance-growth.svg;
 * points measured before stay.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { clusterMethod, type OptionValues, paceBy } from "@imantics/core";
import { openOnnxKernels } from "@imantics/engine";
import { growthCurves, type Point } from "./growth-curves.ts";
import { machineFacts, writeResult } from "./machine.ts";
import { unitVectors } from "./unit-vectors.ts";

const COLUMNS = 128;
const THREADS = 2;
const MOST_MEMORY_GB = 12;

const methods: Readonly<Record<string, OptionValues>> = {
  kmeans: { clusterCount: 100, restarts: 1 },
  hdbscan: { minClusterSize: 15, minSamples: 5, neighbours: 15 },
};

const { values: args } = parseArgs({
  options: {
    sizes: { type: "string", default: "10000,100000,1000000" },
    only: { type: "string", default: Object.keys(methods).join(",") },
    point: { type: "string" },
  },
});

if (args.point === undefined) measureAll();
else console.log(JSON.stringify(await measureHere(args.point)));

/** `kmeans:10000` → the point, in this process. */
async function measureHere(name: string): Promise<Point> {
  const [method = "", size = ""] = name.split(":");
  const rows = Number(size);
  const vectors = unitVectors({ rows, columns: COLUMNS, groups: 100 });
  const kernels = await openOnnxKernels({ threads: THREADS });
  const start = performance.now();
  const { clusterCount } = await clusterMethod(method).cluster(vectors, methods[method] ?? {}, {
    seed: 1,
    pace: paceBy(() => performance.now()),
    kernels,
  });
  const seconds = (performance.now() - start) / 1000;
  await kernels.close();
  // Linux and macOS differ in the unit, but Node tells kilobytes on both.
  const memoryGB = (process.resourceUsage().maxRSS * 1024) / 1e9;
  return { method, rows, seconds, memoryGB, clusterCount };
}

function measureAll(): void {
  const points: Point[] = [];
  for (const method of args.only.split(",")) {
    for (const size of args.sizes.split(",")) {
      const command = [...process.execArgv, fileURLToPath(import.meta.url), "--point", `${method}:${size}`];
      const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
      if (status !== 0) {
        console.log(`${method} at ${size}: failed\n${stderr.trim().split("\n").slice(-6).join("\n")}`);
        continue;
      }
      const point: Point = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
      points.push(point);
      const { seconds, memoryGB, clusterCount } = point;
      console.log(
        `${method} at ${size}: ${seconds.toFixed(1)} s, ${memoryGB.toFixed(2)} GB, ${clusterCount} clusters`,
      );
    }
  }
  const all = [...earlierBut(points), ...points].sort(
    (a, b) => a.method.localeCompare(b.method) || a.rows - b.rows,
  );
  writeResult("growth", { columns: COLUMNS, threads: THREADS, options: methods, points: all });
  writeFileSync(new URL("../docs/performance-growth.svg", import.meta.url), growthCurves(all));
  writeFileSync(new URL("../docs/performance-growth.md", import.meta.url), page(all));
}

function earlierBut(measured: readonly Point[]): Point[] {
  try {
    const { points } = JSON.parse(readFileSync(new URL("./results/growth.json", import.meta.url), "utf8"));
    return points.filter(
      (point: Point) => !measured.some(({ method, rows }) => method === point.method && rows === point.rows),
    );
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

function page(points: readonly Point[]): string {
  const { processor, cores, memoryGiB, node, date } = machineFacts();
  const rows = points.map(
    ({ method, rows: count, seconds, memoryGB, clusterCount }) =>
      `| ${method} | ${count.toLocaleString("en-GB")} | ${seconds.toFixed(1)} s | ${memoryGB.toFixed(2)} GB | ${clusterCount} |`,
  );
  const most = Math.max(...points.map(({ memoryGB }) => memoryGB));
  return `# Growth

Written by \`bench/growth.ts\` on ${date}: ${processor}, ${cores} cores, ${memoryGiB} GiB, Node ${node}; ${THREADS} threads, unit vectors of ${COLUMNS} numbers. Memory is the peak of the whole process, the vectors included. The mark is ${MOST_MEMORY_GB} GB; the most so far is ${most.toFixed(2)} GB.

![Time and memory by number of vectors](performance-growth.svg)

| method | vectors | time | memory | clusters |
| --- | --- | --- | --- | --- |
${rows.join("\n")}

Settings: ${Object.entries(methods)
    .map(([id, options]) => `${id} \`${JSON.stringify(options)}\``)
    .join("; ")}.
`;
}
