/**
 * The vectors of one type of region in one space, held in memory for exact search, with what chance
 * scores among them. Rows keep their number: what is added comes last, what goes leaves an empty place,
 * so a query that waits for something in between never takes a row for another.
 */
import {
  type ExactSearch,
  exactSearch,
  type Matrix,
  matrix,
  selectRows,
  type TopProducts,
} from "@imantics/core";
import { type Background, backgroundOf, evenSample, type Spread, spreadOf } from "./background.ts";
import type { ImageNumbers } from "./image-numbers.ts";

/** Rows that stand for the library when a query's scores are standardised. */
const sampleSize = 2048;
/** Library pictures that act as background queries. */
const pictureProbes = 64;
/** What chance scores is measured again when there are more regions than this times those that were measured. */
const measuredAgainAt = 1.02;
/** The image number of a row that went. */
const GONE = -1;

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
  #words: Promise<Background> | null = null;
  /** Regions there were when the sample was taken. */
  #sampled = 0;
  /** By query vector: one query asks several times. */
  #spreads = new WeakMap<Float32Array, Spread>();

  constructor(columns: number, images: ImageNumbers) {
    this.#search = exactSearch(columns);
    this.#images = images;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Empty places that vectors left. */
  get goneCount(): number {
    return this.#ids.length - this.#rows.size;
  }

  has(id: string): boolean {
    return this.#rows.has(id);
  }

  ids(): Iterable<string> {
    return this.#rows.keys();
  }

  /** Adds regions that are not there yet; the rows of others in the set are not looked at. */
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
    if (this.size > this.#sampled * measuredAgainAt) this.#forgetChance();
  }

  /** Takes a region away where it is there. */
  remove(id: string): void {
    const at = this.#rows.get(id);
    if (at === undefined) return;
    const image = this.#imageOfRow[at]!;
    this.#rows.delete(id);
    this.#rowsOfImage.set(
      image,
      this.rowsOf(image).filter((row) => row !== at),
    );
    this.#imageOfRow[at] = GONE;
    this.#forgetChance();
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
   * entry in `accepted`. Exact; ties by lower row.
   */
  top(query: Float32Array, count: number, accepted: Uint8Array): TopProducts {
    const mask = new Uint8Array(this.#ids.length);
    for (let at = 0; at < mask.length; at++) {
      const image = this.#imageOfRow[at]!;
      mask[at] = image === GONE ? 0 : accepted[image]!;
    }
    return this.#search.top(query, count, mask);
  }

  /** Rows at even distances, which stand for the library. */
  sample(): Matrix {
    if (this.#sample === null) {
      this.#sample = this.#gather(Math.min(sampleSize, this.size));
      this.#sampled = this.size;
    }
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

  /** How these regions score against words; measured over the sample, once. */
  wordBackground(measure: (sample: Matrix) => Promise<Background>): Promise<Background> {
    if (this.#words === null) {
      const measured = measure(this.sample());
      this.#words = measured;
      measured.catch(() => {
        if (this.#words === measured) this.#words = null;
      });
    }
    return this.#words;
  }

  #forgetChance(): void {
    this.#sample = null;
    this.#sampled = 0;
    this.#pictures = null;
    this.#words = null;
    this.#spreads = new WeakMap();
  }

  #gather(count: number): Matrix {
    const rows = this.goneCount === 0 ? null : Int32Array.from(this.#rows.values());
    const sample = matrix(count, this.#search.columns);
    for (let i = 0; i < count; i++) {
      const place = Math.floor((i * this.size) / count);
      sample.data.set(this.#search.vector(rows ? rows[place]! : place), i * sample.columns);
    }
    return sample;
  }
}
