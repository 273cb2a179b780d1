/**
 * FileStore for tests of other rooms: thumbnails as bytes in memory. `thumbnail` answers with a path
 * that names the bytes but cannot be opened.
 */
import { type FileStore, THUMBNAIL_SIZES } from "../ports/files.ts";

export function memoryFiles(): FileStore {
  const files = new Map<string, Uint8Array>();
  const pathOf = (image: string, size: string) => `/memory/${image}-${size}.webp`;
  return {
    async putThumbnails(image, thumbnails) {
      for (const size of THUMBNAIL_SIZES) files.set(pathOf(image, size), thumbnails[size].slice());
    },
    async thumbnail(image, size) {
      const path = pathOf(image, size);
      return files.has(path) ? path : null;
    },
    async hasThumbnails(image) {
      return THUMBNAIL_SIZES.every((size) => (files.get(pathOf(image, size))?.length ?? 0) > 0);
    },
    async removeThumbnails(image) {
      for (const size of THUMBNAIL_SIZES) files.delete(pathOf(image, size));
    },
    async *images() {
      yield* new Set([...files.keys()].map((path) => path.slice("/memory/".length, path.lastIndexOf("-"))));
    },
    unfinished: async () => [],
    sweep: async () => 0,
  };
}
