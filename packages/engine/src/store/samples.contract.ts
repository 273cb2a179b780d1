/** Made-up facts and vectors for the contract suites: plausible, complete, told apart by a number. */
import { matrix } from "@imantics/core";
import type { ClusteringRecord, ClusterRecord } from "../domain/clustering.ts";
import type { FailureRecord } from "../domain/failure.ts";
import type { ImageRecord, NewImage } from "../domain/image.ts";
import type { JobRecord } from "../domain/job.ts";
import type { RegionRecord } from "../domain/region.ts";
import { regionId, wholeRegion } from "../domain/region-id.ts";
import type { Run } from "../domain/run.ts";
import type { ScannedFile, Source } from "../domain/source.ts";
import type { Space } from "../domain/space.ts";
import type { Facts } from "./ports/facts.ts";
import type { VectorSet } from "./vectors.ts";

/** 64 hex digits whose order is not that of the numbers. */
export function imageId(number: number): string {
  return ((number * 2654435761) % 4294967296).toString(16).padStart(8, "0").repeat(8);
}

export function newImage(number: number, changes: Partial<ImageRecord> = {}): NewImage {
  const image: ImageRecord = {
    id: imageId(number),
    format: "jpeg",
    width: 4000 + (number % 7),
    height: 3000,
    isAnimated: number % 2 === 1,
    takenAt: null,
    camera: `Camera "N°${number}"`,
    latitude: 48.137154 + number / 3,
    longitude: -11.576124,
    sizeBytes: 1000 + number,
    placeholder: "1QcSHQRnh493V4dIh4eXh1h4kJUI",
    perceptualHash: "f0e1d2c3b4a59687",
    addedAt: "2026-01-02T03:04:05.000Z",
    ...changes,
  };
  return { image, regions: [wholeRegion(image.id)] };
}

/** A part of image `number`, found by the detector "test". */
export function part(
  number: number,
  type: "object" | "text" | "face" | "drawn",
  x: number,
  changes: Partial<RegionRecord> = {},
): RegionRecord {
  const box = { x, y: 0.25, width: 0.125, height: 0.5 };
  return {
    id: regionId(imageId(number), type, box),
    imageId: imageId(number),
    type,
    label: null,
    confidence: 0.75,
    box,
    text: null,
    detector: "test",
    ...changes,
  };
}

export function file(path: string, changes: Partial<ScannedFile> = {}): ScannedFile {
  return { path, sizeBytes: 1234, modifiedMs: 1_700_000_000_123, ...changes };
}

export function source(location: string): Omit<Source, "id"> {
  return { location, givenAs: `./${location}`, include: ["**/*.jpg"], exclude: [] };
}

export function space(id = "tiny-0123456789ab", dimension = 8): Space {
  return {
    id,
    dimension,
    model: "tiny",
    revision: "main",
    preprocessing: "abc",
    pooling: "cls",
    acceptsText: false,
  };
}

/** Row i repeats `numbers[i]`, so that a row taken for another shows. */
export function vectorSet(ids: readonly string[], numbers: readonly number[], dimension = 8): VectorSet {
  const vectors = matrix(ids.length, dimension);
  for (const [index, number] of numbers.entries()) {
    vectors.data.fill(number, index * dimension, (index + 1) * dimension);
  }
  return { ids, vectors };
}

export function clustering(id: string, changes: Partial<ClusteringRecord> = {}): ClusteringRecord {
  return {
    id,
    method: "kmeans",
    options: { clusterCount: 2, nested: { deep: [1, "two", null] } },
    space: "tiny-0123456789ab",
    seed: 7,
    regionCount: 3,
    clusterCount: 2,
    noiseCount: 1,
    reasons: ["Two groups, because “two” was asked for."],
    quality: { silhouette: 0.1234567890123, isDegenerate: false, unknown: null },
    createdAt: "2026-01-02T03:04:05.000Z",
    isPromoted: false,
    ...changes,
  };
}

export function cluster(id: string, size: number): Omit<ClusterRecord, "givenName" | "clustering"> {
  return { id, size, suggestedName: `name of ${id}`, alternatives: ["a", "b"], covers: [imageId(1)] };
}

export function job(id: string, changes: Partial<JobRecord> = {}): JobRecord {
  return {
    id,
    kind: "index",
    state: "running",
    request: { folder: "/photos/ümlaut", deep: { a: [1] } },
    stages: [{ stage: "scan", done: 1, total: null, skipped: 0, failed: 0, rate: 1.5, secondsLeft: null }],
    counts: { images: 3 },
    error: null,
    createdAt: "2026-01-02T03:04:05.000Z",
    endedAt: null,
    ...changes,
  };
}

export function failure(path: string, changes: Partial<FailureRecord> = {}): FailureRecord {
  return {
    path,
    stage: "decode",
    code: "decode-corrupt",
    message: `"${path}" ends too early.`,
    sizeBytes: 12,
    modifiedMs: 1_700_000_000_000,
    at: "2026-01-02T03:04:05.000Z",
    isIgnored: false,
    ...changes,
  };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Stores images 0 … count - 1 with one path each; answers the number of their source. */
export async function fill(
  facts: Facts,
  count: number,
  pathOf = (number: number) => `/p/${number}.jpg`,
): Promise<number> {
  const { id } = await facts.sources.add(source("/p"));
  const numbers = Array.from({ length: count }, (_, number) => number);
  await facts.images.add(numbers.map((number) => newImage(number)));
  await facts.sources.link(
    id,
    numbers.map((number) => ({
      image: imageId(number),
      file: file(pathOf(number), { modifiedMs: 1000 * number }),
    })),
  );
  return id;
}

export function run(id: string, changes: Partial<Run> = {}): Run {
  return {
    id,
    kind: "clustering",
    state: "running",
    method: "auto",
    settings: { options: { clusterCount: 2 }, nested: { deep: [1, "two", null] } },
    seed: 7,
    versions: { imantics: "0.1.0", core: "0.1.0", model: "tiny@main" },
    metrics: {},
    artefacts: [],
    space: "tiny-0123456789ab",
    clustering: null,
    error: null,
    startedAt: "2026-01-02T03:04:05.000Z",
    endedAt: null,
    ...changes,
  };
}
