/** Facts about spaces: which there are, and which are in the trash. The vectors are elsewhere (`../vectors.ts`). */
import type { Space } from "../../domain/space.ts";

export interface SpacePort {
  /** A space that is already there is left as it is; one in the trash comes back. */
  add(space: Space): Promise<void>;
  /**
   * In the order in which they were added, without those in the trash. Not all are encoders': faces have
   * one of their own. Which one serves is for `ActiveEncoder` to say, not for the order.
   */
  list(): Promise<readonly Space[]>;
  /** Those in the trash, in the order in which they were added. */
  removed(): Promise<readonly Space[]>;
  /** Into the trash or out of it; an unknown id is ignored. Vectors stay where they are. */
  setRemoved(id: string, isRemoved: boolean): Promise<void>;
  /** For good. Clusterings made in it stay, with its id. */
  forget(id: string): Promise<void>;
}
