/**
 * The vectors of one space, held in memory for exact search, with what chance scores among them.
 * Loaded once; what an index run adds is appended.
 */
import { type ExactSearch, exactSearch, type Matrix, matrix, selectRows } from "@imantics/core";
import { type Background, backgroundOf, evenSample } from "./background.ts";

/** Rows that stand for the library when a query's scores are standardised. */
const sampleSize = 2048;
/** Library pictures that act as background queries. */
const pictureProbes = 64;

export class SearchIndex {
  readonly #search: ExactSearch;
  readonly #ids: string[] = [];
  readonly #rows = new Map<string, number>();
  /** 1 for every row that may be found; undefined while all may. */
  #shown: Uint8Array | undefined;
  #sample: Matrix | null = null;
  #pictures: Background | null = null;

  constructor(columns: number) {
    this.#search = exactSearch(columns);
  }

  get size(): number {
    return this.#ids.length;
  }

  /** Adds regions that are not there yet; call `show` afterwards where some must stay hidden. */
  append(ids: readonly string[], vectors: Matrix): void {
    const fresh = ids.flatMap((id, index) => (this.#rows.has(id) ? [] : [index]));
    if (fresh.length === 0) return;
    this.#search.append(fresh.length === ids.length ? vectors : selectRows(vectors, fresh));
    for (const index of fresh) {
      this.#rows.set(ids[index]!, this.#ids.length);
      this.#ids.push(ids[index]!);
    }
    this.#sample = null;
    this.#pictures = null;
    this.#shown = undefined;
  }

  vector(id: string): Float32Array | null {
    const at = this.#rows.get(id);
    return at === undefined ? null : this.#search.vector(at);
  }

  /** From now on only these regions are found: pictures that can be read at present. */
  show(isShown: (id: string) => boolean): void {
    this.#shown = Uint8Array.from(this.#ids, (id) => (isShown(id) ? 1 : 0));
  }

  /** The best regions for a query vector, best first, without `excluded`. */
  top(query: Float32Array, count: number, excluded: ReadonlySet<string>): { id: string; score: number }[] {
    const found = this.#search.top(query, count + excluded.size, this.#shown);
    return Array.from(found.indices, (at, i) => ({ id: this.#ids[at]!, score: found.products[i]! }))
      .filter(({ id }) => !excluded.has(id))
      .slice(0, count);
  }

  /** Rows at even distances, which stand for the library. */
  sample(): Matrix {
    this.#sample ??= this.#gather(Math.min(sampleSize, this.#ids.length));
    return this.#sample;
  }

  /** How pictures of this library score against each other. */
  pictureBackground(): Background {
    this.#pictures ??= backgroundOf(evenSample(this.sample(), pictureProbes), this.sample());
    return this.#pictures;
  }

  #gather(count: number): Matrix {
    const sample = matrix(count, this.#search.columns);
    for (let i = 0; i < count; i++) {
      sample.data.set(this.#search.vector(Math.floor((i * this.#ids.length) / count)), i * sample.columns);
    }
    return sample;
  }
}
