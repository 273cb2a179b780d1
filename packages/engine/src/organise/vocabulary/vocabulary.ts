/** The words clusters may be named with: everyday words first, then WordNet's. */
import { everydayWords } from "./everyday.ts";
import { wordnetNouns } from "./wordnet.ts";

export interface Vocabulary {
  readonly words: readonly string[];
  /** The first so many words are everyday ones, which are preferred when the pictures allow both. */
  readonly everydayCount: number;
}

export async function vocabulary(): Promise<Vocabulary> {
  const everyday = new Set(everydayWords);
  const others = (await wordnetNouns()).filter((word) => !everyday.has(word));
  return { words: [...everydayWords, ...others], everydayCount: everydayWords.length };
}
