/** Where models are looked for and kept, from the environment. Models are shared by all libraries. */
import { ImanticsError, type ModelSettings, readSettings } from "@imantics/engine";

export function modelSettings(): ModelSettings {
  const { modelFolders, cacheFolder, hubHost } = readSettings();
  return { folders: modelFolders, cacheFolder, ...(hubHost === null ? {} : { host: hubHost }) };
}

/** @throws ImanticsError `offline` when the environment forbids downloads. */
export function requireDownloads(): void {
  if (!readSettings().isOffline) return;
  throw new ImanticsError(
    "offline",
    "Downloads are forbidden by IMANTICS_OFFLINE=1; unset it to pull a model.",
  );
}
