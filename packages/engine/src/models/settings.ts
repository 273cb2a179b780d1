/** Where models are looked for and kept. Filled from the configuration; nothing here reads the environment. */

/** The public hub. Another host may be set, for a mirror or a company's own. */
export const PUBLIC_HUB = "https://huggingface.co";

export interface ModelSettings {
  /**
   * Folders with models a person keeps, searched first and in this order. Shape: `<folder>/<org>/<name>/`
   * as on the hub, or `<folder>/<name>/`. Imported models go into the first one.
   */
  readonly folders: readonly string[];
  /** Where downloads are kept. Outside `node_modules`, which `npm ci` deletes. */
  readonly cacheFolder: string;
  /** Default: the public hub. */
  readonly host?: string;
}
