/**
 * The second look: from close by, always at the same size, with a network that also says where eyes, nose
 * and mouth are. It finds the points by which faces are aligned, and drops what only looked like a face.
 *
 * BlazeFace (Bazarevsky et al. 2019), weights of the long-range variant from `@vladmandic/human` (MIT).
 * The network is convolutional throughout, so only the last reshaping, made for 256 pixels, is left out.
 */

import { ImanticsError } from "../../domain/errors.ts";
import type { Pixels } from "../../domain/pixels.ts";
import { readTfjsModel } from "../../models/convert/tfjs-reader.ts";
import { convertTfjsModel } from "../../models/convert/tfjs-to-onnx.ts";
import { type ConvertibleModel, keepConverted } from "../../models/converted-models.ts";
import { locatePackageFile, type PackageFile } from "../../models/package-files.ts";
import { openSession, type Session, type SessionTensor } from "../../models/sessions.ts";
import { type Point, warp } from "./alignment.ts";
import { averageOf, type Face, type FaceBox, overlap } from "./face.ts";

const description: PackageFile = { package: "@vladmandic/human", path: "models/blazeface.json" };
const weights: PackageFile = { package: "@vladmandic/human", path: "models/blazeface.bin" };

/** Side of the square that the network sees, in pixels, and how many faces wide it is. */
const SIDE = 128;
const FACES_WIDE = 2;

/** Less sure answers are not looked at. */
const LEAST_CONFIDENCE = 0.2;

/** Answers that overlap by more (intersection / union) are about one face. */
const SAME_FACE = 0.3;

/** Where the source graph holds the answers of each grid, before they are reshaped. */
const grids = [
  { stride: 16, scores: "conv2d_33", boxes: "conv2d_35" },
  { stride: 32, scores: "conv2d_34", boxes: "conv2d_36" },
] as const;

/** Numbers an answer has: centre, size and six points (the ears are not read). */
const NUMBERS = 16;

/** @throws ImanticsError `weights-missing`. */
export function convertiblePointNetwork(cacheFolder: string): Promise<ConvertibleModel> {
  return keepConverted(
    { name: "blazeface", version: 1, files: [description, weights], convert },
    cacheFolder,
  );
}

async function convert(): Promise<Uint8Array> {
  const taps = grids.flatMap(({ scores, boxes }) =>
    [scores, boxes].map((layer) => ({
      node: `StatefulPartitionedCall/functional_1/${layer}/BiasAdd`,
      output: layer,
      form: "map" as const,
    })),
  );
  const range = { scale: 2 / 255, offset: -1 };
  return convertTfjsModel(await readTfjsModel(locatePackageFile(description)), range, taps);
}

export async function openPointNetwork(model: ConvertibleModel, threads: number): Promise<Session> {
  return openSession(await model.convert(), { threads });
}

/** The face that the network sees where `box` is, in pixels of `picture`, or null. About 3 CPU-ms. */
export async function lookClosely(session: Session, picture: Pixels, box: FaceBox): Promise<Face | null> {
  const side = FACES_WIDE * Math.max(box.width, box.height);
  const left = box.left + box.width / 2 - side / 2;
  const top = box.top + box.height / 2 - side / 2;
  const scale = SIDE / side;
  const close = warp(picture, { a: scale, b: 0, dx: -left * scale, dy: -top * scale }, SIDE);
  const outputs = await session.run({ pixels: { shape: [1, SIDE, SIDE, 3], data: close.data } });
  const here = grids
    .flatMap(({ stride, scores, boxes }) =>
      readGrid({ stride, scores: mapOf(outputs, scores), boxes: mapOf(outputs, boxes) }),
    )
    .map((face) => enlarged(face, 1 / scale, { x: left, y: top }))
    .filter((face) => overlap(face, box) > SAME_FACE);
  const best = here.reduce<Face | null>(
    (surest, face) => (surest === null || face.confidence > surest.confidence ? face : surest),
    null,
  );
  return best === null ? null : averageOf(here.filter((face) => overlap(face, best) > SAME_FACE));
}

export interface Grid {
  /** Pixels from one cell to the next. */
  readonly stride: number;
  /** `[1, answers, rows, columns]`, logits. */
  readonly scores: SessionTensor;
  /** `[1, 16 × answers, rows, columns]`, in pixels from the middle of the cell. */
  readonly boxes: SessionTensor;
}

/** All answers of a grid that are sure enough, in no order. */
export function readGrid({ stride, scores, boxes }: Grid): Face[] {
  const [, answers = 0, rows = 0, columns = 0] = scores.shape;
  const cells = rows * columns;
  const faces: Face[] = [];
  for (let i = 0; i < answers * cells; i++) {
    const confidence = 1 / (1 + Math.exp(-Number(scores.data[i])));
    if (!(confidence >= LEAST_CONFIDENCE)) continue;
    const cell = i % cells;
    const first = Math.floor(i / cells) * NUMBERS;
    const [x, y] = [((cell % columns) + 0.5) * stride, (Math.floor(cell / columns) + 0.5) * stride];
    const number = (index: number) => Number(boxes.data[(first + index) * cells + cell]);
    const point = (index: number): Point => ({ x: x + number(2 * index), y: y + number(2 * index + 1) });
    const middle = point(0);
    const [width, height] = [number(2), number(3)];
    faces.push({
      left: middle.x - width / 2,
      top: middle.y - height / 2,
      width,
      height,
      confidence,
      points: { leftEye: point(2), rightEye: point(3), nose: point(4), mouth: point(5) },
    });
  }
  return faces;
}

/** The same face in a picture `scale` times as large, whose pixel `origin` was this one's first. */
function enlarged(face: Face, scale: number, origin: Point): Face {
  const point = ({ x, y }: Point): Point => ({ x: x * scale + origin.x, y: y * scale + origin.y });
  const { leftEye, rightEye, nose, mouth } = face.points;
  return {
    left: face.left * scale + origin.x,
    top: face.top * scale + origin.y,
    width: face.width * scale,
    height: face.height * scale,
    confidence: face.confidence,
    points: { leftEye: point(leftEye), rightEye: point(rightEye), nose: point(nose), mouth: point(mouth) },
  };
}

function mapOf(outputs: Readonly<Record<string, SessionTensor>>, name: string): SessionTensor {
  const output = outputs[name];
  if (output?.shape.length === 4) return output;
  throw new ImanticsError(
    "model-run-failed",
    `BlazeFace should give "${name}" as [batch, channels, rows, columns], but gives ` +
      `[${output?.shape.join(", ") ?? "nothing"}]. Delete its file in the cache folder; it is made again.`,
  );
}
