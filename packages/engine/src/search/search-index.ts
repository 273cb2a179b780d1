/**
 * The vectors of one type of region in one space, held in memory for exact search, with what chance
 * scores among them. Loaded once; what an index run adds is appended.
 */
import { type ExactSearch, exactSearch, type Matrix, matrix, selectRows } from "@imantics/core";
import { type Background, backgroundOf, evenSample, type Spread, spreadOf } from "./background.ts";
import type { ImageNumbers } from "./image-numbers.ts";

/** Rows that stand for the library when a query's scores are standardised. */
const sampleSize = 2048;
/** Library pictures that act as background queries. */
const pictureProbes = 64;

export class SearchIndex {
  readonly #search: ExactSearch;
  readonly #images: ImageNumbers;
  readonly #ids: string[] = [];
  readonly #rows = new Map<string, number>();
  /** Image number of every row. Grown by doubling. */
  #imageOfRow = new Int32Array(0);
  readonly #rowsOfImage = new Map<number, number[]>();
  #sample: Matrix | null = null;
  #pictures: Background | null = null;
  /** By query vector: one query asks several times. */
  #spreads = new WeakMap<Float32Array, Spread>();

  constructor(columns: number, images: ImageNumbers) {
    this.#search = exactSearch(columns);
    this.#images = images;
  }

  get size(): number {
    return this.#ids.length;
  }

  /** Adds regions that are not there yet. */
  append(ids: readonly string[], vectors: Matrix): void {
    const fresh = ids.flatMap((id, index) => (this.#rows.has(id) ? [] : [index]));
    if (fresh.length === 0) return;
    this.#search.append(fresh.length === ids.length ? vectors : selectRows(vectors, fresh));
    if (this.#imageOfRow.length < this.#ids.length + fresh.length) {
      const grown = new Int32Array(2 * (this.#ids.length + fresh.length));
      grown.set(this.#imageOfRow);
      this.#imageOfRow = grown;
    }
    for (const index of fresh) {
      const id = ids[index]!;
      const at = this.#ids.length;
      const image = this.#images.ofRegion(id);
      this.#rows.set(id, at);
      this.#ids.push(id);
      this.#imageOfRow[at] = image;
      const rows = this.#rowsOfImage.get(image);
      if (rows) rows.push(at);
      else this.#rowsOfImage.set(image, [at]);
    }
    this.#sample = null;
    this.#pictures = null;
    this.#spreads = new WeakMap();
  }

  vector(id: string): Float32Array | null {
    const at = this.#rows.get(id);
    return at === undefined ? null : this.#search.vector(at);
  }

  id(at: number): string {
    return this.#ids[at]!;
  }

  vectorAt(at: number): Float32Array {
    return this.#search.vector(at);
  }

  imageAt(at: number): number {
    return this.#imageOfRow[at]!;
  }

  /** Rows of an image, by its number. */
  rowsOf(image: number): readonly number[] {
    return this.#rowsOfImage.get(image) ?? [];
  }

  /**
   * Rows of the best regions for a query vector, best first, among images whose number has a non-zero
   * entry in `accepted`.
   */
  top(query: Float32Array, count: number, accepted: Uint8Array): Int32Array {
    const mask = new Uint8Array(this.#ids.length);
    for (let at = 0; at < mask.length; at++) mask[at] = accepted[this.#imageOfRow[at]!]!;
    return this.#search.top(query, count, mask).indices;
  }

  /** Rows at even distances, which stand for the library. */
  sample(): Matrix {
    this.#sample ??= this.#gather(Math.min(sampleSize, this.#ids.length));
    return this.#sample;
  }

  /** How the products of a query vector spread over the sample. O(sample × columns), once a vector. */
  spread(query: Float32Array): Spread {
    const known = this.#spreads.get(query);
    if (known) return known;
    const measured = spreadOf(query, this.sample());
    this.#spreads.set(query, measured);
    return measured;
  }

  /** How these regions score against `pictures` that have nothing to do with them; made once. */
  pictureBackground(pictures: Matrix): Background {
    this.#pictures ??= backgroundOf(evenSample(pictures, pictureProbes), this.sample());
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
