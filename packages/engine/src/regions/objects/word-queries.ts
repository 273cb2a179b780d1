/**
 * Words as a detector by words reads them, and which of its scores belong to which word.
 *
 * OWLv2 (Minderer et al., 2023) takes each word as a text of its own and gives one score a text. Grounding
 * DINO (Liu et al., 2023) takes one sentence, `cat . dog .`, and gives one score a token: a word is as likely
 * as the likeliest of its tokens.
 */
import { ImanticsError } from "../../domain/errors.ts";
import type { SessionTensor } from "../../models/sessions.ts";
import { openTokenizer, type Tokenise } from "../../models/transformers.ts";
import { type Judge, sigmoidJudge } from "./read-guesses.ts";

export interface WordQueries {
  /** What the network reads beside the pixels. */
  readonly feeds: Readonly<Record<string, SessionTensor>>;
  readonly judge: Judge;
  /** Scores of one guess. */
  readonly scoreCount: number;
}

/** What OWLv2 was trained with. */
const PROMPT = "a photo of a {}";
/** Length to which it demands its texts. */
const TEXT_LENGTH = 16;
/** Scores of a guess of Grounding DINO, and so the longest sentence. */
const SENTENCE_LENGTH = 256;

/** One text a word. */
export async function separateTexts(folder: string, words: readonly string[]): Promise<WordQueries> {
  const tokenise = await openTokenizer(folder, {
    maxTokens: TEXT_LENGTH,
    padding: "full",
    lowersCase: true,
  });
  const { rows, columns, ids, mask } = tokenise(words.map((word) => PROMPT.replace("{}", word)));
  const shape = [rows, columns];
  return {
    feeds: { input_ids: { shape, data: ids }, attention_mask: { shape, data: mask } },
    judge: sigmoidJudge,
    scoreCount: words.length,
  };
}

/**
 * All words in one sentence.
 * @throws ImanticsError `too-many-words` when it gets longer than the network reads.
 */
export async function oneSentence(folder: string, words: readonly string[]): Promise<WordQueries> {
  const tokenise = await openTokenizer(folder, {
    maxTokens: SENTENCE_LENGTH,
    padding: "longest",
    lowersCase: true,
  });
  const { ids, places } = sentenceOf(words, tokenise);
  if (ids.length > SENTENCE_LENGTH) {
    throw new ImanticsError(
      "too-many-words",
      `${words.length} words make ${ids.length} tokens; this detector reads ${SENTENCE_LENGTH} at once. Name fewer, or use "owlv2-base".`,
    );
  }
  const shape = [1, ids.length];
  const tensor = (data: BigInt64Array) => ({ shape, data });
  return {
    feeds: {
      input_ids: tensor(BigInt64Array.from(ids)),
      attention_mask: tensor(new BigInt64Array(ids.length).fill(1n)),
      token_type_ids: tensor(new BigInt64Array(ids.length)),
    },
    judge: (scores) =>
      sigmoidJudge(Float32Array.from(places, ([start, end]) => Math.max(...scores.subarray(start, end)))),
    scoreCount: SENTENCE_LENGTH,
  };
}

/** Token numbers of `word . word .` and where in them each word stands, without its full stop. */
function sentenceOf(words: readonly string[], tokenise: Tokenise) {
  const ids: bigint[] = [];
  const places: (readonly [number, number])[] = [];
  for (const word of words) {
    // Each alone, because a tokenizer does not say which letters a token came from.
    const { ids: alone } = tokenise([`${word} .`]);
    const [begin = 0n, end = 0n] = [alone[0], alone.at(-1)];
    if (ids.length === 0) ids.push(begin, end);
    const start = ids.length - 1;
    ids.splice(start, 0, ...alone.subarray(1, -1));
    places.push([start, ids.length - 2]);
  }
  return { ids, places };
}
