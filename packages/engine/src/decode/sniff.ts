/**
 * What a file is, by its first bytes and never by its name.
 *
 * Telling TIFF from the camera raw formats that are TIFF inside needs a walk through the
 * directories: that is `./raw-preview.ts`.
 */

/** Formats that some decoder here reads. `heif` is HEVC or anything else in a HEIF box; AV1 is `avif`. */
export type ReadableFormat =
  | "jpeg"
  | "png"
  | "webp"
  | "avif"
  | "heif"
  | "tiff"
  | "gif"
  | "bmp"
  | "svg"
  | "raf";

export type Sniffed =
  | { readonly kind: "readable"; readonly format: ReadableFormat }
  /** A picture, but of a format that nothing here decodes. */
  | { readonly kind: "unsupported"; readonly name: string }
  /** Not a picture; `name` when the signature is a known one. */
  | { readonly kind: "not-an-image"; readonly name: string | null };

const signatures: readonly { readonly at: number; readonly magic: string; readonly means: Sniffed }[] = [
  { at: 0, magic: "\xff\xd8\xff", means: readable("jpeg") },
  { at: 0, magic: "\x89PNG\r\n\x1a\n", means: readable("png") },
  { at: 0, magic: "GIF87a", means: readable("gif") },
  { at: 0, magic: "GIF89a", means: readable("gif") },
  { at: 8, magic: "WEBP", means: readable("webp") },
  { at: 0, magic: "II*\0", means: readable("tiff") },
  { at: 0, magic: "MM\0*", means: readable("tiff") },
  { at: 0, magic: "II+\0", means: readable("tiff") },
  { at: 0, magic: "MM\0+", means: readable("tiff") },
  { at: 0, magic: "FUJIFILMCCD-RAW", means: readable("raf") },
  { at: 0, magic: "\xff\x0a", means: unsupported("JPEG XL") },
  { at: 4, magic: "JXL \r\n\x87\n", means: unsupported("JPEG XL") },
  { at: 4, magic: "jP  \r\n\x87\n", means: unsupported("JPEG 2000") },
  { at: 0, magic: "\xff\x4f\xff\x51", means: unsupported("JPEG 2000") },
  { at: 0, magic: "8BPS", means: unsupported("Photoshop (PSD)") },
  { at: 0, magic: "IIU\0", means: unsupported("Panasonic raw (RW2)") },
  { at: 0, magic: "IIRO", means: unsupported("Olympus raw (ORF)") },
  { at: 0, magic: "IIRS", means: unsupported("Olympus raw (ORF)") },
  { at: 0, magic: "MMOR", means: unsupported("Olympus raw (ORF)") },
  { at: 0, magic: "FOVb", means: unsupported("Sigma raw (X3F)") },
  { at: 0, magic: "\0\0\x01\0", means: unsupported("Windows icon (ICO)") },
  { at: 0, magic: "v/1\x01", means: unsupported("OpenEXR") },
  { at: 0, magic: "#?RADIANCE", means: unsupported("Radiance HDR") },
  { at: 0, magic: "qoif", means: unsupported("QOI") },
  { at: 0, magic: "%PDF-", means: notAnImage("a PDF document") },
  { at: 0, magic: "PK\x03\x04", means: notAnImage("a zip archive") },
  { at: 0, magic: "\x1a\x45\xdf\xa3", means: notAnImage("a Matroska or WebM video") },
];

/** Reads at most the first 4 KiB. */
export function sniff(bytes: Uint8Array): Sniffed {
  const head = latin1(bytes, 0, 32);
  for (const { at, magic, means } of signatures) {
    if (head.startsWith(magic, at)) return means;
  }
  if (head.startsWith("ftyp", 4)) return sniffBoxes(bytes);
  if (isBmp(bytes, head)) return readable("bmp");
  if (isSvg(bytes)) return readable("svg");
  return notAnImage(null);
}

/** The brands of an ISO base media file: the major one, then the compatible ones. */
function sniffBoxes(bytes: Uint8Array): Sniffed {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = Math.min(view.getUint32(0), bytes.length, 256);
  const major = latin1(bytes, 8, 4);
  const brands = [major];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(latin1(bytes, at, 4));
  if (major === "crx ") return unsupported("Canon raw (CR3)");
  if (brands.some((brand) => brand === "avif" || brand === "avis")) return readable("avif");
  if (brands.some((brand) => /^(hei[cxms]|hev[cxms]|mif[12]|msf1)$/.test(brand))) return readable("heif");
  return notAnImage("a video or another MPEG-4 file");
}

/** Whether the file is a moving HEIF or AVIF: its major brand says so. */
export function isBoxSequence(bytes: Uint8Array): boolean {
  return /^(avis|msf1|hev[cxms])$/.test(latin1(bytes, 8, 4));
}

/** `BM` alone is two letters of many texts, so the size of the second header must be a known one too. */
function isBmp(bytes: Uint8Array, head: string): boolean {
  if (!head.startsWith("BM") || bytes.length < 26) return false;
  const headerSize = new DataView(bytes.buffer, bytes.byteOffset).getUint32(14, true);
  return [12, 40, 52, 56, 64, 108, 124].includes(headerSize);
}

/** Text whose first element is `svg`, after an optional declaration, comments and document type. */
function isSvg(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes.subarray(0, 4096));
  const prologue = /^\s*(?:<\?[^>]*\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>[]*(?:\[[^\]]*\])?\s*>|\s)*/i;
  return /^<(?:\w+:)?svg[\s>]/i.test(text.replace(prologue, ""));
}

function latin1(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function readable(format: ReadableFormat): Sniffed {
  return { kind: "readable", format };
}

function unsupported(name: string): Sniffed {
  return { kind: "unsupported", name };
}

function notAnImage(name: string | null): Sniffed {
  return { kind: "not-an-image", name };
}
