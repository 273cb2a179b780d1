/**
 * Where text is in a picture: scales it, runs the detection network and brings its areas back to the picture.
 *
 * The network was taught on level text and loses small print that is not. When what it finds slants one way,
 * or lies on its side, the picture is turned level and looked at once more.
 */
import { resizeExactly } from "../../decode/resize.ts";
import { turned } from "../../decode/turn.ts";
import type { Pixels } from "../../domain/pixels.ts";
import type { Session } from "../../models/sessions.ts";
import type { RotatedRectangle } from "./rotated-rectangle.ts";
import { runToFloats } from "./run-to-floats.ts";
import { textAreas } from "./text-areas.ts";

/** Small pictures are enlarged to this longest side, in pixels; larger ones are looked at as they are … */
const LEAST_SIDE = 480;
/** … up to this one. */
const MOST_SIDE = 1024;
const MOST_ENLARGEMENT = 2;
/** The network halves its input five times. */
const MULTIPLE = 32;
/** As the network was taught: ImageNet's numbers, though applied to blue, green, red. */
const mean = [0.485, 0.456, 0.406] as const;
const deviation = [0.229, 0.224, 0.225] as const;
/** A slant that costs the network nothing, in radians. */
const LEVEL = Math.PI / 36;
/** How much directions must agree to speak of one slant, 0..1. */
const AGREEMENT = 0.7;

/** Rectangles in pixels of `picture`; their angles are those of the lines, give or take a half turn. */
export async function locateText(detection: Session, picture: Pixels): Promise<RotatedRectangle[]> {
  const factor = factorOf(picture);
  const areas = await locate(detection, picture, factor);
  const slant = commonSlant(areas);
  if (Math.abs(slant) < LEVEL) return areas;
  const level = await turned(picture, -slant);
  const found = await locate(detection, level, factor);
  return found.map((area) => turnedBack(area, level, picture, slant));
}

function factorOf({ width, height }: Pixels): number {
  const side = Math.max(width, height);
  return Math.min(MOST_SIDE / side, Math.max(1, Math.min(MOST_ENLARGEMENT, LEAST_SIDE / side)));
}

async function locate(detection: Session, picture: Pixels, factor: number): Promise<RotatedRectangle[]> {
  const width = Math.max(1, Math.round(picture.width * factor));
  const height = Math.max(1, Math.round(picture.height * factor));
  const input = toPlanes(await resizeExactly(picture, width, height));
  const { shape, data } = await runToFloats(detection, input);
  const [rows = 0, columns = 0] = shape.slice(-2);
  return textAreas({ width: columns, height: rows, data }).map(({ x, y, width, height, angle }) => ({
    x: x / factor,
    y: y / factor,
    width: width / factor,
    height: height / factor,
    angle,
  }));
}

/** Three planes in the order blue, green, red, filled up to the next multiple with mean grey. */
function toPlanes({ width, height, data }: Pixels) {
  const [columns, rows] = [roundUp(width), roundUp(height)];
  const plane = columns * rows;
  const planes = new Float32Array(3 * plane);
  for (let channel = 0; channel < 3; channel++) {
    const [factor, shift] = [1 / (255 * deviation[channel]!), mean[channel]! / deviation[channel]!];
    for (let y = 0; y < height; y++) {
      const into = channel * plane + y * columns;
      const from = 3 * y * width + 2 - channel;
      for (let x = 0; x < width; x++) planes[into + x] = data[from + 3 * x]! * factor - shift;
    }
  }
  return { shape: [1, 3, rows, columns], data: planes };
}

function roundUp(side: number): number {
  return MULTIPLE * Math.ceil(side / MULTIPLE);
}

/**
 * The direction in which the longer sides lie, in (-90°, 90°], weighted by how long they are; 0 when they
 * do not agree. A mean of doubled angles, since a line and its half turn are the same direction.
 */
function commonSlant(areas: readonly RotatedRectangle[]): number {
  let [cos, sin, total] = [0, 0, 0];
  for (const { width, height, angle } of areas) {
    const direction = height > width ? angle + Math.PI / 2 : angle;
    const weight = Math.abs(width - height);
    cos += weight * Math.cos(2 * direction);
    sin += weight * Math.sin(2 * direction);
    total += weight;
  }
  return Math.hypot(cos, sin) > AGREEMENT * total ? Math.atan2(sin, cos) / 2 : 0;
}

/** Where an area of `level`, which is `picture` turned by -`slant`, lies in `picture`. */
function turnedBack(area: RotatedRectangle, level: Pixels, picture: Pixels, slant: number): RotatedRectangle {
  const [x, y] = [area.x - level.width / 2, area.y - level.height / 2];
  const [cos, sin] = [Math.cos(slant), Math.sin(slant)];
  return {
    ...area,
    x: picture.width / 2 + x * cos - y * sin,
    y: picture.height / 2 + x * sin + y * cos,
    angle: area.angle + slant,
  };
}
