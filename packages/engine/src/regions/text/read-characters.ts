/**
 * From the recognition network's probabilities, one row a step along the line, to text.
 *
 * Greedy decoding of connectionist temporal classification (Graves, Fernández, Gomez & Schmidhuber 2006):
 * the likeliest character of each step, repeats and blanks left out. Spaces are decoded apart: the network
 * was taught mostly on Chinese, where words stand close, and gives a space between Latin words less
 * probability than the blank, but far more than it gives one inside a word.
 */

export interface ReadText {
  readonly text: string;
  /** Mean probability of the characters, 0..1; 0 for no text. */
  readonly confidence: number;
}

/** A blank step between two characters is a space when the network gives the space this much. */
const SPACE = 0.02;

/**
 * @param probabilities steps × classes; class 0 is the blank, class `i` the character `characters[i - 1]`,
 *   the last of which is the space.
 */
export function readCharacters(
  probabilities: Float32Array,
  steps: number,
  characters: readonly string[],
): ReadText {
  const classes = characters.length + 1;
  const space = classes - 1;
  let text = "";
  let [total, count, previous] = [0, 0, 0];
  let isGap = false;
  for (let step = 0; step < steps; step++) {
    const from = step * classes;
    let best = 0;
    for (let i = 1; i < classes; i++) if (probabilities[from + i]! > probabilities[from + best]!) best = i;
    if (best === 0 || best === space) {
      isGap ||= probabilities[from + space]! > SPACE;
    } else if (best !== previous) {
      if (isGap && text !== "") text += " ";
      text += characters[best - 1]!;
      total += probabilities[from + best]!;
      count++;
      isGap = false;
    }
    previous = best;
  }
  return { text, confidence: count === 0 ? 0 : total / count };
}
