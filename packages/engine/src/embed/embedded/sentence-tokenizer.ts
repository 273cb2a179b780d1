/**
 * Splits text into the 8,000 pieces that the Universal Sentence Encoder (lite) was trained on:
 * the most likely segmentation under a unigram model, found by dynamic programming.
 *
 * Reproduces the tokenizer that ships with the weights, with its treatment of unknown characters
 * (score 0, runs merged), because the network saw exactly that. English only.
 * After SentencePiece (Kudo & Richardson, 2018; Apache-2.0) and its port in @tensorflow-models.
 */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { ImanticsError } from "../../domain/errors.ts";

/** Text → piece numbers, 0 for unknown characters. O(length × longest piece). */
export type SentenceTokenizer = (text: string) => number[];

/**
 * One `[piece, log probability]` pair a piece; the index is the piece's number. Seven pieces with a colon
 * lost their number when the package was made.
 */
const Vocabulary = z.array(z.tuple([z.string(), z.number().nullable()]));

const WORD_START = "\u2581";
const UNKNOWN = 0;
/** Unknown, sentence marks and unused pieces: never produced from text. */
const RESERVED_COUNT = 6;

/** @throws ImanticsError `model-invalid` when the file is no vocabulary. */
export async function loadSentenceTokenizer(vocabularyPath: string): Promise<SentenceTokenizer> {
  const parsed = Vocabulary.safeParse(JSON.parse(await readFile(vocabularyPath, "utf8")));
  if (!parsed.success) {
    throw new ImanticsError(
      "model-invalid",
      `${vocabularyPath} is no list of [piece, score] pairs: ${z.prettifyError(parsed.error)}`,
    );
  }
  return createSentenceTokenizer(restoreScores(parsed.data));
}

/** The list is sorted by score, so a lost one lies between its neighbours'. */
function restoreScores(vocabulary: readonly [string, number | null][]): [string, number][] {
  let last = 0;
  return vocabulary.map(([piece, score]) => {
    last = score ?? last;
    return [piece, last];
  });
}

/** Builds a tokenizer from `[piece, log probability]` pairs. */
export function createSentenceTokenizer(vocabulary: readonly [string, number][]): SentenceTokenizer {
  const pieces = new Map<string, { id: number; score: number }>();
  let longest = 1;
  for (const [id, [piece, score]] of vocabulary.entries()) {
    if (id < RESERVED_COUNT) continue;
    pieces.set(piece, { id, score });
    longest = Math.max(longest, piece.length);
  }
  return (text) => {
    const normalised = text.normalize("NFKC");
    if (normalised === "") return [];
    return segment([...(WORD_START + normalised.replaceAll(" ", WORD_START))], pieces, longest);
  };
}

function segment(
  symbols: readonly string[],
  pieces: ReadonlyMap<string, { id: number; score: number }>,
  longest: number,
): number[] {
  const ends = symbols.length + 1;
  const best = new Float64Array(ends).fill(Number.NEGATIVE_INFINITY);
  const pieceAt = new Int32Array(ends);
  const startAt = new Int32Array(ends);
  best[0] = 0;
  for (let start = 0; start < symbols.length; start++) {
    const extend = (end: number, id: number, score: number): void => {
      const total = (best[start] ?? 0) + score;
      // On equal scores the longer piece, whose start is earlier and was stored first, stays.
      if (total <= (best[end] ?? 0)) return;
      best[end] = total;
      pieceAt[end] = id;
      startAt[end] = start;
    };
    let isCovered = false;
    let candidate = "";
    for (let end = start + 1; end <= Math.min(start + longest, symbols.length); end++) {
      candidate += symbols[end - 1];
      const piece = pieces.get(candidate);
      if (piece === undefined) continue;
      isCovered = true;
      extend(end, piece.id, piece.score);
    }
    if (!isCovered) extend(start + 1, UNKNOWN, 0);
  }

  const ids: number[] = [];
  for (let end = symbols.length; end > 0; end = startAt[end] ?? 0) {
    const id = pieceAt[end] ?? UNKNOWN;
    if (id === UNKNOWN && ids.at(-1) === UNKNOWN) continue;
    ids.push(id);
  }
  return ids.reverse();
}
