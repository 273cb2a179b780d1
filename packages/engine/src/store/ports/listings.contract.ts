/** Images as the grid lists them. */
import { describe, expect, test } from "vitest";
import type { ImageFilter, ImageOrder } from "../../domain/image.ts";
import { file, fill, imageId, newImage } from "../samples.contract.ts";
import type { Facts } from "./facts.ts";

export function listingsContract(name: string, facts: () => Facts): void {
  const everything = (order: ImageOrder, changes: Partial<ImageFilter> = {}): ImageFilter => ({
    order,
    offset: 0,
    limit: 10_000,
    ...changes,
  });
  async function listed(filter: ImageFilter): Promise<string[]> {
    return (await facts().images.page(filter)).tiles.map((tile) => tile.id);
  }

  describe(`${name}: listings`, () => {
    test("newest goes by capture time, else by the oldest file time; ties by id; oldest is the reverse", async () => {
      const id = await fill(facts(), 0);
      const day = (date: string) => Date.parse(`${date}T12:00:00Z`);
      await facts().images.add([
        newImage(1, { takenAt: "2020-06-01T12:00:00" }),
        newImage(2),
        newImage(3, { takenAt: "2020-06-01T12:00:00+02:00" }),
        newImage(4, { takenAt: "2020-06-01T12:00:00" }),
        newImage(5, { takenAt: "not a date" }),
      ]);
      await facts().sources.link(id, [
        { image: imageId(1), file: file("/p/1.jpg", { modifiedMs: day("2025-01-01") }) },
        { image: imageId(2), file: file("/p/2.jpg", { modifiedMs: day("2024-01-01") }) },
        { image: imageId(2), file: file("/p/2-copy.jpg", { modifiedMs: day("2021-01-01") }) },
        { image: imageId(3), file: file("/p/3.jpg", { modifiedMs: day("2025-01-01") }) },
        { image: imageId(4), file: file("/p/4.jpg", { modifiedMs: day("2025-01-01") }) },
        { image: imageId(5), file: file("/p/5.jpg", { modifiedMs: day("2022-01-01") }) },
      ]);
      const tied = [imageId(1), imageId(4)].sort();
      const newest = [imageId(5), imageId(2), ...tied, imageId(3)];
      expect(await listed(everything("newest"))).toEqual(newest);
      expect(await listed(everything("oldest"))).toEqual([...newest].reverse());
    });

    test("added and path have their own orders", async () => {
      const id = await fill(facts(), 0);
      await facts().images.add([
        newImage(1, { addedAt: "2026-01-01T00:00:00.000Z" }),
        newImage(2, { addedAt: "2026-01-03T00:00:00.000Z" }),
        newImage(3, { addedAt: "2026-01-02T00:00:00.000Z" }),
        newImage(4, { addedAt: "2026-01-02T00:00:00.000Z" }),
      ]);
      await facts().sources.link(id, [
        { image: imageId(4), file: file("/p/1.jpg") },
        { image: imageId(1), file: file("/p/ﬁ.jpg") },
        { image: imageId(2), file: file("/p/🏔.jpg") },
        { image: imageId(3), file: file("/p/0.jpg") },
        { image: imageId(3), file: file("/p/z.jpg") },
      ]);
      expect(await listed(everything("added"))).toEqual([imageId(2), imageId(4), imageId(3), imageId(1)]);
      expect(await listed(everything("path"))).toEqual([imageId(3), imageId(4), imageId(1), imageId(2)]);
      // The first *available* path counts.
      await facts().sources.setAvailable(["/p/0.jpg"], false);
      expect(await listed(everything("path"))).toEqual([imageId(4), imageId(3), imageId(1), imageId(2)]);
    });

    test.each(["newest", "oldest", "added", "path"] as const)(
      "pages of %s join to the whole",
      async (order) => {
        await fill(facts(), 57);
        const whole = await listed(everything(order));
        const pages: string[] = [];
        for (let offset = 0; offset < 70; offset += 10) {
          const page = await facts().images.page({ order, offset, limit: 10 });
          expect(page.total).toBe(57);
          pages.push(...page.tiles.map((tile) => tile.id));
        }
        expect(pages).toEqual(whole);
        expect(new Set(whole).size).toBe(57);
      },
    );

    test("a folder is a folder, not a pattern or the beginning of a name", async () => {
      const paths = ["/p/a_b%/1.jpg", "/p/aXbY/2.jpg", "/p/a_b%c/3.jpg", "/p/a_b%/deep/4.jpg", "/p/a_b%.jpg"];
      await fill(facts(), paths.length, (number) => paths[number] ?? "");
      const inside = [imageId(0), imageId(3)].sort();
      expect((await listed(everything("path", { folder: "/p/a_b%" }))).sort()).toEqual(inside);
      expect((await listed(everything("path", { folder: "/p/a_b%/" }))).sort()).toEqual(inside);
      expect(await listed(everything("path", { folder: "/p/a" }))).toEqual([]);
      expect((await facts().images.page(everything("path", { folder: "/" }))).total).toBe(5);
    });

    test("tiles carry what the grid needs", async () => {
      await fill(facts(), 2);
      const { tiles } = await facts().images.page(everything("path", { limit: 1, offset: 1 }));
      const { id, width, height, takenAt, placeholder, isAnimated } = newImage(1).image;
      expect(tiles).toEqual([{ id, width, height, takenAt, placeholder, isAnimated }]);
    });

    test("the layout has a ratio per tile and the runs of capture days, in the order of the tiles", async () => {
      const id = await fill(facts(), 0);
      const days = ["2021-05-05T10:00:00", "2021-05-05T09:00:00", "2021-05-04T23:00:00", null, null];
      await facts().images.add(
        days.map((takenAt, number) => newImage(number, { takenAt, width: 1 + number * 333, height: 1000 })),
      );
      await facts().sources.link(
        id,
        days.map((_, number) => ({
          image: imageId(number),
          file: file(`/p/${number}.jpg`, { modifiedMs: 10 - number }),
        })),
      );
      expect(await facts().images.layout({ order: "newest" })).toEqual({
        ratios: [1, 33, 67, 100, 133],
        days: [
          { day: "2021-05-05", count: 2 },
          { day: "2021-05-04", count: 1 },
          { day: null, count: 2 },
        ],
      });
      expect((await facts().images.layout({ order: "newest", folder: "/elsewhere" })).ratios).toEqual([]);
    });
  });
}
