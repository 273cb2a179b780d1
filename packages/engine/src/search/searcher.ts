/**
 * Search over one library: asks the index of the space that serves, and turns ranked pictures into hits
 * that can be shown.
 */
import { decodeImage } from "../decode/decode.ts";
import { ImanticsError } from "../domain/errors.ts";
import type { Hit, HitRegion, Query, QueryPart, SearchResult } from "../domain/query.ts";
import type { RegionType } from "../domain/region.ts";
import { wholeRegionId } from "../domain/region-id.ts";
import type { ActiveEncoder } from "../embed/active-encoder.ts";
import { cachedTextVectors } from "../embed/text-cache.ts";
import { pixelsOfImage } from "../regions/image-pixels.ts";
import type { Store } from "../store/open-store.ts";
import { AvailableImages } from "./available-images.ts";
import { type Background, backgroundOf } from "./background.ts";
import { meetConditions } from "./conditions.ts";
import type { LibraryIndex } from "./library-index.ts";
import { partVector } from "./part-vector.ts";
import { probes } from "./probes.ts";
import { defaultFusion, type RankedImage, rank } from "./search.ts";
import { type PreparedPart, TypeEvidence } from "./type-evidence.ts";
import type { VectorIndexes } from "./vector-indexes.ts";

const defaultLimit = 50;

export class Searcher {
  readonly #store: Store;
  readonly #encoder: ActiveEncoder;
  readonly #cacheFolder: string;
  readonly #indexes: VectorIndexes;
  readonly #available: AvailableImages;

  constructor(store: Store, encoder: ActiveEncoder, indexes: VectorIndexes, cacheFolder: string) {
    this.#store = store;
    this.#encoder = encoder;
    this.#indexes = indexes;
    this.#cacheFolder = cacheFolder;
    this.#available = new AvailableImages(store.facts);
  }

  async search(query: Query): Promise<SearchResult> {
    const { parts, conditions = [], limit = defaultLimit, offset = 0 } = query;
    requireSomething(query);
    const index = await this.#index();
    if (!hasPictures(index)) throw libraryEmpty();
    const started = performance.now();
    const { images, shownBy } = await meetConditions(
      conditions,
      await this.#available.current(),
      this.#store.facts,
    );
    if (parts.length === 0) return this.#listed([...images], shownBy, { limit, offset, started });

    const prepared = await this.#prepared(parts, index);
    const encoded = performance.now();
    // What a picture is compared with must not be itself.
    const own = parts.flatMap((part) => (part.kind === "image" ? [part.id] : []));
    const accepted = index.mask(images);
    for (const image of own) {
      const number = index.images.of(image);
      if (number !== null) accepted[number] = 0;
    }
    const fusion = {
      ...defaultFusion,
      ...query.fusion,
      weights: { ...defaultFusion.weights, ...query.fusion?.weights },
    };
    const { ranked, hasGoodMatch } = await rank(prepared, { offset, count: limit }, accepted, fusion, {
      images: index.images,
      indexes: index.byType,
      facts: this.#store.facts,
      background: (type, kind) => this.#background(index, type, kind),
      confidences: async (ids) => {
        const regions = await this.#store.facts.regions.many(ids);
        return new Map(regions.map(({ id, confidence }) => [id, confidence ?? 1]));
      },
    });
    return {
      hits: await this.#hits(ranked, shownBy),
      hasGoodMatch,
      searched: images.size,
      milliseconds: { encode: encoded - started, rank: performance.now() - encoded },
    };
  }

