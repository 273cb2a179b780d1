/** The pictures of the faces evaluation, decoded, and what the detector finds in them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sharp, toPixels } from "../../packages/engine/src/decode/sharp.ts";
import type { Pixels } from "../../packages/engine/src/domain/pixels.ts";
import type { Detector, FoundRegion } from "../../packages/engine/src/regions/detector.ts";

export interface Photo {
  readonly path: string;
  readonly dataset: string;
  readonly label?: string;
}

/** A face, the picture it is in and the person it shows, where that is known. */
export interface LabelledFace {
  readonly picture: string;
  readonly person: string | null;
  readonly vector: Float32Array;
  readonly confidence: number;
  /** Width of its box in pixels. */
  readonly width: number;
}

export interface Found {
  readonly faces: readonly LabelledFace[];
  readonly pictures: number;
  /** Pictures in which there is at least one face, as the detector says. */
  readonly withFaces: number;
  /** Process CPU a picture, decoding left out. */
  readonly cpuMsPerPicture: number;
}

export function readPhotos(folder: string): readonly Photo[] {
  return JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
}

export function decode(folder: string, { path }: Photo): Promise<Pixels> {
  return toPixels(sharp(join(folder, path)).autoOrient());
}

/** The picture shrunk to `share` of its size, compressed as a photo would be, in the middle of a grey one. */
export async function decodeSmall(folder: string, { path }: Photo, share: number): Promise<Pixels> {
  const { width = 1, height = 1 } = await sharp(join(folder, path)).metadata();
  const shrunk = await sharp(join(folder, path))
    .resize(Math.round(width * share), Math.round(height * share), { fit: "fill" })
    .jpeg({ quality: 85 })
    .toBuffer();
  const ground = { width: 2 * width, height: 2 * height, channels: 3, background: "#777777" } as const;
  // Two steps, because sharp flattens before it composes.
  const composed = await sharp({ create: ground })
    .composite([{ input: shrunk }])
    .png()
    .toBuffer();
  return toPixels(sharp(composed));
}

export async function findIn(
  detector: Detector,
  photos: readonly Photo[],
  pixelsOf: (photo: Photo) => Promise<Pixels>,
): Promise<Found> {
  const faces: LabelledFace[] = [];
  let withFaces = 0;
  let cpuMs = 0;
  for (const photo of photos) {
    const pixels = await pixelsOf(photo);
    const start = process.cpuUsage();
    const found = await detector.detect(pixels);
    const { user, system } = process.cpuUsage(start);
    cpuMs += (user + system) / 1000;
    if (found.length > 0) withFaces++;
    const person = photo.dataset === "faces-gt" ? (photo.label ?? null) : null;
    // A portrait set: its faces are the ones found best, others would be finds that are none.
    const kept = person === null ? found : found.slice(0, 1);
    faces.push(...kept.map((region) => labelled(region, { photo, person, width: pixels.width })));
  }
  return { faces, pictures: photos.length, withFaces, cpuMsPerPicture: cpuMs / photos.length };
}

function labelled(
  { vector, confidence, box }: FoundRegion,
  { photo, person, width }: { photo: Photo; person: string | null; width: number },
): LabelledFace {
  if (vector === undefined) throw new Error("internal: a face without a vector");
  return { picture: photo.path, person, vector, confidence, width: box.width * width };
}
