/**
 * The first look: where there may be faces, large and small.
 *
 * A light SSD (RFB-320 of "Ultra-Light-Fast-Generic-Face-Detector-1MB", MIT) that always sees frames of
 * 320 × 240 pixels and knows faces from 10 pixels on. The whole picture is one frame; while faces that
 * are wanted would be smaller than that, the picture is enlarged and cut into more frames, overlapping by
 * as much as the faces that only these can show.
 */
import { resizeExactly } from "../../decode/resize.ts";
import { ImanticsError } from "../../domain/errors.ts";
import type { Pixels } from "../../domain/pixels.ts";
import { locatePackageFile, type PackageFile } from "../../models/package-files.ts";
import { openSession, type Session, type SessionTensor } from "../../models/sessions.ts";
import { type FaceBox, keepBest } from "./face.ts";

export const scanFile: PackageFile = {
  package: "faceplugin-face-recognition-js",
  path: "model/fr_detect.onnx",
};

const WIDTH = 320;
const HEIGHT = 240;

/** Narrower faces are not found dependably, in pixels of a frame. */
const NARROWEST = 10;

/** Frames overlap by so many pixels. */
const OVERLAP = 32;

/** Frames along each side of the picture at most: 1 + 4 + 9 + 16 frames in all. */
const MAX_FRAMES = 4;

/** Boxes that overlap by more (intersection / union) mean one face. */
const SAME_FACE = 0.4;

/** @throws ImanticsError `weights-missing`. */
export function openScan(threads: number): Promise<Session> {
  return openSession(locatePackageFile(scanFile), { threads });
}

/**
 * Boxes of what may be faces, best first, in pixels of `picture`.
 * About 8 CPU-ms a frame; a picture of 1024 pixels with faces of 24 and more takes 5 frames.
 */
export async function scanForFaces(
  session: Session,
  picture: Pixels,
  { minConfidence, minSize }: { minConfidence: number; minSize: number },
): Promise<FaceBox[]> {
  const found: FaceBox[] = [];
  for (let frames = 1; frames <= MAX_FRAMES; frames++) {
    const scale = scaleFor(picture, frames);
    found.push(...(await scanAt(session, picture, { scale, minConfidence })));
    if (minSize * scale >= NARROWEST) break;
  }
  return keepBest(found, SAME_FACE);
}

/** The scale at which `frames` × `frames` overlapping frames cover the picture. */
function scaleFor({ width, height }: Pixels, frames: number): number {
  const covered = (side: number) => frames * side - (frames - 1) * OVERLAP;
  return Math.min(covered(WIDTH) / width, covered(HEIGHT) / height);
}

async function scanAt(
  session: Session,
  picture: Pixels,
  { scale, minConfidence }: { scale: number; minConfidence: number },
): Promise<FaceBox[]> {
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const scaled = await resizeExactly(picture, width, height);
  const found: FaceBox[] = [];
  for (let top = 0; top === 0 || top + OVERLAP < height; top += HEIGHT - OVERLAP) {
    for (let left = 0; left === 0 || left + OVERLAP < width; left += WIDTH - OVERLAP) {
      const outputs = await session.run({ input: frameAt(scaled, left, top) });
      for (const box of readBoxes(outputs, minConfidence)) {
        found.push({
          left: (left + box.left) * (picture.width / width),
          top: (top + box.top) * (picture.height / height),
          width: box.width * (picture.width / width),
          height: box.height * (picture.height / height),
          confidence: box.confidence,
        });
      }
    }
  }
  return found;
}

/** Channels-first, -1..1; the middle grey of the network where the picture ends. */
function frameAt(picture: Pixels, left: number, top: number): SessionTensor {
  const data = new Float32Array(3 * WIDTH * HEIGHT);
  const columns = Math.min(WIDTH, picture.width - left);
  const rows = Math.min(HEIGHT, picture.height - top);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const from = 3 * ((top + y) * picture.width + left + x);
      for (let c = 0; c < 3; c++) {
        data[(c * HEIGHT + y) * WIDTH + x] = ((picture.data[from + c] ?? 127) - 127) / 128;
      }
    }
  }
  return { shape: [1, 3, HEIGHT, WIDTH], data };
}

/** Corners come as shares of the frame; of the two scores the second is that of a face. */
function readBoxes(outputs: Readonly<Record<string, SessionTensor>>, minConfidence: number): FaceBox[] {
  const { scores, boxes } = outputs;
  const count = scores?.shape[1];
  if (scores === undefined || boxes === undefined || count === undefined || boxes.shape[1] !== count) {
    throw new ImanticsError(
      "model-run-failed",
      `The face detector should give scores and boxes, but gives ${Object.keys(outputs).join(", ")}. ` +
        'Run "npm ci" in the Imantics folder to fetch its weights again.',
    );
  }
  const found: FaceBox[] = [];
  for (let i = 0; i < count; i++) {
    const confidence = Number(scores.data[2 * i + 1]);
    if (!(confidence >= minConfidence)) continue;
    const [left, right] = [Number(boxes.data[4 * i]) * WIDTH, Number(boxes.data[4 * i + 2]) * WIDTH];
    const [top, bottom] = [Number(boxes.data[4 * i + 1]) * HEIGHT, Number(boxes.data[4 * i + 3]) * HEIGHT];
    found.push({ left, top, width: right - left, height: bottom - top, confidence });
  }
  return keepBest(found, SAME_FACE);
}
