/**
 * Search over one library: keeps the vectors of the active space in memory, follows what index runs
 * add, and turns ranked regions into hits that can be shown.
 */
import { decodeImage } from "../decode/decode.ts";
import type { ActiveEncoder } from "../embed/active-encoder.ts";
import type { Space } from "../embed/encoder.ts";
import { cachedTextVectors } from "../embed/text-cache.ts";
import { ImanticsError } from "../errors.ts";
import { imageOfRegion } from "../regions/whole.ts";
import type { Store } from "../store/open-store.ts";
import { type Background, backgroundOf } from "./background.ts";
import { probes } from "./probes.ts";
import type { Hit, Query, SearchResult } from "./query.ts";
import { rank } from "./search.ts";
import { SearchIndex } from "./search-index.ts";

/** While an index run adds pictures, the vectors in memory are brought up to date at most this often. */
const refreshEveryMs = 3000;
const defaultLimit = 50;

interface Loaded {
  readonly space: Space;
  readonly index: SearchIndex;
  loadedAt: number;
  textBackground: Promise<Background> | null;
}

export class Searcher {
  readonly #store: Store;
  readonly #encoder: ActiveEncoder;
  readonly #cacheFolder: string;
  #loading: Promise<Loaded> | null = null;
  #stale: "no" | "soon" | "now" = "no";

  constructor(store: Store, encoder: ActiveEncoder, cacheFolder: string) {
    this.#store = store;
    this.#encoder = encoder;
    this.#cacheFolder = cacheFolder;
  }

  /** Pictures were added, went away or came back. `soon`: more will follow within moments. */
  markStale(when: "soon" | "now" = "now"): void {
    if (this.#stale !== "now") this.#stale = when;
  }

  async search({ parts, limit = defaultLimit, offset = 0 }: Query): Promise<SearchResult> {
    const loaded = await this.#loaded();
    const { index } = loaded;
    if (index.size === 0) {
      throw new ImanticsError(
        "library-empty",
        'There are no pictures to search; run "imantics index <folder>" first.',
      );
    }
    const { entry } = await this.#encoder.model();
    const needsWords = parts.some((part) => part.kind === "text");
    const ranking = await rank(parts, limit, offset, {
      index,
      encoder: () => (needsWords ? this.#encoder.openForText() : this.#encoder.open()),
      templates: entry.prompts,
      decode: async (bytes) => (await decodeImage(bytes)).preview,
      textBackground: () => (loaded.textBackground ??= this.#textBackground(index, entry.prompts)),
    });
    const { regions, ...rest } = ranking;
    const images = await this.#store.facts.images(regions.map(({ region }) => imageOfRegion(region)));
    const byId = new Map(images.map((image) => [image.id, image]));
    const hits = regions.flatMap(({ region, ...scores }): Hit[] => {
      const image = byId.get(imageOfRegion(region));
      if (!image) return [];
      const { id, width, height, takenAt, placeholder, isAnimated, paths } = image;
      return [
        {
          image: { id, width, height, takenAt, placeholder, isAnimated },
          path: paths[0] ?? "",
          region: { id: region, type: "whole", box: { x: 0, y: 0, width: 1, height: 1 }, label: null },
          ...scores,
        },
      ];
    });
    return { hits, searched: index.size, ...rest };
  }

  /** Everything a first query would wait for: vectors, networks, what chance scores. */
  async prepare(): Promise<void> {
    const loaded = await this.#loaded();
    if (loaded.index.size === 0) return;
    loaded.index.pictureBackground();
    const { entry } = await this.#encoder.model();
    if (entry.text === null) return;
    loaded.textBackground ??= this.#textBackground(loaded.index, entry.prompts);
    await Promise.all([loaded.textBackground, (await this.#encoder.open()).encodeTexts([probes[0]!])]);
  }

  async #textBackground(index: SearchIndex, templates: readonly string[]): Promise<Background> {
    const encoder = await this.#encoder.openForText();
    const queries = await cachedTextVectors(encoder, { texts: probes, templates }, this.#cacheFolder);
    return backgroundOf(queries, index.sample());
  }

  /** One load at a time; later callers share it. */
  async #loaded(): Promise<Loaded> {
    const { space } = await this.#encoder.open();
    const current = await this.#loading?.catch(() => null);
    const isCurrent = current?.space.id === space.id;
    const isOld = isCurrent && performance.now() - current.loadedAt > refreshEveryMs;
    if (isCurrent && (this.#stale === "no" || (this.#stale === "soon" && !isOld))) return current;
    this.#stale = "no";
    this.#loading = this.#load(space, isCurrent ? current : null);
    return this.#loading;
  }

  async #load(space: Space, before: Loaded | null): Promise<Loaded> {
    const [{ ids, vectors }, available] = await Promise.all([
      this.#store.vectors.load(space),
      this.#store.facts.availableImages(),
    ]);
    const loaded = before ?? {
      space,
      index: new SearchIndex(space.dimension),
      loadedAt: 0,
      textBackground: null,
    };
    const sizeBefore = loaded.index.size;
    loaded.index.append(ids, vectors);
    if (loaded.index.size !== sizeBefore) loaded.textBackground = null;
    const shown = new Set(available);
    loaded.index.show((id) => shown.has(imageOfRegion(id)));
    loaded.loadedAt = performance.now();
    return loaded;
  }
}
