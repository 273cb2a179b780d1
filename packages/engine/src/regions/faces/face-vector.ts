/**
 * From an aligned face to a vector: near for pictures of one person, far for two people, and good for
 * nothing else. No attribute of a person is ever computed.
 *
 * 512 numbers, 4.9 MB, from `faceplugin-face-recognition-js` (MIT). The package does not say what it is or
 * what it learned from; size, form and alignment are those of MobileFaceNet (Chen et al. 2018) as trained
 * with ArcFace (Deng et al. 2019). It told persons apart best of six networks that ship in npm packages.
 */

import { ImanticsError } from "../../domain/errors.ts";
import type { Pixels } from "../../domain/pixels.ts";
import { locatePackageFile, type PackageFile } from "../../models/package-files.ts";
import { openSession, type Session } from "../../models/sessions.ts";
import { type FacePoints, similarityBetween, warp } from "./alignment.ts";

export const vectorFile: PackageFile = {
  package: "faceplugin-face-recognition-js",
  path: "model/fr_feature.onnx",
};

export const DIMENSION = 512;

const SIDE = 112;

/** Where ArcFace networks expect eyes, nose and mouth in a square of 112 pixels. */
const canonical: FacePoints = {
  leftEye: { x: 38.29, y: 51.7 },
  rightEye: { x: 73.53, y: 51.5 },
  nose: { x: 56.03, y: 71.74 },
  mouth: { x: 56.14, y: 92.28 },
};

/** @throws ImanticsError `weights-missing`. */
export function openVectorNetwork(threads: number): Promise<Session> {
  return openSession(locatePackageFile(vectorFile), { threads });
}

export interface DescribedFace {
  /** Unit length. */
  readonly vector: Float32Array;
  /**
   * Length of the vector before it was made 1: some 2 to 4.5 for faces, less the less the network can make
   * out. Blurred and dark faces, profiles and what is no face at all are short. After Meng et al. (2021).
   */
  readonly clarity: number;
}

/** The vector of the face with these points. About 9 CPU-ms. */
export async function describeFace(
  session: Session,
  picture: Pixels,
  points: FacePoints,
): Promise<DescribedFace> {
  const aligned = warp(picture, similarityBetween(points, canonical), SIDE);
  const pixels = SIDE * SIDE;
  const data = new Float32Array(3 * pixels);
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < 3; c++) data[c * pixels + i] = ((aligned.data[3 * i + c] ?? 127) - 127) / 128;
  }
  const { output } = await session.run({ input: { shape: [1, 3, SIDE, SIDE], data } });
  const numbers = output?.data;
  if (!(numbers instanceof Float32Array) || numbers.length !== DIMENSION) {
    throw new ImanticsError(
      "model-run-failed",
      `The face network should give ${DIMENSION} numbers a face, but gives ${numbers?.length ?? "none"}. ` +
        'Run "npm ci" in the Imantics folder to fetch its weights again.',
    );
  }
  const clarity = Math.sqrt(numbers.reduce((sum, value) => sum + value * value, 0));
  return { vector: clarity > 0 ? numbers.map((value) => value / clarity) : numbers, clarity };
}
