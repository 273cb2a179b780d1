/**
 * When, with what and where a picture was taken, from its EXIF, XMP and IPTC blocks.
 *
 * Never fails: a damaged block is as good as none, and the pixels count. Never guesses from the
 * file's own time. Titles, keywords, ratings and faces are not read here, nor are sidecar files.
 */
import exifr from "exifr";
import { z } from "zod";
import type { ImageMetadata } from "../domain/image.ts";
import type { MetadataBlocks } from "./opened-image.ts";
import { fromExif, fromGps, fromIptc, fromXmp } from "./taken-at.ts";

export type CaptureFacts = Pick<ImageMetadata, "takenAt" | "camera" | "latitude" | "longitude">;

const text = z.string().optional().catch(undefined);
const numbers = z.array(z.number()).optional().catch(undefined);

/** Tags of wrong types are absent, not errors. */
const tags = z
  .object({
    Make: text,
    Model: text,
    DateTimeOriginal: text,
    CreateDate: text,
    OffsetTime: text,
    OffsetTimeOriginal: text,
    OffsetTimeDigitized: text,
    GPSDateStamp: text,
    GPSTimeStamp: numbers,
    GPSLatitudeRef: text,
    GPSLatitude: numbers,
    GPSLongitudeRef: text,
    GPSLongitude: numbers,
  })
  .catch({});

type Tags = z.infer<typeof tags>;

const wanted = {
  ifd0: { pick: ["Make", "Model"] },
  ifd1: false,
  exif: {
    pick: ["DateTimeOriginal", "CreateDate", "OffsetTime", "OffsetTimeOriginal", "OffsetTimeDigitized"],
  },
  gps: {
    pick: [
      "GPSLatitudeRef",
      "GPSLatitude",
      "GPSLongitudeRef",
      "GPSLongitude",
      "GPSDateStamp",
      "GPSTimeStamp",
    ],
  },
  interop: false,
  xmp: false,
  icc: false,
  iptc: false,
  reviveValues: false,
};

/** About 0.2 CPU-ms. */
export async function readCaptureFacts({ exif, xmp, iptc }: MetadataBlocks): Promise<CaptureFacts> {
  const found = exif === null ? {} : await readTags(exif);
  return {
    takenAt:
      fromExif(found.DateTimeOriginal, found.OffsetTimeOriginal ?? found.OffsetTime) ??
      fromExif(found.CreateDate, found.OffsetTimeDigitized ?? found.OffsetTime) ??
      (xmp === null ? null : fromXmp(xmp)) ??
      (iptc === null ? null : fromIptc(iptc)) ??
      fromGps(found.GPSDateStamp, found.GPSTimeStamp),
    camera: cameraName(found.Make, found.Model),
    ...position(
      signedDegrees(found.GPSLatitude, found.GPSLatitudeRef, "NS"),
      signedDegrees(found.GPSLongitude, found.GPSLongitudeRef, "EW"),
    ),
  };
}

async function readTags(block: Uint8Array): Promise<Tags> {
  const hasPrefix = String.fromCharCode(...block.subarray(0, 6)) === "Exif\0\0";
  try {
    return tags.parse(await exifr.parse(hasPrefix ? block.subarray(6) : block, wanted));
  } catch {
    return {};
  }
}

/** `Canon` + `Canon EOS R5` is `Canon EOS R5`; `FUJIFILM` + `X-T2` is `FUJIFILM X-T2`. */
function cameraName(make: string | undefined, model: string | undefined): string | null {
  const [maker, name] = [tidy(make), tidy(model)];
  if (maker === "" || name === "") return name || maker || null;
  const firstWord = maker.split(" ")[0] ?? maker;
  return name.toLowerCase().startsWith(firstWord.toLowerCase()) ? name : `${maker} ${name}`;
}

/** Cameras pad with spaces and zero bytes. */
function tidy(value: string | undefined): string {
  return (value ?? "").replaceAll("\0", " ").replace(/\s+/g, " ").trim();
}

/**
 * Degrees, minutes and seconds with the half of the globe in letters, of which the first counts, in any
 * case (`S`, `s`, `South`). Without a letter that says which half, the place is unknown: never guessed.
 */
export function signedDegrees(
  parts: readonly number[] | undefined,
  reference: string | undefined,
  halves: "NS" | "EW",
): number | undefined {
  const half = halves.indexOf(tidy(reference).charAt(0).toUpperCase() || "?");
  if (parts === undefined || parts.length === 0 || half < 0) return undefined;
  const [whole = 0, minutes = 0, seconds = 0] = parts;
  const degrees = whole + minutes / 60 + seconds / 3600;
  return half === 0 ? degrees : -degrees;
}

/** Zero degrees twice is what devices write that do not know where they are. */
function position(
  latitude: number | undefined,
  longitude: number | undefined,
): Pick<CaptureFacts, "latitude" | "longitude"> {
  const isKnown =
    latitude !== undefined &&
    longitude !== undefined &&
    Number.isFinite(latitude + longitude) &&
    Math.abs(latitude) <= 90 &&
    Math.abs(longitude) <= 180 &&
    (latitude !== 0 || longitude !== 0);
  return isKnown ? { latitude, longitude } : { latitude: null, longitude: null };
}
