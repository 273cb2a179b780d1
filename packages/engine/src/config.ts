/**
 * The only reader of the environment. Everything else receives `Settings` as a value, so that a
 * test, a server and a script can each have their own.
 *
 * | variable | meaning | default |
 * |---|---|---|
 * | IMANTICS_LIBRARY | library folder | `$XDG_DATA_HOME/imantics/library` |
 * | IMANTICS_MODELS | folders with model files, separated like PATH | none |
 * | IMANTICS_CACHE | converted and downloaded models | `$XDG_CACHE_HOME/imantics` |
 * | IMANTICS_HUB | address of the model hub or a mirror | the public hub |
 * | IMANTICS_OFFLINE | `1` forbids every download | downloads only when asked for |
 * | IMANTICS_WORKERS | worker threads while indexing | one per core |
 */
import { availableParallelism, homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import type { ModelSettings } from "./models/settings.ts";

export interface Settings {
  readonly libraryFolder: string;
  /** Searched first, in order. */
  readonly modelFolders: readonly string[];
  readonly cacheFolder: string;
  /** Null: the public hub. */
  readonly hubHost: string | null;
  readonly isOffline: boolean;
  /** Worker threads of an index run, at least 1. */
  readonly workerCount: number;
}

/** What the models room needs of the settings. */
export function modelSettingsOf({ modelFolders, cacheFolder, hubHost, isOffline }: Settings): ModelSettings {
  return { folders: modelFolders, cacheFolder, isOffline, ...(hubHost === null ? {} : { host: hubHost }) };
}

/** Settings from the environment, with `overrides` on top (a command-line option, a test). */
export function readSettings(
  overrides: Partial<Settings> = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Settings {
  const data = environment.XDG_DATA_HOME || join(homedir(), ".local", "share");
  const cache = environment.XDG_CACHE_HOME || join(homedir(), ".cache");
  const workers = Number.parseInt(environment.IMANTICS_WORKERS ?? "", 10);
  return {
    libraryFolder: resolve(environment.IMANTICS_LIBRARY || join(data, "imantics", "library")),
    modelFolders: (environment.IMANTICS_MODELS ?? "")
      .split(delimiter)
      .filter(Boolean)
      .map((path) => resolve(path)),
    cacheFolder: resolve(environment.IMANTICS_CACHE || join(cache, "imantics")),
    hubHost: environment.IMANTICS_HUB || null,
    isOffline: environment.IMANTICS_OFFLINE === "1",
    workerCount: workers >= 1 ? workers : availableParallelism(),
    ...overrides,
  };
}
