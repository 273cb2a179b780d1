/**
 * Which pictures heads may be fitted on, and which are only ever reported on.
 *
 * Reporting sets: a third of flickr8k (by the hash of the file name), all Caltech-101, all PACS, the
 * imagenette photos of `photos/`. Fitting sets: everything in `training/`, the rest of flickr8k, COCO and
 * one picture of each of 500 ImageNet classes.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const Row = z.object({
  path: z.string(),
  dataset: z.string(),
  label: z.string().optional(),
  captions: z.array(z.string()).optional(),
});

export interface Picture {
  /** Absolute path. */
  readonly file: string;
  readonly dataset: string;
  /** What is said about the picture: its captions, or the name of its class. */
  readonly captions: readonly string[];
  /** Words for its class, such as `tiger shark`; empty where there are only captions. */
  readonly className: string;
  /** `choose` pictures may be fitted on at last, but settings are compared on them first. */
  readonly role: "fit" | "choose" | "report";
}

const FITTING_PHOTOS = new Set(["coco", "imagenet-1000x1"]);
const REPORTING_PHOTOS = new Set(["caltech101", "imagenette"]);

/** Reads both manifests below `dataFolder`, in their order. Sets that are no photographs are left out. */
export async function readPictures(dataFolder: string): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (const folder of ["photos", "training"] as const) {
    const manifest = JSON.parse(await readFile(join(dataFolder, folder, "manifest.json"), "utf8"));
    for (const row of z.array(Row).parse(manifest)) {
      const role = roleOf(folder, row.dataset, row.path);
      if (role === undefined) continue;
      pictures.push({
        file: join(dataFolder, folder, row.path),
        dataset: row.dataset,
        captions: row.captions ?? [],
        className: wordsOf(row.label ?? ""),
        role,
      });
    }
  }
  return pictures;
}

/** The 1,000 class names of the ImageNet classifier, in its order, each with its first synonym only. */
export async function readClassNames(dataFolder: string): Promise<string[]> {
  const lines = (await readFile(join(dataFolder, "models/imagenet-labels.txt"), "utf8")).trim().split("\n");
  return lines.slice(1).map((line) => (line.split(",")[0] ?? "").trim());
}

function roleOf(folder: "photos" | "training", dataset: string, path: string): Picture["role"] | undefined {
  if (folder === "training" || FITTING_PHOTOS.has(dataset)) return "fit";
  if (REPORTING_PHOTOS.has(dataset) || dataset.startsWith("pacs/")) return "report";
  if (dataset !== "flickr8k") return undefined;
  const sixth = (createHash("sha256").update(path).digest()[0] ?? 0) % 6;
  if (sixth % 3 === 0) return "report";
  return sixth === 1 ? "choose" : "fit";
}

/** `n01491361_tiger_shark` → `tiger shark`. */
function wordsOf(label: string): string {
  return label.replace(/^n\d{8}_/, "").replaceAll("_", " ");
}
