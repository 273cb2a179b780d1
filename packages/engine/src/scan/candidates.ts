/**
 * Which files are worth opening, by name alone. A name only decides whether a file is looked into;
 * what it is, its bytes decide (`../decode/sniff.ts`).
 */

/** Extensions that are surely no pictures. Anything else, or nothing, may be one. */
const otherThings = new Set(
  [
    "txt md rtf doc docx odt xls xlsx ods ppt pptx odp pdf epub csv tsv json jsonl ndjson xml yml yaml toml ini cfg conf log",
    "html htm css scss js mjs cjs ts tsx jsx py rb java c h cpp hpp rs go php sh bat ps1 sql db sqlite sqlite3 lock map",
    "xmp aae thm pp3 dop lrv lrcat lrdata cos on1 nksc mp4 m4v mov avi mkv webm mts m2ts mpg mpeg wmv 3gp flv insv",
    "mp3 m4a wav flac ogg opus aac wma aif aiff mid gpx kml kmz srt vtt ass ttf otf woff woff2 icc icm",
    "7z rar tar gz tgz bz2 xz zst iso dmg exe dll so dylib apk jar msi bin dat npy npz safetensors onnx pt pth gguf parquet arrow",
    "ds_store lnk url webloc torrent part crdownload tmp bak",
  ].flatMap((line) => line.split(" ")),
);

/** Folders and files that systems, NAS boxes and tools leave behind. Lower case. */
const systemNames = new Set([
  "@eadir",
  "#recycle",
  "#snapshot",
  "$recycle.bin",
  "system volume information",
  "lost+found",
  "node_modules",
  "__macosx",
  "thumbs.db",
  "ehthumbs.db",
  "desktop.ini",
]);

export type NameVerdict = "candidate" | "archive" | "not-an-image";

export function judgeName(name: string): NameVerdict {
  const dot = name.lastIndexOf(".");
  const extension = dot <= 0 ? "" : name.slice(dot + 1).toLowerCase();
  if (extension === "zip" || extension === "cbz") return "archive";
  return otherThings.has(extension) ? "not-an-image" : "candidate";
}

/** Hidden or a system's own: skipped without a word. */
export function isSkippedName(name: string): boolean {
  return name.startsWith(".") || systemNames.has(name.toLowerCase());
}
