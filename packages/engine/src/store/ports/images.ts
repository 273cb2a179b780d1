/** Facts about images: storing, listing, asking for what is known of them. */
import type { ImageEntry, ImageFilter, ImageLayout, ImageTile, NewImage } from "../../domain/image.ts";
import type { ImagePredicate } from "../../domain/image-predicate.ts";

export interface ImagePort {
  /**
   * Stores new images and regions, ignoring ids already there. An image marked by `markIncomplete`
   * takes the new values and is whole again.
   */
  add(images: readonly NewImage[]): Promise<void>;
  /** Which of these image ids are stored and whole (see `markIncomplete`). */
  existing(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * The doctor's way to have images done again: their files look changed to the next scan, and
   * `existing` leaves them out until `add` has seen them. Nothing else about them changes.
   */
  markIncomplete(ids: readonly string[]): Promise<void>;
  get(id: string): Promise<ImageEntry | null>;
  /** In the order of `ids`; unknown ids are left out. */
  many(ids: readonly string[]): Promise<readonly ImageEntry[]>;
  page(filter: ImageFilter): Promise<{ readonly total: number; readonly tiles: readonly ImageTile[] }>;
  /** Same filter and order as `page`, without paging. O(images), one covering query. */
  layout(filter: Omit<ImageFilter, "offset" | "limit">): Promise<ImageLayout>;
  /** Every image id with a readable path, in order of id. May be the same array as before while nothing changed. */
  available(): Promise<readonly string[]>;
  /**
   * Changes at least whenever `available` may answer otherwise than before, whichever process wrote. Cheap:
   * reads no row.
   */
  generation(): Promise<string>;
  /** Pages through all image ids in order of id, for the doctor. */
  ids(): AsyncIterable<string>;
  /** Images that a predicate holds for, each with a region that shows it, where one does. */
  where(predicate: ImagePredicate): Promise<ReadonlyMap<string, string | null>>;
  /** Where images were taken, WGS 84 degrees; those without a position are left out. */
  positions(): Promise<
    readonly { readonly id: string; readonly latitude: number; readonly longitude: number }[]
  >;
  /** Every camera, most images first. */
  cameras(): Promise<readonly string[]>;
  /** Perceptual hash of every image, by id. */
  perceptualHashes(): Promise<ReadonlyMap<string, string>>;
}
