/** Looks whether a model is whole and works: its files by checksum, its networks by a trial run. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { ImanticsError, messageOf } from "../domain/errors.ts";
import { hashFile } from "../models/file-digest.ts";
import { readManifest } from "../models/manifest.ts";
import { filesOf } from "../models/model-entry.ts";
import { type FoundModel, resolveModel } from "../models/resolve.ts";
import type { ModelSettings } from "../models/settings.ts";
import { drawnPicture, requireVector } from "../models/trial-run.ts";
import { openFound } from "./open-encoder.ts";

export interface FileCheck {
  readonly path: string;
  readonly bytes: number;
  /** `unknown`: there is no checksum to compare with. */
  readonly state: "ok" | "changed" | "unknown";
}

export interface ModelCheck {
  readonly id: string;
  readonly how: FoundModel["how"];
  readonly folder: string | null;
  readonly files: readonly FileCheck[];
  /** The error of the trial run, or null when it ran. */
  readonly failure: { readonly code: string; readonly message: string } | null;
  /** No file is changed and the trial run succeeded. */
  readonly isGood: boolean;
}

/**
 * Checks a model that is on this machine.
 * @throws ImanticsError `model-not-found`; a damaged model is an answer, not an error.
 */
export async function checkModel(
  id: string,
  settings: ModelSettings,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<ModelCheck> {
  const found = await resolveModel(id, settings);
  const files = await checkFiles(found, signal);
  const failure = await trial(found, settings);
  const isGood = failure === null && files.every(({ state }) => state !== "changed");
  return { id, how: found.how, folder: found.folder, files, failure, isGood };
}

async function checkFiles(
  { entry, folder, variant }: FoundModel,
  signal: AbortSignal | undefined,
): Promise<readonly FileCheck[]> {
  if (folder === null) return [];
  const expected = new Map<string, string | null>();
  const recorded = await readManifest(folder);
  for (const { path, sha256 } of recorded?.files ?? []) expected.set(path, sha256);
  if (variant !== null) {
    // What the catalogue says rules: the note beside the files may have been changed with them.
    for (const { path, sha256 } of filesOf(entry, variant)) {
      expected.set(path, sha256 ?? expected.get(path) ?? null);
    }
  }
  const checks: FileCheck[] = [];
  for (const [path, sha256] of expected) {
    const place = join(folder, path);
    const bytes = (await stat(place).catch(() => null))?.size;
    if (bytes === undefined) {
      checks.push({ path, bytes: 0, state: "changed" });
      continue;
    }
    const state = sha256 === null ? "unknown" : (await hashFile(place, signal)) === sha256 ? "ok" : "changed";
    checks.push({ path, bytes, state });
  }
  return checks;
}

async function trial(found: FoundModel, settings: ModelSettings): Promise<ModelCheck["failure"]> {
  try {
    const encoder = await openFound(found, settings);
    try {
      requireVector(await encoder.encodeImages([drawnPicture()]), found.entry.id);
      if (encoder.space.acceptsText) requireVector(await encoder.encodeTexts(["a red disc"]), found.entry.id);
    } finally {
      await encoder.close();
    }
    return null;
  } catch (error) {
    return {
      code: error instanceof ImanticsError ? error.code : "model-invalid",
      message: messageOf(error),
    };
  }
}