  /**
   * The scale that whole pictures are ranked by: how far a vector stands above chance for these parts, in
   * standard deviations. Rejects with `query-empty` when nothing is looked for.
   */
  async strengthFor(parts: readonly QueryPart[]): Promise<(vector: Float32Array) => number> {
    requireSomething({ parts });
    const index = await this.#index();
    const whole = index.byType.get("whole");
    const evidence = whole && TypeEvidence.of("whole", whole, await this.#prepared(parts, index));
    if (evidence == null) throw libraryEmpty();
    return (vector) => evidence.strengthOf(vector);
  }

  /** Everything a first query would wait for: vectors, networks, what chance scores. */
  async prepare(): Promise<void> {
    const index = await this.#index();
    if (!hasPictures(index)) return;
    index.mask(await this.#available.current());
    const { entry } = await this.#encoder.model();
    for (const type of index.byType.keys()) {
      await this.#background(index, type, "picture");
      if (entry.text !== null) await this.#background(index, type, "text");
    }
    if (entry.text !== null) await (await this.#encoder.open()).encodeTexts([probes[0]!]);
  }

  async #prepared(parts: readonly QueryPart[], index: LibraryIndex): Promise<PreparedPart[]> {
    const { entry } = await this.#encoder.model();
    const needsWords = parts.some((part) => part.kind === "text");
    return Promise.all(
      parts.map(async (part) => ({
        part,
        vector: await partVector(part, {
          encoder: () => (needsWords ? this.#encoder.openForText() : this.#encoder.open()),
          templates: entry.prompts,
          decode: async (bytes) => (await decodeImage(bytes)).preview,
          pixelsOf: (image) => pixelsOfImage(image, this.#store),
          vectorOf: (region) => index.vector(region),
        }),
      })),
    );
  }

  /** Without anything to rank by: what meets the conditions, newest first. */
  async #listed(
    accepted: readonly string[],
    shownBy: ReadonlyMap<string, string>,
    { limit, offset, started }: { limit: number; offset: number; started: number },
  ): Promise<SearchResult> {
    const { tiles } = await this.#store.facts.images.page({
      order: "newest",
      among: accepted,
      limit,
      offset,
    });
    const ranked = tiles.map(({ id }): RankedImage => {
      const region = shownBy.get(id) ?? wholeRegionId(id);
      const reasons = [{ region, percentile: 100, words: [] }];
      return { image: id, score: 0, percentile: 100, parts: [], reasons };
    });
    return {
      hits: await this.#hits(ranked, shownBy),
      hasGoodMatch: accepted.length > 0,
      searched: accepted.length,
      milliseconds: { encode: 0, rank: performance.now() - started },
    };
  }

  /** What can be shown of ranked pictures; a condition's region is shown before any other. */
  async #hits(ranked: readonly RankedImage[], shownBy: ReadonlyMap<string, string>): Promise<Hit[]> {
    const { facts } = this.#store;
    const [entries, regions] = await Promise.all([
      facts.images.many(ranked.map(({ image }) => image)),
      facts.regions.many([
        ...new Set(ranked.flatMap(({ image, reasons }) => regionsOf(image, reasons, shownBy))),
      ]),
    ]);
    const entryOf = new Map(entries.map((entry) => [entry.id, entry]));
    const regionOf = new Map(
      regions.map(({ id, type, box, label, text }) => [id, { id, type, box, label, text } as const]),
    );
    return ranked.flatMap(({ image, score, percentile, parts, reasons }): Hit[] => {
      const entry = entryOf.get(image);
      const told = reasons.flatMap(({ region, ...rest }) => {
        const known = regionOf.get(region);
        return known ? [{ region: known, ...rest }] : [];
      });
      const region: HitRegion | undefined = regionOf.get(shownBy.get(image) ?? "") ?? told[0]?.region;
      if (!entry || !region) return [];
      const { id, width, height, takenAt, placeholder, isAnimated, paths } = entry;
      return [
        {
          image: { id, width, height, takenAt, placeholder, isAnimated },
          path: paths[0] ?? "",
          region,
          score,
          percentile,
          parts,
          reasons: told,
        },
      ];
    });
  }

  async #background(index: LibraryIndex, type: RegionType, kind: "text" | "picture"): Promise<Background> {
    return index.background(type, kind, async (sample) => {
      const { entry } = await this.#encoder.model();
      const encoder = await this.#encoder.openForText();
      const texts = { texts: probes, templates: entry.prompts };
      return backgroundOf(await cachedTextVectors(encoder, texts, this.#cacheFolder), sample);
    });
  }

  async #index(): Promise<LibraryIndex> {
    return this.#indexes.of((await this.#encoder.open()).space);
  }
}

function hasPictures(index: LibraryIndex): boolean {
  return (index.byType.get("whole")?.size ?? 0) > 0;
}

function regionsOf(
  image: string,
  reasons: RankedImage["reasons"],
  shownBy: ReadonlyMap<string, string>,
): string[] {
  const shown = shownBy.get(image);
  return [...reasons.map(({ region }) => region), ...(shown === undefined ? [] : [shown])];
}

function libraryEmpty(): ImanticsError {
  return new ImanticsError(
    "library-empty",
    'There are no pictures to search; run "imantics index <folder>" first.',
  );
}

function requireSomething({ parts, conditions = [] }: Query): void {
  if (conditions.length > 0 || parts.some((part) => part.weight > 0)) return;
  throw new ImanticsError(
    "query-empty",
    "A query needs at least one part with a positive weight, or a condition; add what to look for.",
  );
}
