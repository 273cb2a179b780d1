/**
 * Where models are looked for and kept. Filled from the configuration; nothing here reads the environment.
 */
import { join } from "node:path";

/** The public hub. Another host may be set, for a mirror or a company's own. */
export const PUBLIC_HUB = "https://huggingface.co";

export interface ModelSettings {
  /**
   * Folders with models a person keeps, searched first and in this order. Shape: `<folder>/<org>/<name>/`
   * as on the hub, or `<folder>/<name>/`. Imported models go into the first one.
   */
  readonly folders: readonly string[];
  /** Downloads go into `models` inside it. Outside `node_modules`, which `npm ci` deletes. */
  readonly cacheFolder: string;
  /** Default: the public hub. */
  readonly host?: string;
  /** Forbids every download. Default false. */
  readonly isOffline?: boolean;
}

/** Where downloaded models are kept. */
export function modelCache({ cacheFolder }: ModelSettings): string {
  return join(cacheFolder, "models");
}
