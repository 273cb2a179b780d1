/**
 * What one type of region says about pictures: how far its regions stand out from chance.
 *
 * Each part of a query is standardised by how it spreads over regions of this type, so that words,
 * pictures and their different scales can be added; the sum is one product with one vector. A picture
 * with many regions has more chances, so the best of m is brought back to the scale of one:
 * under chance the best of m standard scores lies about ln(m)/z higher (the tail of the normal law).
 */
import { dot, matrix, row } from "@imantics/core";
import type { QueryPart } from "../domain/query.ts";
import type { RegionType } from "../domain/region.ts";
import type { Spread } from "./background.ts";
import type { SearchIndex } from "./search-index.ts";

/** A part of the query with its vector. */
export interface PreparedPart {
  readonly part: QueryPart;
  readonly vector: Float32Array;
}

/** The strongest region of one type in one picture. */
export interface RegionEvidence {
  readonly region: string;
  /** Standard deviations above chance. */
  readonly strength: number;
}

export class TypeEvidence {
  readonly type: RegionType;
  readonly #index: SearchIndex;
  readonly #parts: readonly (PreparedPart & { readonly spread: Spread })[];
  readonly #query: Float32Array;
  readonly #total: Spread;

  /** Null where nothing that is looked for can be compared with this type. */
  static of(type: RegionType, index: SearchIndex, parts: readonly PreparedPart[]): TypeEvidence | null {
    // Transcriptions lie where words lie: pictures are not compared with them.
    const comparable = type === "text" ? parts.filter(({ part }) => part.kind === "text") : parts;
    // What is only pushed away ranks where nothing is looked for, and nowhere else.
    const isOnlyMinus = parts.every(({ part }) => part.weight <= 0);
    const isAsked = comparable.some(({ part }) => isOnlyMinus || part.weight > 0);
    return index.size === 0 || !isAsked ? null : new TypeEvidence(type, index, comparable);
  }

  private constructor(type: RegionType, index: SearchIndex, parts: readonly PreparedPart[]) {
    this.type = type;
    this.#index = index;
    this.#parts = parts.map((prepared) => ({ ...prepared, spread: index.spread(prepared.vector) }));
    const combined = matrix(1, parts[0]!.vector.length);
    for (const { part, vector, spread } of this.#parts) {
      for (let j = 0; j < vector.length; j++) {
        combined.data[j]! += (part.weight * vector[j]!) / spread.deviation;
      }
    }
    this.#query = row(combined, 0);
    const [only] = this.#parts;
    // Of a single part the spread is known: that of its vector, scaled as the vector was.
    this.#total =
      only && this.#parts.length === 1
        ? {
            mean: (only.part.weight * only.spread.mean) / only.spread.deviation,
            deviation: Math.max(1e-6, Math.abs(only.part.weight)),
          }
        : index.spread(this.#query);
  }

  /** Numbers of the images with the best regions, among `accepted`. */
  candidates(count: number, accepted: Uint8Array): number[] {
    return Array.from(this.#index.top(this.#query, count, accepted).indices, (at) => this.#index.imageAt(at));
  }

  /** Null where the image has no region of this type. `confidence` of a region scales what it adds. */
  of(
    image: number,
    aggregate: "max" | "average",
    confidence: (region: string) => number,
  ): RegionEvidence | null {
    const rows = this.#index.rowsOf(image);
    let best: RegionEvidence | null = null;
    let sum = 0;
    for (const at of rows) {
      const region = this.#index.id(at);
      const strength = confidence(region) * this.strengthOf(this.#index.vectorAt(at));
      sum += strength;
      if (best === null || strength > best.strength) best = { region, strength };
    }
    if (best === null) return null;
    const strength =
      aggregate === "average"
        ? sum / rows.length
        : best.strength - Math.log(rows.length) / Math.max(1, best.strength);
    return { region: best.region, strength };
  }

  /** How far any vector of this type stands above chance, in standard deviations. */
  strengthOf(vector: Float32Array): number {
    return (dot(this.#query, vector) - this.#total.mean) / this.#total.deviation;
  }

  /** How each part of the query alone scores a region, in standard deviations, in the order it was given. */
  byPart(region: string): number[] {
    const own = this.#index.vector(region);
    return this.#parts.map(({ vector, spread }) =>
      own === null ? 0 : (dot(vector, own) - spread.mean) / spread.deviation,
    );
  }
}
