/**
 * Which way lines are read. A tall rectangle holds a line on its side; whether a line stands on its head
 * a small network says, strip by strip.
 *
 * The network errs on short strips, so lines that lie the same way are asked together: text on its head
 * beside upright text is rare, photos on their head are not.
 */
import type { Pixels } from "../../domain/pixels.ts";
import type { Session } from "../../models/sessions.ts";
import { type RotatedRectangle, turnedHalf, turnedQuarter } from "./rotated-rectangle.ts";
import { runStrips } from "./strips.ts";

/** A rectangle this many times as high as wide is a line on its side. */
const TALL = 1.5;
/** Only this much of a long line is looked at: the network was taught on 192 pixels. */
const LOOKED_AT = { least: 192, most: 192 };

/** The same areas, each with the angle at which it is read. */
export async function directed(
  direction: Session,
  picture: Pixels,
  areas: readonly RotatedRectangle[],
): Promise<RotatedRectangle[]> {
  const lines = areas.map((area) => (area.height > TALL * area.width ? turnedQuarter(area) : area));
  const opinions = await runStrips(direction, picture, lines.map(beginning), LOOKED_AT);
  const votes = { level: 0, upright: 0 };
  for (const [i, line] of lines.entries()) {
    const [asItIs = 0, onItsHead = 0] = opinions[i]!;
    votes[wayOf(line)] += asItIs - onItsHead;
  }
  return lines.map((line) => (votes[wayOf(line)] < 0 ? turnedHalf(line) : line));
}

/** Whether a line is nearer to level or to upright. Lines of a picture that lie the same way are read as one. */
export function wayOf({ angle }: RotatedRectangle): "level" | "upright" {
  return Math.abs(Math.sin(angle)) > Math.SQRT1_2 ? "upright" : "level";
}

/** The part of a line that the network is shown: four times as long as high. */
function beginning(line: RotatedRectangle): RotatedRectangle {
  const width = Math.min(line.width, 4 * line.height);
  const back = (width - line.width) / 2;
  const { x, y, angle } = line;
  return { ...line, x: x + back * Math.cos(angle), y: y + back * Math.sin(angle), width };
}
