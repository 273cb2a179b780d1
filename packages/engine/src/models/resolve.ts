/**
 * Finds the files of a model: a person's own folder, then the cache, then an npm package. Nothing here
 * touches the network; a download is asked for with `./pull.ts` and lands in the cache.
 */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { ImanticsError } from "../domain/errors.ts";
import { detectorCatalogue } from "./catalogue/object-detectors.ts";
import { catalogue, catalogueEntry } from "./catalogue.ts";
import { hashFilesOnce } from "./file-digest.ts";
import { importedEntry } from "./imported-entry.ts";
import { readManifest } from "./manifest.ts";
import { filesOf, type ModelEntry, type StoredModel, type Variant, variantsOf } from "./model-entry.ts";
import { type ModelSettings, modelCache } from "./settings.ts";
import { shortDigest } from "./space-of.ts";

/** A model whose files are all there. */
export interface FoundModel<Entry extends StoredModel = ModelEntry> {
  readonly entry: Entry;
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
 * Any model by its id, whether it makes vectors or finds objects.
 * @throws ImanticsError `model-not-found` with the ids that exist.
 */
export async function findStored(id: string, settings: ModelSettings): Promise<StoredModel> {
  return detectorCatalogue.find((entry) => entry.id === id) ?? findEntry(id, settings);
}

/**
 * Where a model lies, or null when it is nowhere on this machine. Without `variant` the default one is
 * preferred and any other taken.
 */
export async function findModel<Entry extends StoredModel>(
  entry: Entry,
  settings: ModelSettings,
  variant?: Variant,
): Promise<FoundModel<Entry> | null> {
  if (entry.source.kind === "npm") return { entry, how: "npm", folder: null, variant: null };
  if (entry.source.kind === "import") {
    const { folder, variant: only } = entry.source;
    return { entry, how: "folder", folder, variant: only };
  }
  const wanted = variant === undefined ? variantsOf(entry) : [variant];
  // A graph that somebody brought under the id of a catalogue model.
  const brought = variant === "q8" ? null : await findBrought(entry.id, settings);
  if (brought !== null) return { entry, how: "folder", folder: brought, variant: "fp32" };
  if (entry.source.kind === "bring") return null;
  for (const one of wanted) {
    const paths = filesOf(entry, one).map(({ path }) => path);
    if (paths.length === 0) continue;
    for (const { folder, how } of placesOf(entry.source.repository, settings)) {
      if (await hasAll(folder, paths)) return { entry, how, folder, variant: one };
    }
  }
  return null;
}

async function findBrought(id: string, settings: ModelSettings): Promise<string | null> {
  for (const root of importFolders(settings)) {
    const manifest = await readManifest(join(root, id)).catch(() => null);
    if (manifest?.id === id && manifest.imported != null) return join(root, id);
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
  return requireModel(await findEntry(id, settings), settings, "embedded", variant);
}

/**
 * Where the model of an entry lies; `instead` is the id of one that is always there.
 * @throws ImanticsError `model-not-found` naming what was looked for and how to get it.
 */
export async function requireModel<Entry extends StoredModel>(
  entry: Entry,
  settings: ModelSettings,
  instead: string,
  variant?: Variant,
): Promise<FoundModel<Entry>> {
  const found = await findModel(entry, settings, variant);
  if (found !== null) return found;
  if (entry.source.kind === "bring") {
    throw new ImanticsError(
      "model-not-found",
      `${entry.title} is not on this machine, and no public ONNX file of it is known. Export it to ONNX and run ` +
        `"imantics models import <file.onnx> --id ${entry.id}", or use the model "${instead}".`,
    );
  }
  const looked = [...settings.folders, modelCache(settings)].join(", ");
  const files = filesOf(entry, variant ?? variantsOf(entry)[0] ?? "fp32").map(({ path }) => path);
  throw new ImanticsError(
    "model-not-found",
    `${entry.title} is not on this machine: looked in ${looked} for ${files.join(", ")}. ` +
      `Run "imantics models pull ${entry.id}", set IMANTICS_MODELS to a folder that has it, or use the model "${instead}".`,
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
export async function revisionOf(found: FoundModel<StoredModel>, settings: ModelSettings): Promise<string> {
  const { entry, folder, variant } = found;
  if (folder === null) return entry.id;
  const manifest = await readManifest(folder);
  const paths =
    manifest?.imported != null
      ? manifest.files.map(({ path }) => path)
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
      if (manifest?.imported == null || catalogueEntry(manifest.id) !== undefined) continue;
      if (!entries.some(({ id }) => id === manifest.id)) {
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
