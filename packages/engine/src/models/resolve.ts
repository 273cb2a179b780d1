/**
 * Finds the files of a model: a person's own folder, then the cache, then an npm package. Nothing here
 * touches the network; a download is asked for with `./pull.ts` and lands in the cache.
 */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { shortDigest } from "../embed/space.ts";
import { ImanticsError } from "../errors.ts";
import { catalogue, catalogueEntry } from "./catalogue.ts";
import { hashFilesOnce } from "./file-digest.ts";
import { importedEntry } from "./imported-entry.ts";
import { readManifest } from "./manifest.ts";
import { filesOf, type ModelEntry, type Variant, variantsOf } from "./model-entry.ts";
import { type ModelSettings, modelCache } from "./settings.ts";

/** A model whose files are all there. */
export interface FoundModel {
  readonly entry: ModelEntry;
  readonly how: "folder" | "cache" | "npm";
  /** Where the files lie; null for npm packages, which the embedded encoder finds itself. */
  readonly folder: string | null;
  /** Null where a model has only one. */
  readonly variant: Variant | null;
}

/**
 * The entry of a catalogue model or of an imported one.
 * @throws ImanticsError `model-not-found` with the ids that exist.
 */
export async function findEntry(id: string, settings: ModelSettings): Promise<ModelEntry> {
  const known = catalogueEntry(id);
  if (known !== undefined) return known;
  const imported = await importedModels(settings);
  const found = imported.find((entry) => entry.id === id);
  if (found !== undefined) return found;
  const ids = [...catalogue, ...imported].map((entry) => entry.id).join(", ");
  throw new ImanticsError(
    "model-not-found",
    `No model is called "${id}". Known: ${ids}. Bring your own with "imantics models import <folder>".`,
  );
}

/**
 * Where a model lies, or null when it is nowhere on this machine. Without `variant` the default one is
 * preferred and any other taken.
 */
export async function findModel(
  entry: ModelEntry,
  settings: ModelSettings,
  variant?: Variant,
): Promise<FoundModel | null> {
  if (entry.source.kind === "npm") return { entry, how: "npm", folder: null, variant: null };
  if (entry.source.kind === "import") {
    const { folder, variant: only } = entry.source;
    return { entry, how: "folder", folder, variant: only };
  }
  const wanted = variant === undefined ? variantsOf(entry) : [variant];
  for (const one of wanted) {
    const paths = filesOf(entry, one).map(({ path }) => path);
    if (paths.length === 0) continue;
    for (const { folder, how } of placesOf(entry.source.repository, settings)) {
      if (await hasAll(folder, paths)) return { entry, how, folder, variant: one };
    }
  }
  return null;
}

/**
 * Where a model lies.
 * @throws ImanticsError `model-not-found` naming what was looked for and how to get it.
 */
export async function resolveModel(
  id: string,
  settings: ModelSettings,
  variant?: Variant,
): Promise<FoundModel> {
  const entry = await findEntry(id, settings);
  const found = await findModel(entry, settings, variant);
  if (found !== null) return found;
  const looked = [...settings.folders, modelCache(settings)].join(", ");
  const files = filesOf(entry, variant ?? variantsOf(entry)[0] ?? "fp32").map(({ path }) => path);
  throw new ImanticsError(
    "model-not-found",
    `${entry.title} is not on this machine: looked in ${looked} for ${files.join(", ")}. ` +
      `Run "imantics models pull ${id}", set IMANTICS_MODELS to a folder that has it, or use the model "embedded".`,
  );
}

/** The best model that is already here: the first of the catalogue that is found, at last `embedded`. */
export async function chooseDefault(settings: ModelSettings): Promise<FoundModel> {
  for (const entry of catalogue) {
    const found = await findModel(entry, settings);
    if (found !== null) return found;
  }
  throw new ImanticsError("internal:catalogue", "The catalogue has no model that is always there.");
}

/**
 * Digest of what decides the vectors: weights and tokenizer, by content, so that the same model has the
 * same revision wherever it was found. The first call on large weights takes a second or two.
 */
export async function revisionOf(found: FoundModel, settings: ModelSettings): Promise<string> {
  const { entry, folder, variant } = found;
  if (folder === null) return entry.id;
  const paths =
    entry.source.kind === "import"
      ? ((await readManifest(folder))?.files ?? []).map(({ path }) => path)
      : filesOf(entry, variant ?? "fp32").map(({ path }) => path);
  const deciding = paths.filter((path) => path.endsWith(".onnx") || path === "tokenizer.json").sort();
  const digests = await hashFilesOnce(
    deciding.map((path) => join(folder, path)),
    modelCache(settings),
  );
  return shortDigest(deciding.map((path, i) => `${path} ${digests[i]}`).join("\n"));
}

/** The models that were imported into the local folders, by id. */
export async function importedModels(settings: ModelSettings): Promise<ModelEntry[]> {
  const entries: ModelEntry[] = [];
  for (const root of importFolders(settings)) {
    for (const name of (await readdir(root).catch(() => [])).sort()) {
      // Dot folders are imports that have not ended.
      if (name.startsWith(".")) continue;
      const folder = join(root, name);
      // One damaged model must not hide the others.
      const manifest = await readManifest(folder).catch(() => null);
      if (manifest?.imported != null && !entries.some(({ id }) => id === manifest.id)) {
        entries.push(importedEntry(manifest, manifest.imported, folder));
      }
    }
  }
  return entries;
}

/** Where imported models may lie; the first is where new ones go. */
export function importFolders(settings: ModelSettings): readonly string[] {
  return [...settings.folders, join(modelCache(settings), "imported")];
}

/** The folder of a repository inside the cache. */
export function cachePlace(repository: string, settings: ModelSettings): string {
  return join(modelCache(settings), ...repository.split("/"));
}

function placesOf(
  repository: string,
  settings: ModelSettings,
): readonly { readonly folder: string; readonly how: "folder" | "cache" }[] {
  const name = repository.slice(repository.indexOf("/") + 1);
  return [
    ...settings.folders.flatMap((root) => [
      { folder: join(root, ...repository.split("/")), how: "folder" as const },
      { folder: join(root, name), how: "folder" as const },
    ]),
    { folder: cachePlace(repository, settings), how: "cache" },
  ];
}

async function hasAll(folder: string, paths: readonly string[]): Promise<boolean> {
  for (const path of paths) {
    const found = await stat(join(folder, path)).catch(() => null);
    if (found === null || !found.isFile()) return false;
  }
  return true;
}
