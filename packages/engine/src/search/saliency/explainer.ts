/**
 * Why a picture matched, and where the encoder looks: one map over the picture.
 *
 * For a query always by occlusion, since attention knows nothing of what was asked. Without one by the
 * attention of the last layer where the encoder is a transformer that shows it, else by occlusion.
 */
import { type Matrix, matrix } from "@imantics/core";
import type { Box } from "../../domain/box.ts";
import { ImanticsError } from "../../domain/errors.ts";
import type { Query } from "../../domain/query.ts";
import type { ActiveEncoder } from "../../embed/active-encoder.ts";
import { pixelsOfImage } from "../../regions/image-pixels.ts";
import type { Store } from "../../store/open-store.ts";
import type { Searcher } from "../searcher.ts";
import { type AttentionMaps, type AttentionReader, openAttention } from "./attention.ts";
import { type OcclusionMap, type OcclusionOptions, occlusionMap } from "./occlusion-map.ts";

export interface Explanation {
  readonly method: "attention" | "occlusion";
  /**
   * Rows × columns over `area`, -1..1, the strongest place at 1 or -1: what speaks for the match (above 0)
   * and against it (below). Attention is never below 0.
   */
  readonly grid: Matrix;
  /** By attention: one map a head, each with its own strongest place at 1; else empty. */
  readonly heads: readonly Matrix[];
  /** The part of the picture that the grid covers. */
  readonly area: Box;
  /**
   * What 1 in the grid stands for: a share of the attention; for a query the standard deviations above
   * chance that the match loses when that place is hidden; else the cosine that is lost.
   */
  readonly strongest: number;
  readonly milliseconds: number;
}

export class Explainer {
  readonly #store: Store;
  readonly #encoder: ActiveEncoder;
  readonly #searcher: Searcher;
  readonly #threads: number;
  #attention: { readonly model: string; readonly reader: Promise<AttentionReader | null> } | null = null;

  constructor(tools: { store: Store; encoder: ActiveEncoder; searcher: Searcher }, threads: number) {
    this.#store = tools.store;
    this.#encoder = tools.encoder;
    this.#searcher = tools.searcher;
    this.#threads = threads;
  }

  /** As `Library.explain`. */
  async explain(image: string, query: Query | null, options: OcclusionOptions = {}): Promise<Explanation> {
    const started = performance.now();
    if ((await this.#store.facts.images.get(image)) === null) {
      throw new ImanticsError("image-not-found", `There is no image "${image}" in this library.`);
    }
    const pixels = await pixelsOfImage(image, this.#store);
    const parts = query?.parts ?? [];
    const attention = parts.length === 0 ? await this.#openAttention() : null;
    const map = attention
      ? attended(await attention.read(pixels))
      : occluded(
          await occlusionMap(
            pixels,
            await this.#encoder.open(),
            parts.length === 0 ? null : await this.#searcher.strengthFor(parts),
            options,
          ),
        );
    return { ...map, milliseconds: performance.now() - started };
  }

  /** Opened once for the model in use. A failed opening is forgotten, so that it can be tried again. */
  async #openAttention(): Promise<AttentionReader | null> {
    const found = await this.#encoder.model();
    const model = `${found.entry.id} ${found.variant}`;
    if (this.#attention?.model !== model) {
      await this.close();
      this.#attention = { model, reader: openAttention(found, this.#threads) };
      this.#attention.reader.catch(() => {
        this.#attention = null;
      });
    }
    return this.#attention.reader;
  }

  async close(): Promise<void> {
    const attention = this.#attention;
    this.#attention = null;
    await attention?.reader.then((reader) => reader?.close()).catch(() => undefined);
  }
}

type Shown = Omit<Explanation, "milliseconds">;

function occluded({ grid, strongest }: OcclusionMap): Shown {
  const area = { x: 0, y: 0, width: 1, height: 1 };
  return { method: "occlusion", grid, heads: [], area, strongest };
}

/** The grid is the mean of the heads. */
function attended({ heads, area }: AttentionMaps): Shown {
  const mean = matrix(heads[0]!.rows, heads[0]!.columns);
  for (const { data } of heads) {
    for (const [at, weight] of data.entries()) mean.data[at]! += weight / heads.length;
  }
  const strongest = largest(mean);
  return {
    method: "attention",
    grid: scaled(mean, strongest),
    heads: heads.map((head) => scaled(head, largest(head))),
    area,
    strongest,
  };
}

function largest({ data }: Matrix): number {
  return data.reduce((most, value) => Math.max(most, value), 0);
}

function scaled({ rows, columns, data }: Matrix, one: number): Matrix {
  return { rows, columns, data: data.map((value) => (one > 0 ? value / one : 0)) };
}
