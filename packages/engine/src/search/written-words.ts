/**
 * Words of a query that stand in pictures, letter by letter. A word printed on a receipt says more than
 * any likeness of meaning, the more the fewer pictures show it.
 */

import { foldedText } from "../domain/folded-text.ts";
import type { FactPorts } from "../store/ports/facts.ts";

/** Where a word stands. */
export interface WrittenMatch {
  readonly region: string;
  readonly words: readonly string[];
  /** 0..1: share of the query's words found here, rare ones counting more. */
  readonly share: number;
}

/** Too short to mean anything on their own, or in every sentence. */
const commonWords = new Set(
  "a an and are at by for from in is it its near no not of off on or out over the their to under up with".split(
    " ",
  ),
);
const SHORTEST = 3;
/** A word may be the beginning of what stands there from this length on: "invoice" for "invoices". */
const SHORTEST_BEGINNING = 5;

/** By image id. Costs one look into the text index a word. */
export async function writtenWords(
  texts: readonly string[],
  facts: FactPorts,
  imageCount: number,
): Promise<ReadonlyMap<string, WrittenMatch>> {
  const words = [...new Set(texts.flatMap(wordsOf))];
  const found = new Map<
    string,
    { region: string; words: Set<string>; weight: number; byRegion: Map<string, number> }
  >();
  let total = 0;
  for (const word of words) {
    const regions = (await facts.regions.withText(word)).filter(({ text }) => hasWord(text ?? "", word));
    const images = new Set(regions.map(({ imageId }) => imageId));
    // How surprising the word is: the logarithm of one over its share of the pictures.
    const weight = Math.log((imageCount + 1) / (images.size + 1));
    total += weight;
    for (const image of images) {
      const match = found.get(image) ?? { region: "", words: new Set(), weight: 0, byRegion: new Map() };
      found.set(image, match);
      match.words.add(word);
      match.weight += weight;
    }
    for (const { imageId, id } of regions) {
      const { byRegion } = found.get(imageId)!;
      byRegion.set(id, (byRegion.get(id) ?? 0) + weight);
    }
  }
  return new Map(
    [...found].map(([image, match]) => {
      const [region = ""] = [...match.byRegion].reduce((best, each) => (each[1] > best[1] ? each : best));
      return [image, { region, words: [...match.words], share: total > 0 ? match.weight / total : 0 }];
    }),
  );
}

/** The words of a text that are worth looking up. */
function wordsOf(text: string): string[] {
  return tokens(text).filter((word) => word.length >= SHORTEST && !commonWords.has(word));
}

function hasWord(text: string, word: string): boolean {
  const isBeginningEnough = word.length >= SHORTEST_BEGINNING;
  return tokens(text).some((token) => token === word || (isBeginningEnough && token.startsWith(word)));
}

function tokens(text: string): string[] {
  return (text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).map(foldedText);
}
