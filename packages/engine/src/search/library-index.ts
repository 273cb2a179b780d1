/**
 * The vectors of one space in memory, by type of region: what is near a vector, and the vectors of
 * regions. Follows the store (`apply`); each step happens at once, so nobody sees half of one.
 */
import { type Matrix, matrix, selectRows } from "@imantics/core";
import type { RegionType } from "../domain/region.ts";
import { imageOfRegion, typeOfRegion } from "../domain/region-id.ts";
import type { Space } from "../domain/space.ts";
import type { HeldVectors, VectorChanges, VectorMark, VectorSet } from "../store/vectors.ts";
import type { Background } from "./background.ts";
import { ImageNumbers } from "./image-numbers.ts";
import { SearchIndex } from "./search-index.ts";

export interface Neighbour {
  readonly region: string;
  /** Product with the query vector: the cosine, where both have unit length. */
  readonly score: number;
}

export class LibraryIndex implements HeldVectors {
  readonly space: Space;
  readonly images = new ImageNumbers();
  readonly byType = new Map<RegionType, SearchIndex>();
  #mark: VectorMark | null = null;
  #epoch = "";
  /** Made once a set of images: 100,000 ids take longer to look up than to rank. */
  readonly #masks = new WeakMap<ReadonlySet<string>, Uint8Array>();

  constructor(space: Space) {
    this.space = space;
  }

  get mark(): VectorMark | null {
    return this.#mark;
  }

  /** Stays the same while vectors are only added: none that was there went or changed. */
  get epoch(): string {
    return this.#epoch;
  }

  /** Regions of any type. */
  get size(): number {
    let size = 0;
    for (const index of this.byType.values()) size += index.size;
    return size;
  }

  /** More empty places than vectors: better made anew. */
  get isWorn(): boolean {
    let gone = 0;
    for (const index of this.byType.values()) gone += index.goneCount;
    return gone > this.size;
  }

  has(region: string): boolean {
    return this.byType.get(typeOfRegion(region))?.has(region) ?? false;
  }

  *ids(): Iterable<string> {
    for (const index of this.byType.values()) yield* index.ids();
  }

  /** Takes over what the store says has changed since `mark`. O(changed × columns). */
  apply({ mark, put, removed }: VectorChanges): void {
    let isOnlyMore = this.#mark !== null;
    const gone = [...removed, ...put.ids.filter((id, at) => this.#isReplaced(id, put.vectors, at))];
    for (const id of gone) {
      this.byType.get(typeOfRegion(id))?.remove(id);
      isOnlyMore = false;
    }
    this.append(put);
    this.#mark = mark;
    if (!isOnlyMore) this.#epoch = mark.generation;
  }

  /** Adds what is not there yet. */
  append({ ids, vectors }: VectorSet): void {
    const rows = new Map<RegionType, number[]>();
    for (const [at, id] of ids.entries()) {
      const type = typeOfRegion(id);
      const own = rows.get(type);
      if (own) own.push(at);
      else rows.set(type, [at]);
    }
    for (const [type, own] of rows) {
      const index = this.byType.get(type) ?? new SearchIndex(this.space.dimension, this.images);
      this.byType.set(type, index);
      const isAll = own.length === ids.length;
      index.append(
        own.map((at) => ids[at]!),
        isAll ? vectors : selectRows(vectors, own),
      );
    }
  }

  /** By image number, 1 where an image may be found; belongs to the caller. */
  mask(images: ReadonlySet<string>): Uint8Array {
    const known = this.#masks.get(images);
    if (known?.length === this.images.size) return known.slice();
    // Numbers stay with their images: only those of new ones are looked up.
    const mask = known ? new Uint8Array(this.images.size) : this.images.mask(images);
    if (known) mask.set(known);
    for (let at = known?.length ?? mask.length; at < mask.length; at++) {
      mask[at] = images.has(this.images.id(at)) ? 1 : 0;
    }
    this.#masks.set(images, mask);
    return mask.slice();
  }

  vector(region: string): Float32Array | null {
    return this.byType.get(typeOfRegion(region))?.vector(region) ?? null;
  }

  /** Those of these regions that have a vector, in the order given. A copy; O(regions × columns). */
  vectors(regions: readonly string[]): VectorSet {
    const ids = regions.filter((region) => this.has(region));
    const vectors: Matrix = matrix(ids.length, this.space.dimension);
    for (const [at, id] of ids.entries()) vectors.data.set(this.vector(id) ?? [], at * vectors.columns);
    return { ids, vectors };
  }

  /** The `count` regions of a type nearest to a vector, best first, in these images only. Exact. */
  nearest(
    vector: Float32Array,
    count: number,
    { type, images }: { readonly type: RegionType; readonly images: ReadonlySet<string> },
  ): readonly Neighbour[] {
    const index = this.byType.get(type);
    if (index === undefined) return [];
    const { indices, products } = index.top(vector, count, this.mask(images));
    return Array.from(indices, (at, rank) => ({ region: index.id(at), score: products[rank]! }));
  }

  /** How arbitrary queries score regions of a type; words are measured by `ofWords` over its sample. */
  async background(
    type: RegionType,
    kind: "text" | "picture",
    ofWords: (sample: Matrix) => Promise<Background>,
  ): Promise<Background> {
    const index = this.byType.get(type) ?? new SearchIndex(this.space.dimension, this.images);
    const pictures = this.byType.get("whole") ?? index;
    return kind === "picture" ? index.pictureBackground(pictures.sample()) : index.wordBackground(ofWords);
  }

  /** Whole pictures in these images that have a vector, sorted. */
  wholesIn(images: ReadonlySet<string>): string[] {
    const wholes = this.byType.get("whole")?.ids() ?? [];
    return [...wholes].filter((region) => images.has(imageOfRegion(region))).sort();
  }

  #isReplaced(id: string, { data, columns }: Matrix, at: number): boolean {
    const held = this.vector(id);
    if (held === null) return false;
    // A loop: after a compaction every vector is compared, which a callback would make six times slower.
    for (let j = 0; j < columns; j++) if (held[j] !== data[at * columns + j]) return true;
    return false;
  }
}
