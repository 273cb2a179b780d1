/**
 * From a query to a ranked list, over 100,000 pictures with 400,000 parts: words are encoded, every type of
 * region is compared, written words are looked up, evidence is fused, and the hits are read from the facts.
 *
 * Mark: p95 below 60 ms with the embedded encoder. The library is made up (grouped unit vectors, four parts
 * a picture, one of them with three words of text) but real: SQLite, LanceDB, and the engine's own search.
 *
 *   npx tsx --conditions=source bench/fused-search.ts [pictures]
 */
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { random, rowRange } from "@imantics/core";
import { openLibrary } from "@imantics/engine";
import { readSettings } from "../packages/engine/src/config.ts";
import type { RegionRecord } from "../packages/engine/src/domain/region.ts";
import { regionId, wholeRegion, wholeRegionId } from "../packages/engine/src/domain/region-id.ts";
import { openEncoder } from "../packages/engine/src/embed/open-encoder.ts";
import { probes } from "../packages/engine/src/search/probes.ts";
import { openStore } from "../packages/engine/src/store/open-store.ts";
import { writeResult } from "./machine.ts";
import { unitVectors } from "./unit-vectors.ts";

const pictures = Number(process.argv[2] ?? 100_000);
const partsOfPicture = 4;
const batch = 5000;
const markMs = 60;
const warmUps = 10;
const queries = probes.slice(0, 60).map((probe, i) => `${probe} ${i}`);

const folder = await mkdtemp(join(tmpdir(), "imantics-bench-"));
await fill();
const library = await openLibrary(folder);
const beforeLoad = performance.now();
await library.prepareSearch();
const loadSeconds = (performance.now() - beforeLoad) / 1000;
const ask = async (text: string) => {
  const start = performance.now();
  const { milliseconds } = await library.search({ parts: [{ kind: "text", text, weight: 1 }], limit: 50 });
  return { total: performance.now() - start, encode: milliseconds.encode };
};
for (const query of queries.slice(0, warmUps)) await ask(query);
const times: { total: number; encode: number }[] = [];
for (let round = 0; round < 4; round++)
  for (const query of queries.slice(warmUps)) times.push(await ask(query));
await library.close();
await rm(folder, { recursive: true, force: true });

const total = times.map((time) => time.total);
const result = {
  pictures,
  parts: pictures * partsOfPicture,
  queries: times.length,
  loadAverage: loadavg()[0],
  loadSeconds,
  p50Ms: quantile(total, 0.5),
  p95Ms: quantile(total, 0.95),
  encodeP50Ms: quantile(
    times.map(({ encode }) => encode),
    0.5,
  ),
  peakMemoryMB: process.resourceUsage().maxRSS / 1024,
  mark: { p95BelowMs: markMs, reached: quantile(total, 0.95) < markMs },
};
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
writeResult("fused-search", result);

async function fill(): Promise<void> {
  const { cacheFolder } = readSettings();
  const encoder = await openEncoder("embedded", { folders: [], cacheFolder });
  const { space } = encoder;
  await encoder.close();
  const store = await openStore(folder);
  const source = await store.facts.sources.add({ location: "/p", givenAs: "/p", include: [], exclude: [] });
  await store.facts.spaces.add(space);
  const chance = random(1);
  const words = Array.from({ length: 20_000 }, (_, i) =>
    createHash("md5").update(`${i}`).digest("base64url").slice(0, 8),
  );
  for (let start = 0; start < pictures; start += batch) {
    const ids = Array.from({ length: Math.min(batch, pictures - start) }, (_, i) =>
      createHash("sha256")
        .update(`${start + i}`)
        .digest("hex"),
    );
    const parts = ids.map((id) => partsOf(id));
    const regions = [...ids.map(wholeRegionId), ...parts.flat().map((part) => part.id)];
    const vectors = unitVectors({ rows: regions.length, columns: space.dimension, groups: 300 }, start + 1);
    await store.vectors.put(space, { ids: regions, vectors: rowRange(vectors, 0, regions.length) });
    await store.facts.images.add(ids.map((id) => ({ image: imageRecord(id), regions: [wholeRegion(id)] })));
    await store.facts.sources.link(
      source.id,
      ids.map((image) => ({ image, file: { path: `/p/${image}.jpg`, sizeBytes: 1, modifiedMs: 1 } })),
    );
    const looks = ids.map((image, i) => ({ image, regions: parts[i]!, milliseconds: 1 }));
    await store.facts.regions.recordInspections("bench", "1", looks);
    process.stderr.write(`${start + ids.length} pictures\n`);
  }
  await store.vectors.optimise(space);
  await store.close();

  function partsOf(imageId: string): RegionRecord[] {
    return Array.from({ length: partsOfPicture }, (_, i) => {
      const type = i === 0 ? "text" : "object";
      const box = { x: chance.uniform() / 2, y: chance.uniform() / 2, width: 0.25, height: 0.25 };
      const text =
        type === "text" ? [0, 1, 2].map(() => words[chance.integer(words.length)]).join(" ") : null;
      const label = type === "object" ? "thing" : null;
      return {
        id: regionId(imageId, type, box),
        imageId,
        type,
        label,
        confidence: 0.5,
        box,
        text,
        detector: "bench",
      };
    });
  }
}

function imageRecord(id: string) {
  return {
    ...{ id, format: "jpeg", width: 4000, height: 3000, isAnimated: false, takenAt: null, camera: null },
    ...{ latitude: null, longitude: null, sizeBytes: 1, placeholder: "", perceptualHash: id.slice(0, 16) },
    addedAt: "2026-01-01T00:00:00Z",
  };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
