/**
 * Which files may come in: pictures and zip archives, by name and by their first bytes. A first
 * filter that keeps other things from resting on the disk; the engine looks again, and deeper.
 */
import { extname } from "node:path";
import { ImanticsError } from "@imantics/engine";

export type FileKind = "image" | "zip";

/** Bytes that `kindOfBytes` needs to see. */
export const headBytes = 32;

const imageExtensions: ReadonlySet<string> = new Set(
  ".jpg .jpeg .jpe .jfif .png .webp .avif .tif .tiff .gif .heic .heif .bmp".split(" "),
);
const maxNameBytes = 200;
// Separators and control characters, also those that reorder text on a screen.
const forbidden = /[/\\\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/** The name as it will lie on the disk. Rejects with `name-not-allowed` or `unsupported-type`. */
export function importName(given: string): { readonly name: string; readonly kind: FileKind } {
  const name = given.normalize("NFC").trim();
  const refuse = (code: string, expectation: string) =>
    new ImanticsError(code, `"${given.replace(/\p{C}/gu, "�")}" cannot be imported: ${expectation}.`);

  if (forbidden.test(name))
    throw refuse("name-not-allowed", "a name has no slashes and no control characters");
  if (name.startsWith(".")) throw refuse("name-not-allowed", "names that begin with a dot are hidden files");
  if (Buffer.byteLength(name) > maxNameBytes) {
    throw refuse("name-not-allowed", `a name has at most ${maxNameBytes} bytes`);
  }
  const extension = extname(name).toLowerCase();
  if (extension === ".zip") return { name, kind: "zip" };
  if (imageExtensions.has(extension)) return { name, kind: "image" };
  throw refuse("unsupported-type", `a name ends with one of ${[...imageExtensions].join(" ")} .zip`);
}

/** Rejects with `unsupported-type` unless the first bytes are those of a `kind`. */
export function requireKind(kind: FileKind, head: Uint8Array): void {
  if (kindOfBytes(head) === kind) return;
  const expected =
    kind === "zip" ? "a zip archive" : "a picture (JPEG, PNG, WebP, AVIF, TIFF, GIF, HEIC, BMP)";
  throw new ImanticsError("unsupported-type", `These bytes are not ${expected}. Convert the file first.`);
}

const signatures: readonly (readonly [at: number, magic: string, kind: FileKind])[] = [
  [0, "\xff\xd8\xff", "image"],
  [0, "\x89PNG\r\n\x1a\n", "image"],
  [0, "GIF87a", "image"],
  [0, "GIF89a", "image"],
  [8, "WEBP", "image"],
  [0, "II*\0", "image"],
  [0, "MM\0*", "image"],
  [0, "II+\0", "image"],
  [0, "MM\0+", "image"],
  [0, "BM", "image"],
  [0, "PK\x03\x04", "zip"],
];

function kindOfBytes(head: Uint8Array): FileKind | null {
  const text = Buffer.from(head.subarray(0, headBytes)).toString("latin1");
  // ISO media boxes: HEIF and AVIF brands, not videos.
  if (/^.{4}ftyp(avi[fs]|hei[cxms]|hev[cxms]|mif[12]|msf1)/s.test(text)) return "image";
  return signatures.find(([at, magic]) => text.startsWith(magic, at))?.[2] ?? null;
}
