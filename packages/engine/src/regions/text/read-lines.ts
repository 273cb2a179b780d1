/**
 * From rectangles to what is written in them: which way each is read, and the characters.
 *
 * The direction network's vote is a first guess. Where the lines it turned, or left, are read without
 * confidence, they are read from the other end too and the surer reading stays.
 */
import type { Pixels } from "../../domain/pixels.ts";
import type { Reading } from "./arrange.ts";
import { readCharacters } from "./read-characters.ts";
import { directed, wayOf } from "./reading-direction.ts";
import { type RotatedRectangle, turnedHalf } from "./rotated-rectangle.ts";
import { runStrips } from "./strips.ts";
import type { TextNetworks } from "./weights.ts";

/** Lines narrower than twice their height are padded; wider than 43 times are squeezed. */
const RECOGNITION = { least: 96, most: 2048 };
/** Lines that are read the right way have this mean confidence, as a rule. */
const SURE = 0.85;

/** One reading for each area, with the angle at which it was read. `text` may be empty. */
export async function readLines(
  networks: TextNetworks,
  picture: Pixels,
  areas: readonly RotatedRectangle[],
): Promise<Reading[]> {
  const first = await recognise(networks, picture, await directed(networks.direction, picture, areas));
  const readings: Reading[] = [];
  for (const way of ["level", "upright"]) {
    const group = first.filter(({ rectangle }) => wayOf(rectangle) === way);
    readings.push(...(await surer(networks, picture, group)));
  }
  return readings;
}

/** `readings`, or the same lines read from the other end. */
async function surer(
  networks: TextNetworks,
  picture: Pixels,
  readings: readonly Reading[],
): Promise<readonly Reading[]> {
  const confidence = meanConfidence(readings);
  if (readings.length === 0 || confidence >= SURE) return readings;
  const lines = readings.map(({ rectangle }) => turnedHalf(rectangle));
  const others = await recognise(networks, picture, lines);
  return meanConfidence(others) > confidence ? others : readings;
}

async function recognise(
  { recognition, characters }: TextNetworks,
  picture: Pixels,
  lines: readonly RotatedRectangle[],
): Promise<Reading[]> {
  const classes = characters.length + 1;
  const found = await runStrips(recognition, picture, lines, RECOGNITION);
  return found.map((probabilities, i) => {
    const { text, confidence } = readCharacters(probabilities, probabilities.length / classes, characters);
    return { rectangle: lines[i]!, text: withPlainSigns(text), confidence };
  });
}

function meanConfidence(readings: readonly Reading[]): number {
  return readings.reduce((sum, { confidence }) => sum + confidence, 0) / readings.length;
}

/** The network likes the wide signs of Chinese print (`（`, `：`) in any line; in others they are ASCII. */
function withPlainSigns(text: string): string {
  return /\p{Script=Han}/u.test(text) ? text : text.normalize("NFKC");
}
