/**
 * Camera raw files through the JPEG that the camera put into them: no demosaicing.
 *
 * DNG, CR2, NEF, ARW and their kin are TIFF files: this walks their directories, decides whether
 * one of them holds sensor data, and takes the largest JPEG that is not itself sensor data. RAF has
 * a header with the JPEG's place. CR3, RW2 and ORF are refused in `./sniff.ts`.
 */
import { corrupt, unsupported } from "./opened-image.ts";

export interface RawPreview {
  readonly jpeg: Uint8Array;
  /** EXIF orientation of the container, for a JPEG that has none of its own. */
  readonly orientation: number;
}

/** Tags of TIFF 6, TIFF/EP and DNG 1.4. */
const tags = {
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  orientation: 274,
  stripByteCounts: 279,
  subDirectories: 330,
  jpegOffset: 513,
  jpegLength: 514,
  dngVersion: 50706,
} as const;

/** A directory: tag to its numbers (at most 64 of each are read). */
type Directory = ReadonlyMap<number, readonly number[]>;

const COLOUR_FILTER_ARRAY = 32803;
const LINEAR_RAW = 34892;
/** Nikon and Sony mark their own packing with these. */
const vendorCompressions = [32767, 34713];

/**
 * Null when the file is an ordinary TIFF. Throws `unsupported-format` for a raw file without a
 * preview. O(directories), at most 64 of them, so circular chains end.
 */
export function findRawPreview(bytes: Uint8Array): RawPreview | null {
  const directories = readDirectories(bytes);
  if (!isRaw(bytes, directories)) return null;
  const found = directories
    .flatMap((directory) => jpegsIn(bytes, directory))
    .reduce<Uint8Array | null>(
      (best, jpeg) => (best === null || jpeg.length > best.length ? jpeg : best),
      null,
    );
  if (found === null) {
    throw unsupported(
      "Camera raw without a JPEG preview inside",
      "Export it as JPEG, TIFF or PNG to index it",
    );
  }
  return { jpeg: found, orientation: directories[0]?.get(tags.orientation)?.[0] ?? 1 };
}

/** The JPEG of a Fujifilm raw file; its place stands at byte 84. */
export function findRafPreview(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 92) throw corrupt("raf", `the header ends after ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const jpeg = sliceJpeg(bytes, view.getUint32(84), view.getUint32(88));
  if (jpeg === null) throw corrupt("raf", "there is no JPEG where the header says");
  return jpeg;
}

function isRaw(bytes: Uint8Array, directories: readonly Directory[]): boolean {
  const isCanon = bytes[8] === 0x43 && bytes[9] === 0x52;
  return (
    isCanon ||
    directories.some((directory) => {
      const photometric = directory.get(tags.photometric)?.[0] ?? -1;
      const compression = directory.get(tags.compression)?.[0] ?? -1;
      return (
        directory.has(tags.dngVersion) ||
        photometric === COLOUR_FILTER_ARRAY ||
        photometric === LINEAR_RAW ||
        vendorCompressions.includes(compression)
      );
    })
  );
}

function jpegsIn(bytes: Uint8Array, directory: Directory): Uint8Array[] {
  const photometric = directory.get(tags.photometric)?.[0] ?? -1;
  if (photometric === COLOUR_FILTER_ARRAY || photometric === LINEAR_RAW) return [];
  const places = [[directory.get(tags.jpegOffset)?.[0], directory.get(tags.jpegLength)?.[0]]];
  const compression = directory.get(tags.compression)?.[0];
  const strips = directory.get(tags.stripOffsets);
  if ((compression === 6 || compression === 7) && strips?.length === 1) {
    places.push([strips[0], directory.get(tags.stripByteCounts)?.[0]]);
  }
  return places.flatMap(([offset, length]) => {
    const jpeg = offset === undefined || length === undefined ? null : sliceJpeg(bytes, offset, length);
    return jpeg === null ? [] : [jpeg];
  });
}

/** Null unless it is a JPEG that viewers can show: baseline or progressive, not the lossless kind of sensors. */
function sliceJpeg(bytes: Uint8Array, offset: number, length: number): Uint8Array | null {
  const jpeg = bytes.subarray(offset, offset + length);
  if (jpeg.length < 4 || jpeg[0] !== 0xff || jpeg[1] !== 0xd8) return null;
  for (let at = 2; at + 4 <= jpeg.length && jpeg[at] === 0xff; ) {
    const marker = jpeg[at + 1]!;
    if (marker >= 0xc0 && marker <= 0xc2) return jpeg;
    if (marker === 0xc3) return null;
    at += 2 + ((jpeg[at + 2]! << 8) | jpeg[at + 3]!);
  }
  return null;
}

function readDirectories(bytes: Uint8Array): Directory[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLittle = bytes[0] === 0x49;
  const isClassic = bytes.length >= 8 && view.getUint16(2, isLittle) === 42;
  const waiting = isClassic ? [view.getUint32(4, isLittle)] : [];
  const directories: Directory[] = [];
  for (const at of waiting) {
    if (directories.length === 64) break;
    if (at === 0 || at + 2 > bytes.length) continue;
    const count = view.getUint16(at, isLittle);
    const end = at + 2 + 12 * count;
    if (end + 4 > bytes.length) continue;
    const directory = new Map<number, readonly number[]>();
    for (let entry = at + 2; entry < end; entry += 12) {
      directory.set(view.getUint16(entry, isLittle), readNumbers(view, entry, isLittle));
    }
    directories.push(directory);
    waiting.push(view.getUint32(end, isLittle), ...(directory.get(tags.subDirectories) ?? []));
  }
  return directories;
}

/** Bytes, shorts and longs; other types are of no use here. */
function readNumbers(view: DataView, entry: number, isLittle: boolean): number[] {
  const type = view.getUint16(entry + 2, isLittle);
  const count = view.getUint32(entry + 4, isLittle);
  const width = type === 1 ? 1 : type === 3 ? 2 : type === 4 || type === 13 ? 4 : 0;
  if (width === 0) return [];
  const at = width * count <= 4 ? entry + 8 : view.getUint32(entry + 8, isLittle);
  const numbers: number[] = [];
  for (let index = 0; index < Math.min(count, 64) && at + width * (index + 1) <= view.byteLength; index++) {
    const place = at + width * index;
    numbers.push(
      width === 1
        ? view.getUint8(place)
        : width === 2
          ? view.getUint16(place, isLittle)
          : view.getUint32(place, isLittle),
    );
  }
  return numbers;
}
