/** Files that belong to the library (thumbnails), by image id. Each appears whole or not at all. */

export const THUMBNAIL_SIZES = ["small", "large"] as const;
/** `small`: longest side 256 px; `large`: 1024 px. WebP. */
export type ThumbnailSize = (typeof THUMBNAIL_SIZES)[number];

export interface FileStore {
  putThumbnails(image: string, thumbnails: Readonly<Record<ThumbnailSize, Uint8Array>>): Promise<void>;
  /** Absolute path of an existing thumbnail, or null. */
  thumbnail(image: string, size: ThumbnailSize): Promise<string | null>;
  /** True when every size is there and not empty. */
  hasThumbnails(image: string): Promise<boolean>;
  removeThumbnails(image: string): Promise<void>;
  /** Image ids that have at least one thumbnail, for the doctor. */
  images(): AsyncIterable<string>;
  /**
   * Half-written temporary files whose last byte is at least `olderThanMs` (default 0) ago. Another
   * thread may be writing the younger ones.
   */
  unfinished(olderThanMs?: number): Promise<readonly string[]>;
  /** Removes the `unfinished` files; returns how many. */
  sweep(olderThanMs?: number): Promise<number>;
}
