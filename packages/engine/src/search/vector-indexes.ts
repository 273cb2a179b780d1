/**
 * The one owner of a library's vectors in memory: an index a space, shared by everybody who compares.
 *
 * An index is brought up to date when it is asked for and the store's generation has moved on, whoever
 * wrote: this process or another. Kept are the space that serves and the spaces of detectors; any other
 * is opened for one use.
 */
import type { Space } from "../domain/space.ts";
import { detectors } from "../regions/registry.ts";
import type { VectorStore } from "../store/vectors.ts";
import { LibraryIndex } from "./library-index.ts";

export class VectorIndexes {
  readonly #vectors: VectorStore;
  readonly #kept = new Map<string, FollowedIndex>();

  constructor(vectors: VectorStore) {
    this.#vectors = vectors;
  }

  /**
   * The index of the space that serves, or of a detector's, with all that was written before the call.
   * It goes on being used until another space takes its place. O(rows) at first, then O(rows added).
   */
  of(space: Space): Promise<LibraryIndex> {
    const place = placeOf(space);
    const kept = this.#kept.get(place);
    if (kept?.space.id === space.id) return kept.current();
    const opened = new FollowedIndex(space, this.#vectors);
    this.#kept.set(place, opened);
    return opened.current();
  }

  /** As `of`, for one look at a space that need not be the one that serves: nothing more is kept. */
  visit(space: Space): Promise<LibraryIndex> {
    const kept = this.#kept.get(placeOf(space));
    return (kept?.space.id === space.id ? kept : new FollowedIndex(space, this.#vectors)).current();
  }

  /** Stays the same while no vector of the space went or changed; may change more often. Reads no row of a space that is not kept. */
  async epoch(space: Space): Promise<string> {
    const kept = this.#kept.get(placeOf(space));
    return kept?.space.id === space.id ? (await kept.current()).epoch : await this.#vectors.generation(space);
  }
}

/** What one space is kept as at a time. */
function placeOf({ model }: Space): string {
  return detectors.some(({ id }) => id === model) ? model : "pictures";
}

class FollowedIndex {
  readonly space: Space;
  readonly #vectors: VectorStore;
  #index: LibraryIndex;
  #refreshing: Promise<void> | null = null;

  constructor(space: Space, vectors: VectorStore) {
    this.space = space;
    this.#vectors = vectors;
    this.#index = new LibraryIndex(space);
  }

  /** Callers share a refresh, unless it began before they asked: that may miss what they have written. */
  async current(): Promise<LibraryIndex> {
    await this.#refreshing?.catch(() => undefined);
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    await this.#refreshing;
    return this.#index;
  }

  async #refresh(): Promise<void> {
    const generation = await this.#vectors.generation(this.space);
    if (generation === this.#index.mark?.generation) return;
    this.#index.apply(await this.#vectors.changes(this.space, this.#index));
    if (!this.#index.isWorn) return;
    const fresh = new LibraryIndex(this.space);
    const { mark } = this.#index;
    if (mark) fresh.apply({ mark, put: this.#index.vectors([...this.#index.ids()].sort()), removed: [] });
    this.#index = fresh;
  }
}
