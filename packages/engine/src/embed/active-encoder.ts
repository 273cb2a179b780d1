/**
 * Which encoder a library uses, opened once and when needed. The choice is made at the first index
 * run (the best model on this machine) and then kept, so that a model which turns up later does not
 * change what a library is; `use` changes it.
 */
import { z } from "zod";
import { ImanticsError } from "../domain/errors.ts";
import { chooseDefault, type FoundModel, resolveModel } from "../models/resolve.ts";
import type { ModelSettings } from "../models/settings.ts";
import { drawnPicture, requireVector } from "../models/trial-run.ts";
import type { FactPorts } from "../store/ports/facts.ts";
import type { Encoder } from "./encoder.ts";
import { openFound } from "./open-encoder.ts";

/** Where the choice is kept. */
export const MODEL_SETTING = "model";
export const ModelChoice = z.object({ id: z.string(), variant: z.enum(["fp32", "q8"]).nullable() });
export type ModelChoice = z.infer<typeof ModelChoice>;

/** How a choice is kept. */
export function modelSetting({ id, variant }: ModelChoice): string {
  return JSON.stringify({ id, variant });
}

export class ActiveEncoder {
  readonly #facts: FactPorts;
  readonly #models: ModelSettings;
  readonly #threads: number;
  #opening: { readonly model: string; readonly encoder: Promise<Encoder> } | null = null;

  /** `threads` is for queries on the calling thread; index runs open encoders of their own. */
  constructor(facts: FactPorts, models: ModelSettings, threads: number) {
    this.#facts = facts;
    this.#models = models;
    this.#threads = threads;
  }

  /** The model in use: the library's own choice, else the best that is here. */
  async model(): Promise<FoundModel> {
    const kept = await this.#facts.settings.get(MODEL_SETTING);
    if (kept === null) return chooseDefault(this.#models);
    const { id, variant } = ModelChoice.parse(JSON.parse(kept));
    return resolveModel(id, this.#models, variant ?? undefined);
  }

  /**
   * What making `id` the model in use would mean, in the variant that is here now: another variant is
   * another space. One that the library has no space of yet sees a drawn picture first, so that a model that
   * cannot work is refused here and not by every photo.
   * Rejects with `model-not-found` when it is not on this machine, `model-invalid` or `model-run-failed`.
   */
  async tryOut(id: string): Promise<{ readonly choice: ModelChoice; readonly space: string }> {
    const found = await resolveModel(id, this.#models);
    const space = await this.#try(found);
    return { choice: { id: found.entry.id, variant: found.variant }, space };
  }

  /** Writes a found model down as the library's choice, at its first index run; tried as by `tryOut`. */
  async keep(found: FoundModel): Promise<void> {
    const { entry, variant } = found;
    // Models of npm packages were tried when they were made.
    if (found.how !== "npm") await this.#try(found);
    await this.#facts.settings.set(MODEL_SETTING, modelSetting({ id: entry.id, variant }));
  }

  /** Id of its space. */
  async #try(found: FoundModel): Promise<string> {
    const encoder = await openFound(found, this.#models, this.#threads);
    try {
      const isKnown = (await this.#facts.spaces.list()).some(({ id }) => id === encoder.space.id);
      if (!isKnown && found.how !== "npm") {
        requireVector(await encoder.encodeImages([drawnPicture()]), found.entry.id);
      }
      return encoder.space.id;
    } finally {
      await encoder.close();
    }
  }

  async open(): Promise<Encoder> {
    const found = await this.model();
    const model = `${found.entry.id} ${found.variant}`;
    if (this.#opening?.model !== model) {
      await this.close();
      this.#opening = { model, encoder: openFound(found, this.#models, this.#threads) };
      // A failed opening must not be remembered: the person may repair it and ask again.
      this.#opening.encoder.catch(() => {
        this.#opening = null;
      });
    }
    return this.#opening.encoder;
  }

  /** Rejects with `text-not-supported` when words cannot enter the space in use. */
  async openForText(): Promise<Encoder> {
    const encoder = await this.open();
    if (encoder.space.acceptsText) return encoder;
    throw new ImanticsError(
      "text-not-supported",
      `The encoder "${encoder.space.model}" takes no words. Search with a picture, or choose another with "imantics models use <id>".`,
    );
  }

  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = null;
    await opening?.encoder.then((encoder) => encoder.close()).catch(() => undefined);
  }
}
