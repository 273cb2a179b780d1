/**
 * Search: weighted parts in, ranked regions out.
 *
 * Each part becomes one vector. Its scores are standardised by their spread over the library, so
 * that words and pictures can be added up; the sum is itself one product with one vector, so a
 * query of many parts costs one pass. Exact: every vector is compared.
 */
import { dot, matrix, row } from "@imantics/core";
import type { Encoder, Pixels } from "../embed/encoder.ts";
import { encodePrompted } from "../embed/prompted-texts.ts";
import { ImanticsError } from "../errors.ts";
import { wholeRegionId } from "../regions/whole.ts";
import { type Background, evidenceOf, percentileAgainst, type Spread, spreadOf } from "./background.ts";
import type { QueryPart } from "./query.ts";
import type { SearchIndex } from "./search-index.ts";

/** What ranking needs besides the query. */
export interface SearchTools {
  readonly index: SearchIndex;
  /** Opened only when words or a foreign picture must be encoded. */
  readonly encoder: () => Promise<Encoder>;
  readonly templates: readonly string[];
  readonly decode: (bytes: Uint8Array) => Promise<Pixels>;
  /** How arbitrary words score in this library. */
  readonly textBackground: () => Promise<Background>;
}

export interface RankedRegion {
  readonly region: string;
  readonly score: number;
  readonly percentile: number;
  readonly parts: readonly number[];
}

export interface Ranking {
  readonly regions: readonly RankedRegion[];
  readonly hasGoodMatch: boolean;
  readonly milliseconds: { readonly encode: number; readonly rank: number };
}

interface PreparedPart {
  readonly vector: Float32Array;
  readonly weight: number;
  readonly spread: Spread;
  readonly background: Background;
}

/**
 * The best hit must beat this share of what arbitrary queries find as their best. Measured in
 * `evals/no-good-match`; lower means more queries are believed.
 */
const bestQuantile = { text: 0.15, picture: 0.05 };

/** Regions `offset` … `offset + count` of the ranking for `parts`. */
export async function rank(
  parts: readonly QueryPart[],
  count: number,
  offset: number,
  tools: SearchTools,
): Promise<Ranking> {
  if (!parts.some((part) => part.weight > 0)) {
    throw new ImanticsError(
      "query-empty",
      "A query needs at least one part with a positive weight; add what to look for.",
    );
  }
  const started = performance.now();
  const prepared = await Promise.all(parts.map((part) => prepare(part, tools)));
  const encoded = performance.now();

  const { index } = tools;
  const combined = matrix(1, prepared[0]!.vector.length);
  let offsetScore = 0;
  for (const { vector, weight, spread } of prepared) {
    for (let j = 0; j < vector.length; j++) combined.data[j]! += (weight * vector[j]!) / spread.deviation;
    offsetScore -= (weight * spread.mean) / spread.deviation;
  }
  const query = row(combined, 0);
  const own = new Set(parts.flatMap((part) => (part.kind === "image" ? [wholeRegionId(part.id)] : [])));
  // A few more than asked for: the evidence for a match needs five hits even when one is wanted.
  const found = index.top(query, Math.max(offset + count, 5), own);
  const total = spreadOf(query, index.sample());
  // The kind of the first thing looked for decides what chance looks like for the whole.
  const lead = prepared[parts.findIndex((part) => part.weight > 0)]!;
  const standard = (score: number) => (score - total.mean) / total.deviation;

  const regions = found.slice(offset, offset + count).map(({ id, score }) => ({
    region: id,
    score: score + offsetScore,
    percentile: percentileAgainst(lead.background, standard(score)),
    parts: prepared.map(({ vector, spread, background }) =>
      percentileAgainst(background, (dot(vector, index.vector(id)!) - spread.mean) / spread.deviation),
    ),
  }));
  // Whether the thing looked for is there at all must not depend on what is pushed away.
  const evidence = evidenceOf(
    found.map(({ id }) => (dot(lead.vector, index.vector(id)!) - lead.spread.mean) / lead.spread.deviation),
  );
  const kind = lead.background === index.pictureBackground() ? "picture" : "text";
  const bar = lead.background.best[Math.floor(bestQuantile[kind] * lead.background.best.length)] ?? 0;
  return {
    regions,
    hasGoodMatch: evidence >= bar,
    milliseconds: { encode: encoded - started, rank: performance.now() - encoded },
  };
}

async function prepare(part: QueryPart, tools: SearchTools): Promise<PreparedPart> {
  const vector = await vectorOf(part, tools);
  const background = part.kind === "text" ? await tools.textBackground() : tools.index.pictureBackground();
  return { vector, weight: part.weight, spread: spreadOf(vector, tools.index.sample()), background };
}

async function vectorOf(part: QueryPart, tools: SearchTools): Promise<Float32Array> {
  switch (part.kind) {
    case "text":
      return row(await encodePrompted(await tools.encoder(), [part.text], tools.templates), 0);
    case "picture":
      return row(await (await tools.encoder()).encodeImages([await tools.decode(part.bytes)]), 0);
    case "image": {
      const vector = tools.index.vector(wholeRegionId(part.id));
      if (vector) return vector;
      throw new ImanticsError(
        "image-not-found",
        `There is no vector for image "${part.id}" in this space; index its folder again or pick another image.`,
      );
    }
  }
}
