/**
 * What all evidence of a picture comes to.
 *
 * The whole picture answers the whole query. A part then adds, by its weight, how much better it shows what
 * is looked for than the whole does, and takes away how much better it shows what is pushed away: one
 * person in the corner of a beach counts against "beach -people". Nothing is added for agreeing.
 * (Adding scores outright, or their maximum, was worse: `evals/search`.)
 */

import type { Fusion } from "../domain/query.ts";
import type { RegionType } from "../domain/region.ts";
import type { SearchIndex } from "./search-index.ts";
import { type PreparedPart, TypeEvidence } from "./type-evidence.ts";
import type { WrittenMatch } from "./written-words.ts";

/**
 * What all words of a query standing in a picture are worth, in standard deviations above chance, before
 * the weight of text: more than any likeness, because letters do not agree by luck.
 */
const ALL_WORDS_WRITTEN = 20;

export interface Evidence {
  readonly type: RegionType;
  readonly region: string;
  /** Standard deviations above chance. */
  readonly strength: number;
  /** Words of the query that stand in it. */
  readonly words: readonly string[];
}

export interface Judgement {
  /** Strongest first: what speaks for the picture. */
  readonly evidence: readonly Evidence[];
  readonly score: number;
}

/** Of parts of one sign: what each type says of them, and how much of the query they are. */
interface Side {
  readonly types: readonly TypeEvidence[];
  readonly whole: TypeEvidence | null;
  readonly share: number;
}

export class PictureJudge {
  /** The whole query on whole pictures; null where they do not count. */
  readonly whole: TypeEvidence | null;
  readonly #fusion: Fusion;
  readonly #wanted: Side;
  readonly #pushed: Side;

  constructor(parts: readonly PreparedPart[], indexes: ReadonlyMap<RegionType, SearchIndex>, fusion: Fusion) {
    this.#fusion = fusion;
    const counting = [...indexes].filter(([type]) => (fusion.weights[type] ?? 0) > 0);
    const wholeIndex = counting.find(([type]) => type === "whole")?.[1];
    const onWhole = (own: readonly PreparedPart[]) =>
      wholeIndex === undefined ? null : TypeEvidence.of("whole", wholeIndex, own);
    this.whole = onWhole(parts);
    const size = Math.hypot(...parts.map(({ part }) => part.weight));
    const sideOf = (own: readonly PreparedPart[]): Side => ({
      types: counting.flatMap(([type, index]) =>
        type === "whole" ? [] : (TypeEvidence.of(type, index, own) ?? []),
      ),
      whole: own.length === parts.length ? this.whole : onWhole(own),
      share: Math.hypot(...own.map(({ part }) => part.weight)) / size,
    });
    const wanted = parts.filter(({ part }) => part.weight > 0);
    // What is only pushed away ranks by that alone.
    this.#wanted = sideOf(wanted.length > 0 ? wanted : parts);
    const pushed = wanted.length > 0 ? parts.flatMap(turned) : [];
    this.#pushed = pushed.length > 0 ? sideOf(pushed) : { types: [], whole: null, share: 0 };
  }

  /** Numbers of images worth judging, among `accepted`. */
  candidates(count: number, accepted: Uint8Array): Set<number> {
    const types = [...this.#wanted.types, ...(this.whole ? [this.whole] : [])];
    return new Set(types.flatMap((type) => type.candidates(count, accepted)));
  }

  judge(image: number, confidence: (region: string) => number, written: WrittenMatch | undefined): Judgement {
    const whole = this.#of(this.whole, image, confidence);
    const wanted = withWritten(
      this.#wanted.types.flatMap((type) => this.#of(type, image, confidence) ?? []),
      written,
    );
    const pushed = this.#pushed.types.flatMap((type) => this.#of(type, image, confidence) ?? []);
    const score =
      (this.#fusion.weights.whole ?? 0) * (whole?.strength ?? 0) +
      this.#beyondWhole(wanted, this.#wanted, this.#floor(this.#wanted, whole, image)) -
      this.#beyondWhole(pushed, this.#pushed, this.#floor(this.#pushed, whole, image));
    const evidence = [...(whole ? [whole] : []), ...wanted].sort((a, b) => b.strength - a.strength);
    return { evidence, score };
  }

  /** What the whole picture says of this side; null where it does not count. */
  #floor(side: Side, whole: Evidence | null, image: number): number | null {
    // Without a minus the side is the query, and the whole has been asked already.
    const own = side.whole === this.whole ? whole : this.#of(side.whole, image, () => 1);
    return own?.strength ?? null;
  }

  /** Where the whole does not count, parts stand for themselves. */
  #beyondWhole(evidence: readonly Evidence[], { share }: Side, floor: number | null): number {
    return evidence.reduce((sum, { type, strength }) => {
      const beyond = floor === null ? strength : Math.max(0, strength - floor);
      return sum + (this.#fusion.weights[type] ?? 0) * share * beyond;
    }, 0);
  }

  #of(type: TypeEvidence | null, image: number, confidence: (region: string) => number): Evidence | null {
    const found = type?.of(image, this.#fusion.aggregate, confidence);
    return type && found ? { ...found, type: type.type, words: [] } : null;
  }
}

/** A part that is pushed away, as if it were looked for. */
function turned({ part, vector }: PreparedPart): PreparedPart[] {
  return part.weight < 0 ? [{ part: { ...part, weight: -part.weight }, vector }] : [];
}

/** Words that stand there are evidence of the text, where they say more than its meaning does. */
function withWritten(evidence: readonly Evidence[], match: WrittenMatch | undefined): Evidence[] {
  if (match === undefined) return [...evidence];
  const meant = evidence.find(({ type }) => type === "text");
  const strength = ALL_WORDS_WRITTEN * match.share;
  const others = evidence.filter(({ type }) => type !== "text");
  const { region, words } = match;
  return meant && meant.strength > strength
    ? [...others, { ...meant, words }]
    : [...others, { type: "text", region, strength, words }];
}
