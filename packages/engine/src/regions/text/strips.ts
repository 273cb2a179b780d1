/**
 * Lines cut into strips and run through a network in batches of similar width, so that little is computed
 * for the padding.
 */
import type { Pixels } from "../../domain/pixels.ts";
import type { Session } from "../../models/sessions.ts";
import { cutLine } from "./cut-line.ts";
import type { RotatedRectangle } from "./rotated-rectangle.ts";
import { runToFloats } from "./run-to-floats.ts";

/** Height of a strip in pixels, for which direction and recognition were taught. */
const STRIP_HEIGHT = 48;
/** Widths are rounded up to this, so that a session meets few shapes. */
const MULTIPLE = 32;
/** All strips of one run together are no wider: the probabilities of 6,625 characters take memory. */
const MOST_COLUMNS = 2048;

export interface StripOptions {
  /** Narrower lines are padded with grey to this; `most` squeezes wider ones. Multiples of 32, in pixels. */
  readonly least: number;
  readonly most: number;
}

/** What the network says of each line: its part of the output, flat. */
export async function runStrips(
  session: Session,
  picture: Pixels,
  lines: readonly RotatedRectangle[],
  { least, most }: StripOptions,
): Promise<Float32Array[]> {
  const widths = lines.map(({ width, height }) =>
    Math.max(1, Math.min(most, Math.round((STRIP_HEIGHT * width) / height))),
  );
  const results = new Array<Float32Array>(lines.length);
  for (const { chosen, width } of batches(widths, least)) {
    const size = 3 * STRIP_HEIGHT * width;
    const planes = new Float32Array(chosen.length * size);
    for (const [at, i] of chosen.entries()) {
      cutLine(picture, lines[i]!, { planes, offset: at * size, width, height: STRIP_HEIGHT }, widths[i]!);
    }
    const { data } = await runToFloats(session, {
      shape: [chosen.length, 3, STRIP_HEIGHT, width],
      data: planes,
    });
    const share = data.length / chosen.length;
    for (const [at, i] of chosen.entries()) results[i] = data.subarray(at * share, (at + 1) * share);
  }
  return results;
}

/** Lines in order of width, as many together as fit; each batch with the width of its widest, rounded up. */
function* batches(widths: readonly number[], least: number) {
  const padded = (width: number) => Math.max(least, MULTIPLE * Math.ceil(width / MULTIPLE));
  let batch = { chosen: [] as number[], width: least };
  const order = widths.map((_, i) => i).sort((a, b) => widths[a]! - widths[b]! || a - b);
  for (const i of order) {
    const width = padded(widths[i]!);
    if (batch.chosen.length > 0 && (batch.chosen.length + 1) * width > MOST_COLUMNS) {
      yield batch;
      batch = { chosen: [], width };
    }
    batch.chosen.push(i);
    batch.width = width;
  }
  if (batch.chosen.length > 0) yield batch;
}
