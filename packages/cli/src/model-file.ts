/** Fitted models in files: what `--save-model` writes and `imantics assign` reads. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type FittedModel, fittedToBytes, readFitted } from "@imantics/core";
import { ImanticsError, messageOf } from "@imantics/engine";
import { writeWhole } from "./write-whole.ts";

/** @throws ImanticsError `file-not-writable`. */
export async function saveModel(file: string, model: FittedModel, cwd: string): Promise<void> {
  await writeWhole(file, [new Uint8Array(fittedToBytes(model))], cwd);
}

/** @throws ImanticsError `model-not-readable`. */
export async function openModel(file: string, cwd: string): Promise<FittedModel> {
  try {
    const bytes = await readFile(resolve(cwd, file));
    const whole = new ArrayBuffer(bytes.byteLength);
    new Uint8Array(whole).set(bytes);
    return readFitted(whole);
  } catch (cause) {
    const message = `"${file}" cannot be read as a fitted model: ${messageOf(cause)} --save-model writes one.`;
    throw new ImanticsError("model-not-readable", message, { cause });
  }
}
