/**
 * Brings a model that a person has into the local models: a folder in hub shape, or a single `.onnx` file.
 *
 * It is copied beside its place, run once on a drawn picture there, described by a manifest, and only then
 * moved to where the list finds it: whole and proved, or not at all.
 */
import { cp, mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { matrix } from "@imantics/core";
import { ImanticsError } from "../domain/errors.ts";
import { catalogue, catalogueEntry } from "../models/catalogue.ts";
import { hashFile } from "../models/file-digest.ts";
import { readHubShape } from "../models/hub-shape.ts";
import { importedEntry } from "../models/imported-entry.ts";
import { type ImportedModel, type Manifest, writeManifest } from "../models/manifest.ts";
import { filesOf, type ModelEntry, variantsOf } from "../models/model-entry.ts";
import { type GraphHints, probeGraph } from "../models/probe-graph.ts";
import { importFolders } from "../models/resolve.ts";
import { type ModelSettings, modelCache } from "../models/settings.ts";
import { drawnPicture, requireVector } from "../models/trial-run.ts";
import { requireDimension } from "./encoder-checks.ts";
import { hintsOf } from "./graph-encoder.ts";
import { type HubModelSettings, openHubModel } from "./hub-encoder.ts";

export interface ImportOptions extends GraphHints {
  /** Default: the name of the folder or file. */
  readonly id?: string;
  readonly title?: string;
  /** Kept for the list; default "unknown". */
  readonly licence?: string;
}

export interface ImportResult {
  readonly entry: ModelEntry;
  readonly folder: string;
  /** Settings that were not given and had to be guessed, one line each. */
  readonly guesses: readonly string[];
}

/**
 * Imports the model at `path`. A folder named like a catalogue model or its repository becomes that model,
 * so that its vectors fit those of everyone else; its files must then be the known ones. An `.onnx` file
 * under the id of a catalogue model that is one graph is taken for that model: size, scale, layer and the
 * length of its vectors come from there.
 * @throws ImanticsError `model-not-found` when there is nothing, `model-exists` when the place is taken,
 * `model-invalid` when it cannot be understood, does not run, or is told what its folder says itself,
 * `checksum-mismatch` when it only looks like a catalogue model; nothing is left behind then.
 */
export async function importModel(
  path: string,
  settings: ModelSettings,
  options: ImportOptions = {},
): Promise<ImportResult> {
  const source = resolve(path);
  const kind = await stat(source).catch(() => null);
  if (kind === null) {
    throw new ImanticsError(
      "model-not-found",
      `There is nothing at ${source}. Give a folder in hub shape (config.json, onnx/…) or an .onnx file.`,
    );
  }
  const graphFile = kind.isFile() ? source : await loneGraph(source);
  if (graphFile === null) refuseGraphHints(source, options);
  const name = requireId(options.id ?? basename(source).replace(/\.onnx$/i, ""));
  const known = graphFile === null ? catalogueModel(name) : undefined;
  const form = graphFile === null ? undefined : catalogueGraph(name);
  const root = importFolders(settings)[0] ?? modelCache(settings);
  const place = join(root, known?.folderName ?? name);
  const isReserved = known === undefined && form === undefined && catalogueEntry(name) !== undefined;
  const isTaken = isReserved || (await exists(place));
  if (isTaken) {
    throw new ImanticsError(
      "model-exists",
      `A model called "${name}" exists already. Choose another name with --id, or remove it with "imantics models remove ${name}".`,
    );
  }
  const staging = join(root, `.import-${process.pid}-${name}`);
  await mkdir(staging, { recursive: true });
  try {
    const { imported, guesses } =
      graphFile !== null
        ? await stageGraph(graphFile, staging, name, options, form)
        : known !== undefined
          ? await stageCatalogueModel(source, staging, known.entry)
          : await stageFolder(source, staging, name, options);
    const manifest: Manifest = {
      id: known?.entry.id ?? name,
      licence: options.licence ?? known?.entry.licence.id ?? "unknown",
      origin: basename(source),
      files: await recordFiles(staging),
      imported,
    };
    await writeManifest(staging, manifest);
    await rename(staging, place);
    const entry = imported === null ? known?.entry : (form ?? importedEntry(manifest, imported, place));
    if (entry === undefined) throw new ImanticsError("internal:import", `"${name}" was staged as nothing.`);
    return { entry, folder: place, guesses };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

interface Staged {
  /** Null for a catalogue model, which needs no description. */
  readonly imported: ImportedModel | null;
  readonly guesses: readonly string[];
}

async function stageGraph(
  file: string,
  staging: string,
  id: string,
  options: ImportOptions,
  form: ModelEntry | undefined,
): Promise<Staged> {
  // Large graphs keep their weights in files beside them that are named inside the graph.
  const beside = (await readdir(dirname(file))).filter((name) => name.startsWith(`${basename(file)}`));
  for (const name of beside) await cp(join(dirname(file), name), join(staging, name));
  const staged = join(staging, basename(file));
  const hints = form === undefined ? options : { ...hintsOf(form), ...options };
  const probed = await probeGraph(staged, basename(file), hints);
  if (form !== undefined) requireDimension(matrix(1, probed.dimension), form);
  // Ends at the vector: what would come after it is then neither kept nor computed.
  if (probed.cut !== null) await writeFile(staged, probed.cut);
  return {
    imported: {
      title: options.title ?? form?.title ?? id,
      loader: "onnx",
      pooling: probed.pooling,
      dimension: probed.dimension,
      acceptsText: false,
      variant: "fp32",
      graph: probed.graph,
    },
    guesses: probed.guesses,
  };
}

async function stageCatalogueModel(source: string, staging: string, entry: ModelEntry): Promise<Staged> {
  let copied = 0;
  for (const variant of variantsOf(entry)) {
    const files = filesOf(entry, variant);
    const present = await Promise.all(files.map(({ path }) => exists(join(source, path))));
    if (!present.every(Boolean)) continue;
    for (const { path, sha256 } of files) {
      await mkdir(dirname(join(staging, path)), { recursive: true });
      await cp(join(source, path), join(staging, path));
      const found = sha256 === null ? null : await hashFile(join(staging, path));
      if (found === sha256) continue;
      throw new ImanticsError(
        "checksum-mismatch",
        `${join(source, path)} has SHA-256 ${found}; ${entry.title} has ${sha256}. If it is another model, import it with --id and a name of its own.`,
      );
    }
    const { loader, pooling, text } = entry;
    await tryHubModel(staging, { loader, pooling, text, variant, threads: 1 }, entry.id, entry.dimension);
    copied++;
  }
  if (copied > 0) return { imported: null, guesses: [] };
  const wanted = filesOf(entry, variantsOf(entry)[0] ?? "fp32").map(({ path }) => path);
  throw new ImanticsError(
    "model-invalid",
    `${source} does not hold all files of ${entry.title}: ${wanted.join(", ")}. Add them, or import it with --id and a name of its own.`,
  );
}

async function stageFolder(
  source: string,
  staging: string,
  id: string,
  options: ImportOptions,
): Promise<Staged> {
  const shape = await readHubShape(source, options.pooling);
  for (const path of shape.files) {
    await mkdir(dirname(join(staging, path)), { recursive: true });
    await cp(join(source, path), join(staging, path));
  }
  const { loader, pooling, variant, text } = shape;
  const dimension = await tryHubModel(staging, { loader, pooling, variant, text, threads: 1 }, id);
  const title = options.title ?? id;
  return {
    imported: { title, loader, pooling, dimension, acceptsText: text !== null, variant, graph: null },
    guesses: options.pooling === undefined ? [`pooling: ${pooling}, usual for this family`] : [],
  };
}

/** Runs both sides once and returns how long the vectors are. */
async function tryHubModel(
  folder: string,
  settings: HubModelSettings,
  id: string,
  dimension?: number,
): Promise<number> {
  const model = await openHubModel(folder, settings);
  try {
    const picture = requireVector(await model.see([drawnPicture()]), id);
    if (settings.text !== null) {
      const words = requireVector(await model.read(["a red disc"]), id);
      requireDimension(words, { id, dimension: picture.columns });
    }
    return requireDimension(picture, { id, dimension: dimension ?? picture.columns }).columns;
  } finally {
    await model.close();
  }
}

/** A model of the catalogue that is one graph: the file becomes that model, seen as the catalogue says. */
function catalogueGraph(id: string): ModelEntry | undefined {
  const entry = catalogueEntry(id);
  return entry?.graph == null ? undefined : entry;
}

/** Whether an `.onnx` file that is imported under this id is seen as the catalogue says. */
export function isKnownGraph(id: string): boolean {
  return catalogueGraph(id) !== undefined;
}

function catalogueModel(
  name: string,
): { readonly entry: ModelEntry; readonly folderName: string } | undefined {
  for (const entry of catalogue) {
    if (entry.source.kind !== "hub") continue;
    const { repository } = entry.source;
    const folderName = repository.slice(repository.indexOf("/") + 1);
    if (name === entry.id || name === folderName) return { entry, folderName };
  }
  return undefined;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

/** The only `.onnx` file of a folder that has no `config.json`, or null when it is in hub shape. */
async function loneGraph(folder: string): Promise<string | null> {
  const names = await readdir(folder);
  if (names.includes("config.json")) return null;
  const graphs = names.filter((name) => name.toLowerCase().endsWith(".onnx"));
  const [only] = graphs;
  if (only !== undefined && graphs.length === 1) return join(folder, only);
  throw new ImanticsError(
    "model-invalid",
    `${folder} has no config.json and ${graphs.length} .onnx files. Expected a folder in hub shape (config.json, ` +
      "preprocessor_config.json, onnx/model.onnx) or the path of one .onnx file.",
  );
}

/** A folder in hub shape describes its pixels itself; what is given beside would be lost without a word. */
function refuseGraphHints(
  folder: string,
  { size, layout, mean, deviation, input, output }: ImportOptions,
): void {
  const given = Object.entries({ size, layout, mean, deviation, input, output }).find(
    ([, value]) => value !== undefined,
  );
  if (given === undefined) return;
  throw new ImanticsError(
    "model-invalid",
    `"${given[0]}" was given for ${folder}, which is in hub shape: its preprocessor_config.json says how pixels are prepared. ` +
      "Change it there, or import the .onnx file alone.",
  );
}

async function recordFiles(folder: string): Promise<Manifest["files"]> {
  const records: Manifest["files"] = [];
  for (const found of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!found.isFile()) continue;
    const place = join(found.parentPath, found.name);
    const path = relative(folder, place).split(sep).join("/");
    records.push({ path, bytes: (await stat(place)).size, sha256: await hashFile(place) });
  }
  return records.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function requireId(id: string): string {
  if (/^[a-z0-9][a-z0-9._-]{0,63}$/i.test(id)) return id;
  throw new ImanticsError(
    "model-invalid",
    `"${id}" cannot be the id of a model: expected letters, digits, dots and hyphens, at most 64. Give one with --id.`,
  );
}
