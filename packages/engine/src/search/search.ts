/**
 * Search: weighted parts in, ranked pictures out, with the region that speaks for each.
 *
 * Every type of region is asked on its own scale (`type-evidence.ts`), words that stand in a picture are
 * looked up (`written-words.ts`), and what all that comes to is judged picture by picture
 * (`picture-judge.ts`). Exact: every vector is compared, and every candidate is judged by all its regions.
 */

import type { Fusion } from "../domain/query.ts";
import type { RegionType } from "../domain/region.ts";
import { wholeRegionId } from "../domain/region-id.ts";
import type { FactPorts } from "../store/ports/facts.ts";
import { type Background, evidenceOf, percentileAgainst } from "./background.ts";
import type { ImageNumbers } from "./image-numbers.ts";
import { PictureJudge } from "./picture-judge.ts";
import type { SearchIndex } from "./search-index.ts";
import { type PreparedPart, TypeEvidence } from "./type-evidence.ts";
import { type WrittenMatch, writtenWords } from "./written-words.ts";

export const defaultFusion: Fusion = {
  weights: { whole: 1, object: 0.3, text: 0.3, drawn: 0.3 },
  aggregate: "max",
  usesConfidence: false,
};

/**
 * The best hit must beat this share of what arbitrary queries find as their best. Measured in
 * `evals/no-good-match`; lower means more queries are believed.
 */
const bestQuantile = { text: 0.15, picture: 0.05 };

/** Pictures of each type that are judged by all their regions: what is best together is among the best of one. */
const FEWEST_CANDIDATES = 100;

export interface RankTools {
  readonly images: ImageNumbers;
  readonly indexes: ReadonlyMap<RegionType, SearchIndex>;
  readonly facts: FactPorts;
  /** How arbitrary queries of a kind score regions of a type. */
  readonly background: (type: RegionType, kind: "text" | "picture") => Promise<Background>;
  /** How sure the detector of a region was; asked for only where it counts. */
  readonly confidences: (regions: readonly string[]) => Promise<ReadonlyMap<string, number>>;
}

export interface RankedReason {
  readonly region: string;
  readonly percentile: number;
  readonly words: readonly string[];
}

export interface RankedImage {
  readonly image: string;
  readonly score: number;
  readonly percentile: number;
  readonly parts: readonly number[];
  /** Strongest first; never empty. */
  readonly reasons: readonly RankedReason[];
}

export interface Ranking {
  readonly ranked: readonly RankedImage[];
  readonly hasGoodMatch: boolean;
}

/** Images `offset` … `offset + count` of the ranking for `parts`, among `accepted` (by image number). */
export async function rank(
  parts: readonly PreparedPart[],
  page: { readonly offset: number; readonly count: number },
  accepted: Uint8Array,
  fusion: Fusion,
  tools: RankTools,
): Promise<Ranking> {
  const { images, indexes } = tools;
  const judge = new PictureJudge(parts, indexes, fusion);
  const written = await writtenMatches(parts, fusion, tools);

  const reach = Math.max(FEWEST_CANDIDATES, 2 * (page.offset + page.count));
  const candidates = judge.candidates(reach, accepted);
  for (const image of written.keys()) {
    const number = images.of(image);
    if (number !== null && accepted[number] === 1) candidates.add(number);
  }
  const confidence = await confidenceOf(candidates, fusion, tools);
  const judged = [...candidates]
    .map((number) => ({ number, ...judge.judge(number, confidence, written.get(images.id(number))) }))
    .sort((a, b) => b.score - a.score || a.number - b.number);

  const lead = parts.find(({ part }) => part.weight > 0) ?? parts[0]!;
  const kind = lead.part.kind === "text" ? "text" : "picture";
  const { whole } = judge;
  const ranked = [];
  for (const { number, evidence, score } of judged.slice(page.offset, page.offset + page.count)) {
    const reasons: RankedReason[] = [];
    for (const { type, region, strength, words } of evidence) {
      const percentile = percentileAgainst(await tools.background(type, kind), strength);
      reasons.push({ region, percentile: words.length > 0 ? 100 : percentile, words });
    }
    const image = images.id(number);
    ranked.push({
      image,
      score,
      percentile: Math.max(...reasons.map(({ percentile }) => percentile)),
      parts: whole ? await partPercentiles(whole, parts, image, tools) : [],
      reasons,
    });
  }
  const isWritten = [...written.values()].some(({ share }) => share > 0.99);
  return { ranked, hasGoodMatch: isWritten || (await standsOut(lead, kind, whole, judged, tools)) };
}

/** Whether the thing looked for is there at all; must not depend on what is pushed away or on the page. */
async function standsOut(
  lead: PreparedPart,
  kind: "text" | "picture",
  whole: TypeEvidence | null,
  judged: readonly { readonly number: number }[],
  { indexes, background }: RankTools,
): Promise<boolean> {
  const index = indexes.get("whole");
  if (!whole || !index || lead.part.weight <= 0) return judged.length > 0;
  const { best } = await background("whole", kind);
  const at = TypeEvidence.of("whole", index, [{ ...lead, part: { ...lead.part, weight: 1 } }])!;
  const strengths = judged.flatMap(({ number }) => at.of(number, "max", () => 1)?.strength ?? []);
  const bar = best[Math.floor(bestQuantile[kind] * best.length)] ?? 0;
  return strengths.length > 0 && evidenceOf(strengths) >= bar;
}

/** How well the whole picture answers each part of the query alone. */
async function partPercentiles(
  whole: TypeEvidence,
  parts: readonly PreparedPart[],
  image: string,
  { background }: RankTools,
): Promise<number[]> {
  const strengths = whole.byPart(wholeRegionId(image));
  return Promise.all(
    parts.map(async ({ part }, at) => {
      const kind = part.kind === "text" ? "text" : "picture";
      return percentileAgainst(await background("whole", kind), strengths[at] ?? 0);
    }),
  );
}

async function writtenMatches(
  parts: readonly PreparedPart[],
  { weights }: Fusion,
  { facts, images }: RankTools,
): Promise<ReadonlyMap<string, WrittenMatch>> {
  const texts = parts.flatMap(({ part }) => (part.kind === "text" && part.weight > 0 ? [part.text] : []));
  return (weights.text ?? 0) > 0 && texts.length > 0
    ? writtenWords(texts, facts, images.size)
    : new Map<string, WrittenMatch>();
}

async function confidenceOf(
  candidates: ReadonlySet<number>,
  { usesConfidence }: Fusion,
  { indexes, confidences }: RankTools,
): Promise<(region: string) => number> {
  if (!usesConfidence) return () => 1;
  const regions = [...indexes.values()].flatMap((index) =>
    [...candidates].flatMap((image) => index.rowsOf(image).map((at) => index.id(at))),
  );
  const known = await confidences(regions);
  return (region) => known.get(region) ?? 1;
}
