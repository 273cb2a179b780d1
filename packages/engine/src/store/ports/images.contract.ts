/** Images, one by one and by their ids. */
import { describe, expect, test } from "vitest";
import { collect, failure, file, fill, imageId, newImage } from "../samples.contract.ts";
import type { Facts } from "./facts.ts";

export function imagesContract(name: string, facts: () => Facts): void {
  describe(`${name}: images`, () => {
    test("an empty library answers everything with nothing", async () => {
      expect(await facts().counts()).toEqual({
        images: 0,
        available: 0,
        paths: 0,
        regions: 0,
        failures: 0,
        clusterings: 0,
        sizeBytes: 0,
      });
      expect(await facts().images.page({ order: "newest", offset: 0, limit: 9 })).toEqual({
        total: 0,
        tiles: [],
      });
      expect(await facts().images.layout({ order: "newest" })).toEqual({ ratios: [], days: [] });
      expect(await facts().images.get(imageId(1))).toBeNull();
      expect(await collect(facts().images.ids())).toEqual([]);
      expect(await facts().verify()).toEqual([]);
    });

    test("whatever changes which images can be read changes their generation", async () => {
      const seen = new Set<string>();
      const next = async () => {
        const generation = await facts().images.generation();
        await facts().images.available();
        expect(await facts().images.generation()).toBe(generation);
        expect(seen.has(generation)).toBe(false);
        seen.add(generation);
      };
      await next();
      const id = await fill(facts(), 2);
      await next();
      await facts().sources.setAvailable(["/p/0.jpg"], false);
      await next();
      await facts().sources.setAvailable(["/p/0.jpg"], true);
      await next();
      await facts().sources.link(id, [{ image: imageId(1), file: file("/p/0.jpg") }]);
      await next();
    });

    test("an image comes back as it was stored, with its paths", async () => {
      const id = await fill(facts(), 0);
      const stored = newImage(1, { takenAt: "2020-02-29T23:59:59+05:30", latitude: 0.1 + 0.2 });
      await facts().images.add([stored]);
      await facts().sources.link(id, [
        { image: imageId(1), file: file("/p/b.jpg") },
        { image: imageId(1), file: file("/p/a.jpg") },
        { image: imageId(1), file: file("/p/c.jpg") },
      ]);
      await facts().sources.setAvailable(["/p/a.jpg"], false);
      expect(await facts().images.get(imageId(1))).toEqual({
        ...stored.image,
        paths: ["/p/b.jpg", "/p/c.jpg", "/p/a.jpg"],
        isAvailable: true,
      });
    });

    test("images come in the order they were asked for, without the unknown ones", async () => {
      await fill(facts(), 3);
      const entries = await facts().images.many([imageId(2), "unknown", imageId(0), imageId(2)]);
      expect(entries.map((entry) => entry.id)).toEqual([imageId(2), imageId(0), imageId(2)]);
    });

    test("an image that is already there stays as it is", async () => {
      await fill(facts(), 2);
      await facts().images.add([newImage(1, { camera: "other" }), newImage(2)]);
      expect((await facts().images.get(imageId(1)))?.camera).toBe(newImage(1).image.camera);
      expect((await facts().counts()).images).toBe(3);
      expect(await facts().images.existing([imageId(1), imageId(2), imageId(9)])).toEqual(
        new Set([imageId(1), imageId(2)]),
      );
    });

    test("a batch of 1,000 rows with the same image twice is stored once each", async () => {
      await facts().images.add(Array.from({ length: 1000 }, (_, number) => newImage(number % 999)));
      const ids = await collect(facts().images.ids());
      expect(ids).toEqual(Array.from({ length: 999 }, (_, number) => imageId(number)).sort());
      expect((await collect(facts().regions.ids())).length).toBe(999);
    });

    test("ids are paged without loss beyond one page", async () => {
      await facts().images.add(Array.from({ length: 5001 }, (_, number) => newImage(number)));
      expect(new Set(await collect(facts().regions.ids())).size).toBe(5001);
    });

    test("a call that breaks in the middle leaves nothing", async () => {
      const id = await fill(facts(), 1);
      const before = await facts().counts();
      const stray = { ...newImage(5), regions: newImage(77).regions };
      await expect(facts().images.add([newImage(3), newImage(4), stray])).rejects.toThrow(imageId(77));
      await expect(
        facts().sources.link(id, [
          { image: imageId(0), file: file("/p/new.jpg") },
          { image: imageId(99), file: file("/p/other.jpg") },
        ]),
      ).rejects.toMatchObject({ code: "internal:broken-reference" });
      await expect(facts().failures.record(id + 1, [failure("/p/x.jpg")])).rejects.toMatchObject({
        code: "internal:broken-reference",
      });
      expect(await facts().counts()).toEqual(before);
    });
  });
}
