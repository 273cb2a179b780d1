/**
 * Brings a catalogue model into the cache: says first what will come (files, bytes, licence), then fetches
 * what is missing, file by file, and notes the checksums beside them.
 */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ImanticsError } from "../domain/errors.ts";
import { hashFilesOnce } from "./file-digest.ts";
import { lockFolder } from "./folder-lock.ts";
import { type DownloadEvent, type DownloadOptions, download } from "./hub.ts";
import { isLostConnection, isTemporary, unreachable } from "./hub-failures.ts";
import { type HubAddress, type HubFacts, inspect } from "./hub-file.ts";
import { readManifest, writeManifest } from "./manifest.ts";
import {
  filesOf,
  type HubFile,
  type Licence,
  type StoredModel,
  type Variant,
  variantsOf,
} from "./model-entry.ts";
import { cachePlace, findStored } from "./resolve.ts";
import { type ModelSettings, modelCache, PUBLIC_HUB } from "./settings.ts";

/** What a download will bring, known without the network. */
export interface DownloadDescription {
  readonly model: string;
  readonly title: string;
  readonly variant: Variant;
  readonly host: string;
  readonly repository: string;
  readonly revision: string;
  readonly licence: Licence;
  readonly files: readonly HubFile[];
  /** What is not in the cache yet; exact only where the checksums are known. */
  readonly missingBytes: number;
  readonly folder: string;
}

export type PullEvent =
  | { readonly type: "begin"; readonly download: DownloadDescription }
  | DownloadEvent
  /** `isNew` is false when the file was there already. */
  | { readonly type: "file"; readonly path: string; readonly bytes: number; readonly isNew: boolean }
  | { readonly type: "done"; readonly folder: string };

/**
 * What `pullModel` would fetch.
 * @throws ImanticsError `model-not-found` for an unknown id, `not-downloadable` for a model that does not
 * come from the hub, `variant-not-available`.
 */
export async function describeDownload(
  id: string,
  settings: ModelSettings,
  variant?: Variant,
): Promise<DownloadDescription> {
  const entry = await findStored(id, settings);
  const { source } = entry;
  if (source.kind !== "hub") {
    throw new ImanticsError(
      "not-downloadable",
      source.kind === "bring"
        ? `No public ONNX file of "${id}" is known. Export it and run "imantics models import <file.onnx> --id ${id}".`
        : `"${id}" does not come from the hub: it ${source.kind === "npm" ? "ships with Imantics" : "was imported"} and is ready to use.`,
    );
  }
  const chosen = variant ?? source.defaultVariant;
  const files = filesOf(entry, chosen);
  if (files.length === 0) {
    throw new ImanticsError(
      "variant-not-available",
      `${entry.title} has no ${chosen} variant; it has ${variantsOf(entry).join(", ")}.`,
    );
  }
  const folder = cachePlace(source.repository, settings);
  let missingBytes = 0;
  for (const file of files) {
    if ((await sizeOf(join(folder, file.path))) === null) missingBytes += file.bytes;
  }
  const { repository, revision } = source;
  const host = settings.host ?? PUBLIC_HUB;
  const { title, licence } = entry;
  return {
    model: id,
    title,
    variant: chosen,
    host,
    repository,
    revision,
    licence,
    files,
    missingBytes,
    folder,
  };
}

/**
 * Downloads a model into the cache. Files that are there are kept; a call that was cut continues.
 * @throws ImanticsError as `describeDownload` and `download`, `offline` when the settings forbid it, and `download-in-progress` when another
 * process is at it.
 */
export async function* pullModel(
  id: string,
  settings: ModelSettings,
  options: DownloadOptions & { readonly variant?: Variant } = {},
): AsyncGenerator<PullEvent> {
  const description = await describeDownload(id, settings, options.variant);
  const { folder, files, host, repository, revision } = description;
  if (settings.isOffline === true && description.missingBytes > 0) {
    throw new ImanticsError(
      "offline",
      `${description.title} is not complete in ${description.folder}, and downloads are forbidden (IMANTICS_OFFLINE). ` +
        "Allow them, or put the files into a folder of IMANTICS_MODELS.",
    );
  }
  yield { type: "begin", download: description };
  const unlock = await lockFolder(folder);
  try {
    let commit = revision;
    for (const file of files) {
      options.signal?.throwIfAborted();
      const target = join(folder, file.path);
      const present = await sizeOf(target);
      if (present !== null) {
        yield { type: "file", path: file.path, bytes: present, isNew: false };
        continue;
      }
      // The first answer names the commit; all files then come from that one, even if `main` moves.
      const address = { host, repository, revision: commit, path: file.path };
      const facts = await inspectPatiently(address, options);
      commit = facts.commit ?? commit;
      requireSameContent(address, facts, file);
      yield* download(address, facts, file.sha256, target, options);
      yield { type: "file", path: file.path, bytes: (await sizeOf(target)) ?? 0, isNew: true };
    }
    await note(
      await findStored(id, settings),
      folder,
      files,
      `${host}/${repository}/tree/${commit}`,
      settings,
    );
    yield { type: "done", folder };
  } finally {
    await unlock();
  }
}

async function inspectPatiently(
  address: HubAddress,
  { signal, attempts = 4, retryDelayMs = 500 }: DownloadOptions,
): Promise<HubFacts> {
  for (let failures = 1; ; failures++) {
    try {
      return await inspect(address, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (!isTemporary(error)) throw error;
      if (failures >= attempts) throw isLostConnection(error) ? unreachable(address, error) : error;
      await pause(retryDelayMs * 2 ** (failures - 1), undefined, signal === undefined ? {} : { signal });
    }
  }
}

/** Refuses before the download when the hub offers other bytes than this version of Imantics knows. */
function requireSameContent(address: HubAddress, facts: HubFacts, file: HubFile): void {
  if (file.sha256 === null || facts.checksum?.algorithm !== "sha256" || facts.checksum.hex === file.sha256)
    return;
  throw new ImanticsError(
    "checksum-mismatch",
    `${address.host} offers ${file.path} of ${address.repository} with SHA-256 ${facts.checksum.hex}; this version of ` +
      `Imantics knows ${file.sha256}. Nothing was fetched. Update Imantics, or fetch the files yourself and set IMANTICS_MODELS.`,
  );
}

/** Writes the manifest over all files of the folder, those of another variant included. */
async function note(
  entry: StoredModel,
  folder: string,
  files: readonly HubFile[],
  origin: string,
  settings: ModelSettings,
): Promise<void> {
  const paths = files.map(({ path }) => path);
  const digests = await hashFilesOnce(
    paths.map((path) => join(folder, path)),
    modelCache(settings),
  );
  const earlier = ((await readManifest(folder))?.files ?? []).filter(({ path }) => !paths.includes(path));
  const records = [];
  for (const [i, path] of paths.entries()) {
    records.push({ path, bytes: (await sizeOf(join(folder, path))) ?? 0, sha256: digests[i] ?? "" });
  }
  await writeManifest(folder, {
    id: entry.id,
    licence: entry.licence.id,
    origin,
    files: [...earlier, ...records],
    imported: null,
  });
}

async function sizeOf(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() === true ? found.size : null;
}
