/**
 * How well found text agrees with the true lines of a page, whatever the order of reading and wherever the
 * found lines begin and end.
 *
 * Truth and found text are compared without letter case (the truth has capitals only), in the
 * compatibility form of Unicode, white space as one space. True lines are taken longest first. Each is laid
 * on the stretch of a found line with the least edit distance (Sellers 1980); the stretch is then used up.
 * A line more than half of which would have to change counts as missing: all its characters are wrong.
 */

/** Counts over one page; the counts of several pages may be added up. */
export interface Agreement {
  readonly characters: number;
  /** Edits that turn the found stretches into the true lines, missing lines included. */
  readonly wrongCharacters: number;
  /** Found characters, white space aside, that no true line used up. */
  readonly extraCharacters: number;
  readonly lines: number;
  /** True lines found without any error. */
  readonly exactLines: number;
  /** The same when white space is left out of both. */
  readonly exactLinesSansSpaces: number;
  /** Words of two characters or more, and how many of them stand among the found words; each serves once. */
  readonly words: number;
  readonly foundWords: number;
}

export function agreementOf(truth: readonly string[], found: readonly string[]): Agreement {
  const trueLines = truth.map(normalised).filter((line) => line !== "");
  const foundLines = found.map(normalised);
  const spaced = layOut(trueLines, foundLines);
  const joined = layOut(trueLines.map(sansSpaces), foundLines.map(sansSpaces));
  const words = wordsOf(trueLines);
  return {
    characters: trueLines.reduce((sum, { length }) => sum + length, 0),
    wrongCharacters: spaced.wrong,
    extraCharacters: spaced.left,
    lines: trueLines.length,
    exactLines: spaced.exact,
    exactLinesSansSpaces: joined.exact,
    words: words.length,
    foundWords: inCommon(words, wordsOf(foundLines)),
  };
}

export function addUp(pages: readonly Agreement[]): Agreement {
  const total = (count: (page: Agreement) => number) => pages.reduce((sum, page) => sum + count(page), 0);
  return {
    characters: total((page) => page.characters),
    wrongCharacters: total((page) => page.wrongCharacters),
    extraCharacters: total((page) => page.extraCharacters),
    lines: total((page) => page.lines),
    exactLines: total((page) => page.exactLines),
    exactLinesSansSpaces: total((page) => page.exactLinesSansSpaces),
    words: total((page) => page.words),
    foundWords: total((page) => page.foundWords),
  };
}

function layOut(truth: readonly string[], found: readonly string[]) {
  /** What is left of the found lines: used stretches cut them in two. */
  let left = [...found];
  let [wrong, exact] = [0, 0];
  for (const line of [...truth].sort((a, b) => b.length - a.length)) {
    const stretches = left.map((text, at) => ({ at, ...closestStretch(line, text) }));
    const best = stretches.reduce((a, b) => (b.distance < a.distance ? b : a), {
      at: -1,
      start: 0,
      end: 0,
      distance: line.length,
    });
    if (best.distance > line.length / 2) {
      wrong += line.length;
      continue;
    }
    wrong += best.distance;
    if (best.distance === 0) exact++;
    const text = left[best.at]!;
    left = left.toSpliced(best.at, 1, text.slice(0, best.start), text.slice(best.end));
  }
  return { wrong, exact, left: left.reduce((sum, text) => sum + sansSpaces(text).length, 0) };
}

/** The stretch of `text` that is fewest edits away from `line`. O(line × text). */
export function closestStretch(
  line: string,
  text: string,
): { readonly start: number; readonly end: number; readonly distance: number } {
  let distances = Array.from({ length: text.length + 1 }, () => 0);
  let starts = Array.from({ length: text.length + 1 }, (_, i) => i);
  for (let i = 1; i <= line.length; i++) {
    const nextDistances = [i];
    const nextStarts = [0];
    for (let j = 1; j <= text.length; j++) {
      const exchange = distances[j - 1]! + (line[i - 1] === text[j - 1] ? 0 : 1);
      const leaveOut = distances[j]! + 1;
      const putIn = nextDistances[j - 1]! + 1;
      nextDistances[j] = Math.min(exchange, leaveOut, putIn);
      nextStarts[j] =
        exchange <= Math.min(leaveOut, putIn)
          ? starts[j - 1]!
          : leaveOut <= putIn
            ? starts[j]!
            : nextStarts[j - 1]!;
    }
    [distances, starts] = [nextDistances, nextStarts];
  }
  const distance = Math.min(...distances);
  const end = distances.indexOf(distance);
  return { start: starts[end]!, end, distance };
}

function normalised(line: string): string {
  return line.normalize("NFKC").toUpperCase().replace(/\s+/g, " ").trim();
}

function sansSpaces(line: string): string {
  return line.replaceAll(" ", "");
}

function wordsOf(lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split(" ")).filter(({ length }) => length >= 2);
}

function inCommon(words: readonly string[], others: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const word of others) counts.set(word, (counts.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of words) {
    const count = counts.get(word) ?? 0;
    if (count === 0) continue;
    counts.set(word, count - 1);
    common++;
  }
  return common;
}
