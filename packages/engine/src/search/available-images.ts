/** Which images can be read at present: a question of facts, asked again only when facts have changed. */
import type { FactPorts } from "../store/ports/facts.ts";

/**
 * Pause after a reading, by image. While facts change all the time, as in an index run, reading then takes
 * a tenth of the time at most; what a commit changes is seen 30 ms later among 1,000 images, 3 s among 100,000.
 */
const pauseMsByImage = 0.03;

export class AvailableImages {
  readonly #facts: FactPorts;
  #generation: string | null = null;
  #listed: readonly string[] = [];
  #ids: ReadonlySet<string> = new Set();
  #notBefore = 0;

  constructor(facts: FactPorts) {
    this.#facts = facts;
  }

  /** Ids. The same set for as long as the answer is the same, so that what is made of it can be kept. */
  async current(): Promise<ReadonlySet<string>> {
    const generation = await this.#facts.images.generation();
    if (generation === this.#generation || performance.now() < this.#notBefore) return this.#ids;
    const listed = await this.#facts.images.available();
    if (listed !== this.#listed) this.#ids = new Set(listed);
    this.#listed = listed;
    this.#generation = generation;
    this.#notBefore = performance.now() + pauseMsByImage * listed.length;
    return this.#ids;
  }
}
