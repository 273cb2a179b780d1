/** The vectors of one space by type of region, and what chance scores in each. */
import { selectRows } from "@imantics/core";
import type { RegionType } from "../domain/region.ts";
import { typeOfRegion } from "../domain/region-id.ts";
import type { Space } from "../domain/space.ts";
import type { VectorSet } from "../store/vectors.ts";
import type { Background } from "./background.ts";
import { ImageNumbers } from "./image-numbers.ts";
import { SearchIndex } from "./search-index.ts";

export class LibraryIndex {
  readonly space: Space;
  readonly images = new ImageNumbers();
  readonly byType = new Map<RegionType, SearchIndex>();
  readonly #textBackgrounds = new Map<RegionType, Promise<Background>>();
  #available: ReadonlySet<string> = new Set();
  /** Made once for all queries without conditions: 100,000 ids take longer to look up than to rank. */
  #availableMask: Uint8Array | null = null;

  constructor(space: Space) {
    this.space = space;
  }

  /** Whole images. */
  get size(): number {
    return this.byType.get("whole")?.size ?? 0;
  }

  /** Ids of the images that can be read at present. */
  get available(): ReadonlySet<string> {
    return this.#available;
  }

  set available(ids: ReadonlySet<string>) {
    this.#available = ids;
    this.#availableMask = null;
  }

  /** By image number, 1 where an image may be found; belongs to the caller. */
  mask(images: ReadonlySet<string>): Uint8Array {
    if (images !== this.#available) return this.images.mask(images);
    this.#availableMask ??= this.images.mask(images);
    return this.#availableMask.slice();
  }

  /** Adds what is not there yet. */
  append(ids: VectorSet["ids"], vectors: VectorSet["vectors"]): void {
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
      const before = index.size;
      const isAll = own.length === ids.length;
      index.append(
        own.map((at) => ids[at]!),
        isAll ? vectors : selectRows(vectors, own),
      );
      if (index.size !== before) this.#textBackgrounds.delete(type);
      this.#availableMask = null;
    }
  }

  vector(region: string): Float32Array | null {
    return this.byType.get(typeOfRegion(region))?.vector(region) ?? null;
  }

  /** How arbitrary queries score regions of a type; words are measured by `ofWords` over its sample, once. */
  async background(
    type: RegionType,
    kind: "text" | "picture",
    ofWords: (sample: ReturnType<SearchIndex["sample"]>) => Promise<Background>,
  ): Promise<Background> {
    const index = this.byType.get(type) ?? new SearchIndex(this.space.dimension, this.images);
    const pictures = this.byType.get("whole") ?? index;
    if (kind === "picture") return index.pictureBackground(pictures.sample());
    const known = this.#textBackgrounds.get(type);
    if (known) return known;
    const measured = ofWords(index.sample());
    this.#textBackgrounds.set(type, measured);
    measured.catch(() => this.#textBackgrounds.delete(type));
    return measured;
  }
}
