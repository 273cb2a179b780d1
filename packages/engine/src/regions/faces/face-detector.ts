/**
 * Faces in pictures: where they are, and for each a vector by which people are told apart. What becomes
 * of them is `../../organise/group-faces.ts`. Nothing else about a person is computed, ever.
 *
 * Two looks (`face-scan.ts`, `face-points.ts`), then `face-vector.ts`. Leaves out faces from behind, in
 * full profile and upside down.
 */
import { createHash } from "node:crypto";
import type { Pixels } from "../../domain/pixels.ts";
import { digestOfFiles } from "../../models/package-files.ts";
import { shortDigest, spaceOf } from "../../models/space-of.ts";
import type { Detector, DetectorSettings, FoundRegion } from "../detector.ts";
import { type Face, keepBest } from "./face.ts";
import { convertiblePointNetwork, lookClosely, openPointNetwork } from "./face-points.ts";
import { openScan, scanFile, scanForFaces } from "./face-scan.ts";
import { DIMENSION, describeFace, openVectorNetwork, vectorFile } from "./face-vector.ts";

export interface FaceOptions {
  /** 0..1; what is less sure after both looks is dropped. */
  readonly minConfidence: number;
  /** Narrower faces are dropped, in pixels: too few to tell people apart. */
  readonly minSize: number;
  /** Faces of which the network makes out less are dropped; see `DescribedFace`. */
  readonly minClarity: number;
  /** The surest so many of a picture are kept: a crowd must not cost thousands of vectors. */
  readonly maxCount: number;
}

/** Measured: evals/faces.ts. */
export const faceDefaults = {
  minConfidence: 0.7,
  minSize: 24,
  minClarity: 1.8,
  maxCount: 100,
} satisfies FaceOptions;

/** Raise when a change of this folder's code changes what is found. */
const CODE_VERSION = 1;

const LONGEST_SIDE = 1280;

/** What the first look is less sure of gets no second. */
const SCAN_CONFIDENCE = 0.5;

/** Two faces that overlap by more (intersection / union) are one. */
const SAME_FACE = 0.3;

/**
 * Opens the face detector. The first time on a machine one network is converted, which takes a second.
 * @throws ImanticsError `weights-missing`, `model-invalid` or `cache-not-writable`.
 */
export async function openFaceDetector(
  { cacheFolder, threads }: DetectorSettings,
  options: Partial<FaceOptions> = {},
): Promise<Detector> {
  const settings = { ...faceDefaults, ...options };
  const pointModel = await convertiblePointNetwork(cacheFolder);
  const revision = await digestOfFiles([vectorFile]);
  const version = createHash("sha256")
    .update(`${CODE_VERSION} ${pointModel.digest} ${revision} ${await digestOfFiles([scanFile])} `)
    .update(JSON.stringify(settings))
    .digest("hex");
  const [scan, points, vectors] = await Promise.all([
    openScan(threads),
    openPointNetwork(pointModel, threads),
    openVectorNetwork(threads),
  ]);
  return {
    id: "faces",
    version,
    longestSide: LONGEST_SIDE,
    space: spaceOf({
      model: "faces",
      revision: revision.slice(0, 16),
      preprocessing: shortDigest(`aligned by ${pointModel.digest}`),
      pooling: "embedded",
      dimension: DIMENSION,
      acceptsText: false,
    }),
    async detect(picture) {
      const { minConfidence, minSize, minClarity, maxCount } = settings;
      const candidates = await scanForFaces(scan, picture, { minConfidence: SCAN_CONFIDENCE, minSize });
      const faces: Face[] = [];
      for (const candidate of candidates.slice(0, 2 * maxCount)) {
        const face = await lookClosely(points, picture, candidate);
        if (face === null || face.width < minSize) continue;
        // Both must be sure: they err on different things.
        const confidence = Math.sqrt(face.confidence * candidate.confidence);
        if (confidence >= minConfidence) faces.push({ ...face, confidence });
      }
      const found: FoundRegion[] = [];
      for (const face of keepBest(faces, SAME_FACE).slice(0, maxCount)) {
        const { vector, clarity } = await describeFace(vectors, picture, face.points);
        if (clarity >= minClarity) found.push({ ...regionOf(face, picture), vector });
      }
      return found;
    },
    async close() {
      await Promise.all([scan.close(), points.close(), vectors.close()]);
    },
  };
}

function regionOf(face: Face, { width, height }: Pixels): FoundRegion {
  const inside = (value: number) => Math.min(1, Math.max(0, value));
  const [x, y] = [inside(face.left / width), inside(face.top / height)];
  const [right, bottom] = [
    inside((face.left + face.width) / width),
    inside((face.top + face.height) / height),
  ];
  return {
    type: "face",
    label: null,
    confidence: face.confidence,
    box: { x, y, width: right - x, height: bottom - y },
  };
}
