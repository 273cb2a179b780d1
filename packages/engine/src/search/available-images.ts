/** Which images can be read at present: a question of facts, asked again only when facts have changed. */
import type { FactStore } from "../store/facts.ts";

export class AvailableImages {
  readonly #facts: FactStore;
  #generation: string | null = null;
  #listed: readonly string[] = [];
  #ids: ReadonlySet<string> = new Set();

  constructor(facts: FactStore) {
    this.#facts = facts;
  }

  /** Ids. The same set for as long as the answer is the same, so that what is made of it can be kept. */
  async current(): Promise<ReadonlySet<string>> {
    const generation = await this.#facts.imagesGeneration();
    if (generation === this.#generation) return this.#ids;
    const listed = await this.#facts.availableImages();
    if (listed !== this.#listed) this.#ids = new Set(listed);
    this.#listed = listed;
    this.#generation = generation;
    return this.#ids;
  }
}
