/** Takes a model off the machine: a download out of the cache, an import out of the local folder. */
import { rm, stat } from "node:fs/promises";
import { ImanticsError } from "../domain/errors.ts";
import { readManifest } from "./manifest.ts";
import { cachePlace, findModel, findStored } from "./resolve.ts";
import type { ModelSettings } from "./settings.ts";

/**
 * Removes what Imantics put there itself and returns the folder. Files that a person placed in a model
 * folder are theirs to remove. Vectors made with the model stay.
 * @throws ImanticsError `model-not-found` when it is nowhere, `model-not-removable` when it is not ours.
 */
export async function removeModel(id: string, settings: ModelSettings): Promise<string> {
  const entry = await findStored(id, settings);
  if (entry.source.kind === "npm") {
    throw new ImanticsError(
      "model-not-removable",
      `"${id}" is part of Imantics and takes no room of its own.`,
    );
  }
  if (entry.source.kind === "hub") {
    const cached = cachePlace(entry.source.repository, settings);
    // Also what an interrupted download left: the cache is ours.
    if ((await stat(cached).catch(() => null)) !== null) return removeFolder(cached);
  }
  const found = await findModel(entry, settings);
  if (found === null || found.folder === null) {
    throw new ImanticsError(
      "model-not-found",
      `"${id}" is not on this machine, so there is nothing to remove.`,
    );
  }
  if (found.how === "cache" || (await readManifest(found.folder)) !== null) return removeFolder(found.folder);
  throw new ImanticsError(
    "model-not-removable",
    `"${id}" lies in ${found.folder}, where a person put it. Delete that folder yourself if you want it gone.`,
  );
}

async function removeFolder(folder: string): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  return folder;
}
