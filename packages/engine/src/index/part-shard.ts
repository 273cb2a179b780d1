/**
 * A shard of the search for parts: some pictures, each taken from its file to regions and their vectors
 * by one pure, idempotent function. A detector that fails on a picture is told with its reason; the
 * others go on. Writing down is the caller's part (`./part-committer.ts`).
 */
import { row } from "@imantics/core";
import { decodePixels } from "../decode/decode.ts";
import { ImanticsError, messageOf } from "../domain/errors.ts";
import type { Pixels } from "../domain/pixels.ts";
import type { RegionRecord } from "../domain/region.ts";
import { regionId } from "../domain/region-id.ts";
import type { Encoder } from "../embed/encoder.ts";
import { crop } from "../regions/crop.ts";
import type { Detector, FoundRegion } from "../regions/detector.ts";
import { readOriginal } from "../scan/read-original.ts";

/** One picture and what is to be done with it. */
export interface PartTask {
  readonly image: string;
  /** Where its content lies; the first that can be read is taken. */
  readonly paths: readonly string[];
  /** Ids of the detectors that have not seen it. */
  readonly detectors: readonly string[];
  /** Regions that are there already and lack a vector in the encoder's space. */
  readonly unembedded: readonly RegionRecord[];
}

/** What one detector says of the picture. */
export interface DetectorFinding {
  readonly detector: string;
  readonly version: string;
  readonly milliseconds: number;
  readonly regions: readonly RegionRecord[];
}

export interface RegionVector {
  /** Id of the space. */
  readonly space: string;
  readonly region: string;
  readonly vector: Float32Array;
}

export interface PartResult {
  readonly image: string;
  readonly findings: readonly DetectorFinding[];
  readonly vectors: readonly RegionVector[];
  readonly failures: readonly { readonly stage: string; readonly code: string; readonly message: string }[];
  /** Wall time by stage: `decode`, each detector's id, `embed`. */
  readonly milliseconds: Readonly<Record<string, number>>;
}

export interface PartTools {
  readonly encoder: Encoder;
  readonly detectors: readonly Detector[];
}

/** Pixels for crops where no detector wants more. */
const SMALLEST_SIDE = 1024;

/** One picture after the other, so that only one is in memory. Never rejects for a broken picture. */
export async function processParts(tasks: readonly PartTask[], tools: PartTools): Promise<PartResult[]> {
  const results: PartResult[] = [];
  for (const task of tasks) results.push(await processPicture(task, tools));
  return results;
}

async function processPicture(task: PartTask, { encoder, detectors }: PartTools): Promise<PartResult> {
  const milliseconds: Record<string, number> = {};
  const failures: PartResult["failures"][number][] = [];
  /** Null when it failed, which is then in the list. */
  const attempt = async <Value>(stage: string, work: () => Promise<Value>): Promise<Value | null> => {
    const start = performance.now();
    try {
      return await work();
    } catch (error) {
      const code = error instanceof ImanticsError ? error.code : `internal:${stage}`;
      failures.push({ stage, code, message: messageOf(error) });
      return null;
    } finally {
      milliseconds[stage] = performance.now() - start;
    }
  };

  const asked = detectors.filter(({ id }) => task.detectors.includes(id));
  const side = Math.max(SMALLEST_SIDE, ...asked.map(({ longestSide }) => longestSide));
  const picture = await attempt("decode", async () =>
    decodePixels((await readOriginal(task.image, task.paths)).bytes, side),
  );
  const findings: DetectorFinding[] = [];
  const vectors: RegionVector[] = [];
  if (picture !== null) {
    for (const detector of asked) {
      const found = await attempt(detector.id, () => detector.detect(picture));
      const own = found === null ? [] : recordsOf(task.image, detector.id, found);
      // A picture that a detector cannot bear is not shown to it again until somebody asks.
      findings.push({
        detector: detector.id,
        version: detector.version,
        milliseconds: milliseconds[detector.id] ?? 0,
        regions: own.map(({ record }) => record),
      });
      for (const { record, vector } of own) {
        if (vector && detector.space) vectors.push({ space: detector.space.id, region: record.id, vector });
      }
    }
    const fresh = findings.flatMap(({ regions }) => regions);
    const embedded = await attempt("embed", () => embed([...task.unembedded, ...fresh], picture, encoder));
    vectors.push(...(embedded ?? []));
  }
  return { image: task.image, findings, vectors, failures, milliseconds };
}

interface Found {
  readonly record: RegionRecord;
  readonly vector: Float32Array | undefined;
}

/** Regions with ids; of two in the same place the surer one. */
function recordsOf(imageId: string, detector: string, found: readonly FoundRegion[]): Found[] {
  const surest = new Map<string, Found>();
  for (const { type, label, confidence, box, text, vector } of found) {
    const id = regionId(imageId, type, box);
    const before = surest.get(id)?.record.confidence ?? -1;
    if (confidence <= before) continue;
    const record = { id, imageId, type, label, confidence, box, text: text ?? null, detector };
    surest.set(id, { record, vector });
  }
  return [...surest.values()];
}

/** Things by their pixels, text by its words; faces have vectors of their own kind. */
async function embed(
  regions: readonly RegionRecord[],
  picture: Pixels,
  encoder: Encoder,
): Promise<RegionVector[]> {
  const { space } = encoder;
  const seen = regions.filter(({ type }) => type === "object" || type === "drawn");
  const read = space.acceptsText ? regions.filter(({ type, text }) => type === "text" && text) : [];
  const crops = await encoder.encodeImages(seen.map(({ box }) => crop(picture, box)));
  const texts = await encoder.encodeTexts(read.map(({ text }) => text ?? ""));
  return [
    ...seen.map(({ id }, at) => ({ space: space.id, region: id, vector: row(crops, at).slice() })),
    ...read.map(({ id }, at) => ({ space: space.id, region: id, vector: row(texts, at).slice() })),
  ];
}
