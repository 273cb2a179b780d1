/** What every FileStore does. Run it over a technology with `filesContract("name", open)`. */
import { beforeEach, describe, expect, test } from "vitest";
import { collect, imageId } from "../samples.contract.ts";
import type { FileStore } from "./files.ts";

export function filesContract(name: string, open: () => Promise<FileStore>): void {
  describe(name, () => {
    let files: FileStore;
    const bytes = (...values: number[]) => Uint8Array.from(values);
    beforeEach(async () => {
      files = await open();
    });

    test("an empty store has nothing", async () => {
      expect(await files.thumbnail(imageId(1), "small")).toBeNull();
      expect(await files.hasThumbnails(imageId(1))).toBe(false);
      expect(await collect(files.images())).toEqual([]);
      expect(await files.sweep()).toBe(0);
      await files.removeThumbnails(imageId(1));
    });

    test("thumbnails are there for their image until they are removed", async () => {
      const numbers = Array.from({ length: 40 }, (_, number) => number);
      await Promise.all(
        numbers.map((number) =>
          files.putThumbnails(imageId(number), { small: bytes(number, 1), large: bytes(number, 2) }),
        ),
      );
      expect(new Set(await collect(files.images()))).toEqual(new Set(numbers.map(imageId)));
      const small = await files.thumbnail(imageId(7), "small");
      const large = await files.thumbnail(imageId(7), "large");
      expect(small).not.toBeNull();
      expect(small).not.toBe(large);
      await files.removeThumbnails(imageId(7));
      expect(await files.hasThumbnails(imageId(7))).toBe(false);
      expect(await files.thumbnail(imageId(7), "large")).toBeNull();
      expect(await collect(files.images())).toHaveLength(39);
      expect(await files.unfinished()).toEqual([]);
    });

    test("an empty thumbnail counts as missing", async () => {
      await files.putThumbnails(imageId(1), { small: bytes(), large: bytes(1) });
      expect(await files.hasThumbnails(imageId(1))).toBe(false);
      await files.putThumbnails(imageId(1), { small: bytes(1), large: bytes(1) });
      expect(await files.hasThumbnails(imageId(1))).toBe(true);
    });
  });
}
