/**
 * Which encoder a library uses, opened once and when needed. The choice is made at the first index
 * run (the best model on this machine) and then kept, so that a model which turns up later does not
 * change what a library is; `use` changes it.
 */
import { ImanticsError } from "../errors.ts";
import { chooseDefault, type FoundModel, resolveModel } from "../models/resolve.ts";
import type { ModelSettings } from "../models/settings.ts";
import type { FactStore } from "../store/facts.ts";
import type { Encoder } from "./encoder.ts";
import { openEncoder } from "./open-encoder.ts";

const settingName = "model";

export class ActiveEncoder {
  readonly #facts: FactStore;
  readonly #models: ModelSettings;
  readonly #threads: number;
  #opening: { readonly model: string; readonly encoder: Promise<Encoder> } | null = null;

  /** `threads` is for queries on the calling thread; index runs open encoders of their own. */
  constructor(facts: FactStore, models: ModelSettings, threads: number) {
    this.#facts = facts;
    this.#models = models;
    this.#threads = threads;
  }

  /** The model in use: the library's own choice, else the best that is here. */
  async model(): Promise<FoundModel> {
    const chosen = await this.#facts.setting(settingName);
    return chosen === null ? chooseDefault(this.#models) : resolveModel(chosen, this.#models);
  }

  /** Makes `id` the model in use; rejects with `model-not-found` when it is not on this machine. */
  async use(id: string): Promise<void> {
    const { entry } = await resolveModel(id, this.#models);
    await this.#facts.setSetting(settingName, entry.id);
  }

  async open(): Promise<Encoder> {
    const { entry } = await this.model();
    if (this.#opening?.model !== entry.id) {
      await this.close();
      this.#opening = { model: entry.id, encoder: openEncoder(entry.id, this.#models, { threads: this.#threads }) };
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
