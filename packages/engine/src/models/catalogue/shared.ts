/** What several entries of the catalogue share. */
import type { HubFile, Licence, TextSettings } from "../model-entry.ts";

/** `bytes` is exact where `sha256` is known, else an estimate. */
export const file = (path: string, bytes: number, sha256: string | null = null): HubFile => ({
  path,
  bytes,
  sha256,
});

export const MIT: Licence = { id: "MIT", isFreeForAnyUse: true, note: null };
export const APACHE: Licence = { id: "Apache-2.0", isFreeForAnyUse: true, note: null };

export const clipText: TextSettings = { maxTokens: 77, padding: "longest", lowersCase: true };
/** The first is the sentence of the original system; the others steady it by averaging. */
export const clipPrompts: readonly string[] = ["This is a picture of {}", "a photo of {}", "{}"];

/** What every picture model in hub shape has beside its weights. */
export const visionFiles: readonly HubFile[] = [
  file("config.json", 1_000),
  file("preprocessor_config.json", 500),
];
