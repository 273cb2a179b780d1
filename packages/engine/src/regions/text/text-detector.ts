/**
 * Finds and reads text in a picture: where it is, which way it is read, what is written, and which lines
 * belong together. A region is a block of adjacent lines (see `./arrange.ts` for why).
 *
 * Leaves out text along curves and columns of upright letters; reads Chinese, Latin letters without most
 * accents, digits and signs.
 */
import type { Pixels } from "../../domain/pixels.ts";
import type { Detector, DetectorSettings, FoundRegion } from "../detector.ts";
import { type Reading, toBlocks, toLines } from "./arrange.ts";
import { locateText } from "./locate-text.ts";
import { readLines } from "./read-lines.ts";
import { cornersOf, type RotatedRectangle } from "./rotated-rectangle.ts";
import { openTextNetworks, type TextNetworks, textVersion } from "./weights.ts";

export interface TextOptions {
  /** A piece of text that was read with less confidence is left out, 0..1. */
  readonly minConfidence: number;
  /** Of a page with more pieces of text, the tallest are read. Bounds the time for one picture. */
  readonly maxPieces: number;
}

export const textDefaults = { minConfidence: 0.6, maxPieces: 300 } satisfies TextOptions;

/** Text is looked for in a smaller copy; the letters are read from these pixels. */
const LONGEST_SIDE = 1280;
/** A single character is soon seen in leaves and limbs; it needs at least this confidence. */
const LONE_CHARACTER = 0.9;

/**
 * Opens the reader of text.
 * @throws ImanticsError `weights-missing` or `model-invalid`.
 */
export async function openTextDetector(
  { threads }: DetectorSettings,
  options: Partial<TextOptions> = {},
): Promise<Detector> {
  const settings = { ...textDefaults, ...options };
  const [networks, version] = await Promise.all([openTextNetworks(threads), textVersion(settings)]);
  return {
    id: "text",
    version,
    longestSide: LONGEST_SIDE,
    space: null,
    async detect(picture) {
      const pieces = await readPieces(networks, picture, settings);
      return toBlocks(toLines(pieces))
        .map((block) => regionOf(block, picture))
        .sort((a, b) => b.confidence - a.confidence);
    },
    async close() {
      const { detection, direction, recognition } = networks;
      await Promise.all([detection.close(), direction.close(), recognition.close()]);
    },
  };
}

async function readPieces(
  networks: TextNetworks,
  picture: Pixels,
  { minConfidence, maxPieces }: TextOptions,
): Promise<Reading[]> {
  const areas = await locateText(networks.detection, picture);
  const tallest = areas
    .sort((a, b) => Math.min(b.width, b.height) - Math.min(a.width, a.height))
    .slice(0, maxPieces);
  const readings = await readLines(networks, picture, tallest);
  return readings.filter(({ text, confidence }) => {
    const least = [...text].length > 1 ? minConfidence : Math.max(minConfidence, LONE_CHARACTER);
    return text !== "" && confidence >= least;
  });
}

function regionOf({ rectangle, text, confidence }: Reading, picture: Pixels): FoundRegion {
  return { type: "text", label: null, confidence, box: uprightBox(rectangle, picture), text };
}

/** The upright rectangle around a slanted one, as shares of the picture and inside it. */
function uprightBox(rectangle: RotatedRectangle, { width, height }: Pixels) {
  const corners = cornersOf(rectangle);
  const share = (value: number, side: number) => Math.max(0, Math.min(1, value / side));
  const xs = corners.filter((_, i) => i % 2 === 0).map((x) => share(x, width));
  const ys = corners.filter((_, i) => i % 2 === 1).map((y) => share(y, height));
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
