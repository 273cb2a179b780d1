/**
 * Words → the text space: sentence vectors, centred and half-whitened.
 *
 * Centring removes what all sentences share; half-whitening (axes divided by the fourth root of their
 * variance) keeps a few loud directions from deciding everything. Texts run one by one: in a batch the
 * last bits of a vector would depend on its neighbours.
 */
import { ImanticsError } from "../../domain/errors.ts";
import type { ConvertibleModel } from "../../models/converted-models.ts";
import { locatePackageFile } from "../../models/package-files.ts";
import { openSession } from "../../models/sessions.ts";
import { type Projection, project, unit } from "./projection.ts";
import { sentenceEncoder } from "./recipe.ts";
import { MAX_PIECES } from "./sentence-graph.ts";
import { loadSentenceTokenizer } from "./sentence-tokenizer.ts";

/** Sentence vectors before anything fitted. */
export interface SentenceEncoder {
  /** 512 numbers, unit length. About 1.5 CPU-ms for a caption. Only the first 128 pieces count. */
  encode(text: string): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Opens the sentence encoder, converting it first if this machine has not done so before. */
export async function openSentenceEncoder(
  model: ConvertibleModel,
  threads: number,
): Promise<SentenceEncoder> {
  const tokenize = await loadSentenceTokenizer(locatePackageFile(sentenceEncoder.vocabulary));
  const session = await openSession(await model.convert(), { threads });
  return {
    async encode(text) {
      const pieces = tokenize(text).slice(0, MAX_PIECES);
      if (pieces.length === 0) {
        throw new ImanticsError(
          "text-empty",
          "An empty text has no vector; give at least one word to look for.",
        );
      }
      const { vectors } = await session.run({
        pieces: { shape: [1, pieces.length], data: BigInt64Array.from(pieces, BigInt) },
      });
      return Float32Array.from(vectors?.data ?? [], Number);
    },
    close: () => session.close(),
  };
}

/** A sentence vector's place in the text space, unit length. */
export function meaningOf(space: Projection, sentence: Float32Array): Float32Array {
  return unit(project(space, sentence));
}
