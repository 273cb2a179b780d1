/** What every FactStore does. Run it over a technology with `factsContract("name", open)`. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ImageFilter, ImageOrder } from "../domain/image.ts";
import { wholeRegionId } from "../domain/region-id.ts";
import type { FactStore } from "./facts.ts";
import { organisingContract } from "./facts-organising.contract.ts";
import { partsContract } from "./facts-parts.contract.ts";
import { peopleContract } from "./facts-people.contract.ts";
import { predicatesContract } from "./facts-predicates.contract.ts";
import { collect, failure, file, imageId, newImage, part, source, space } from "./samples.contract.ts";

/** Paths that break string matching, quoting or encoding somewhere. */
const awkwardPaths = [
  '/p/it\'s "quoted".jpg',
  "/p/100% _under_.jpg",
  "/p/emoji 🏔️.jpg",
  "/p/日本語/ﬁle.jpg",
  "/p/new\nline; DROP TABLE images;--.jpg",
  "/p/back\\slash?#[x]*.jpg",
  "/p/archive.zip!/inner/a.jpg",
  "/p/e\u0301 decomposed.jpg",
];

export function factsContract(name: string, open: () => Promise<FactStore>): void {
  let facts: FactStore;
  beforeEach(async () => {
    facts = await open();
  });
  afterEach(() => facts.close());

  const everything = (order: ImageOrder, changes: Partial<ImageFilter> = {}): ImageFilter => ({
    order,
    offset: 0,
    limit: 10_000,
    ...changes,
  });
  async function listed(filter: ImageFilter): Promise<string[]> {
    return (await facts.tiles(filter)).tiles.map((tile) => tile.id);
  }
  /** Stores images 0 … count - 1 with one path each. */
  async function fill(count: number, pathOf = (number: number) => `/p/${number}.jpg`): Promise<number> {
    const { id } = await facts.addSource(source("/p"));
    const numbers = Array.from({ length: count }, (_, number) => number);
    await facts.addImages(numbers.map((number) => newImage(number)));
    await facts.linkPaths(
      id,
      numbers.map((number) => ({
        image: imageId(number),
        file: file(pathOf(number), { modifiedMs: 1000 * number }),
      })),
    );
    return id;
  }

  describe(`${name}: images and paths`, () => {
    test("an empty library answers everything with nothing", async () => {
      expect(await facts.counts()).toEqual({
        images: 0,
        available: 0,
        paths: 0,
        regions: 0,
        failures: 0,
        clusterings: 0,
        sizeBytes: 0,
      });
      expect(await facts.tiles(everything("newest"))).toEqual({ total: 0, tiles: [] });
      expect(await facts.layout({ order: "newest" })).toEqual({ ratios: [], days: [] });
      expect(await facts.image(imageId(1))).toBeNull();
      expect(await collect(facts.imageIds())).toEqual([]);
      expect(await facts.verify()).toEqual([]);
    });

    test("an image comes back as it was stored, with its paths", async () => {
      const id = await fill(0);
      const stored = newImage(1, { takenAt: "2020-02-29T23:59:59+05:30", latitude: 0.1 + 0.2 });
      await facts.addImages([stored]);
      await facts.linkPaths(id, [
        { image: imageId(1), file: file("/p/b.jpg") },
        { image: imageId(1), file: file("/p/a.jpg") },
        { image: imageId(1), file: file("/p/c.jpg") },
      ]);
      await facts.setAvailability(["/p/a.jpg"], false);
      expect(await facts.image(imageId(1))).toEqual({
        ...stored.image,
        paths: ["/p/b.jpg", "/p/c.jpg", "/p/a.jpg"],
        isAvailable: true,
      });
    });

    test("images come in the order they were asked for, without the unknown ones", async () => {
      await fill(3);
      const entries = await facts.images([imageId(2), "unknown", imageId(0), imageId(2)]);
      expect(entries.map((entry) => entry.id)).toEqual([imageId(2), imageId(0), imageId(2)]);
    });

    test("an image that is already there stays as it is", async () => {
      await fill(2);
      await facts.addImages([newImage(1, { camera: "other" }), newImage(2)]);
      expect((await facts.image(imageId(1)))?.camera).toBe(newImage(1).image.camera);
      expect((await facts.counts()).images).toBe(3);
      expect(await facts.existingImages([imageId(1), imageId(2), imageId(9)])).toEqual(
        new Set([imageId(1), imageId(2)]),
      );
    });

    test("a batch of 1,000 rows with the same image twice is stored once each", async () => {
      await facts.addImages(Array.from({ length: 1000 }, (_, number) => newImage(number % 999)));
      const ids = await collect(facts.imageIds());
      expect(ids).toEqual(Array.from({ length: 999 }, (_, number) => imageId(number)).sort());
      expect((await collect(facts.regionIds())).length).toBe(999);
    });

    test("ids are paged without loss beyond one page", async () => {
      await facts.addImages(Array.from({ length: 5001 }, (_, number) => newImage(number)));
      expect(new Set(await collect(facts.regionIds())).size).toBe(5001);
    });

    test("every awkward path comes back letter for letter", async () => {
      const id = await fill(awkwardPaths.length, (number) => awkwardPaths[number] ?? "");
      const known = await facts.knownFiles(id);
      expect(new Set(known.keys())).toEqual(new Set(awkwardPaths));
      for (const [number, path] of awkwardPaths.entries()) {
        expect(await facts.imageOfPath(path)).toBe(imageId(number));
        expect((await facts.image(imageId(number)))?.paths).toEqual([path]);
      }
      await facts.setAvailability(awkwardPaths.slice(1), false);
      expect(await facts.availableImages()).toEqual([imageId(0)]);
    });

    test("whatever changes which images can be read changes their generation", async () => {
      const seen = new Set<string>();
      const next = async () => {
        const generation = await facts.imagesGeneration();
        await facts.availableImages();
        expect(await facts.imagesGeneration()).toBe(generation);
        expect(seen.has(generation)).toBe(false);
        seen.add(generation);
      };
      await next();
      const id = await fill(2);
      await next();
      await facts.setAvailability(["/p/0.jpg"], false);
      await next();
      await facts.setAvailability(["/p/0.jpg"], true);
      await next();
      await facts.linkPaths(id, [{ image: imageId(1), file: file("/p/0.jpg") }]);
      await next();
    });

    test("a path that is linked again points to its new image, and the old one becomes unavailable", async () => {
      const id = await fill(2);
      await facts.linkPaths(id, [
        { image: imageId(1), file: file("/p/0.jpg", { sizeBytes: 9, modifiedMs: 8 }) },
      ]);
      expect(await facts.imageOfPath("/p/0.jpg")).toBe(imageId(1));
      expect((await facts.image(imageId(0)))?.isAvailable).toBe(false);
      expect((await facts.image(imageId(1)))?.paths).toEqual(["/p/0.jpg", "/p/1.jpg"]);
      expect((await facts.knownFiles(id)).get("/p/0.jpg")).toEqual({
        path: "/p/0.jpg",
        sizeBytes: 9,
        modifiedMs: 8,
        isAvailable: true,
      });
    });

    test("an image is available as long as one path of it is", async () => {
      const id = await fill(1);
      await facts.linkPaths(id, [{ image: imageId(0), file: file("/p/copy.jpg") }]);
      await facts.setAvailability(["/p/0.jpg"], false);
      expect((await facts.counts()).available).toBe(1);
      await facts.setAvailability(["/p/copy.jpg", "/p/unknown.jpg"], false);
      expect((await facts.counts()).available).toBe(0);
      expect((await facts.counts()).images).toBe(1);
      expect(await listed(everything("newest"))).toEqual([]);
      expect(await listed(everything("newest", { withUnavailable: true }))).toEqual([imageId(0)]);
      await facts.setAvailability(["/p/copy.jpg"], true);
      expect(await facts.availableImages()).toEqual([imageId(0)]);
    });

    test("sources that overlap both know the path they share", async () => {
      const outer = await fill(2, (number) => `/p/sub/${number}.jpg`);
      const inner = await facts.addSource(source("/p/sub"));
      await facts.linkPaths(inner.id, [{ image: imageId(0), file: file("/p/sub/0.jpg") }]);
      expect([...(await facts.knownFiles(outer)).keys()].sort()).toEqual(["/p/sub/0.jpg", "/p/sub/1.jpg"]);
      expect([...(await facts.knownFiles(inner.id)).keys()]).toEqual(["/p/sub/0.jpg"]);
      expect((await facts.counts()).paths).toBe(2);
    });

    test("a source that is added again keeps its id and takes the new patterns", async () => {
      const first = await facts.addSource(source("/p"));
      const other = await facts.addSource(source("/q"));
      const again = await facts.addSource({ ...source("/p"), include: ["a", "b"], exclude: ["c"] });
      expect(again.id).toBe(first.id);
      expect(await facts.sources()).toEqual([again, other]);
    });

    test("an image marked incomplete looks changed, and is whole once it was stored again", async () => {
      const id = await fill(2);
      await facts.markIncomplete([imageId(0), "unknown"]);
      expect((await facts.knownFiles(id)).get("/p/0.jpg")?.sizeBytes).toBe(-1);
      expect((await facts.knownFiles(id)).get("/p/1.jpg")?.sizeBytes).toBe(1234);
      expect(await facts.existingImages([imageId(0), imageId(1)])).toEqual(new Set([imageId(1)]));
      expect(await facts.availableImages()).toHaveLength(2);

      await facts.addImages([newImage(0, { camera: "read again" }), newImage(1, { camera: "ignored" })]);
      await facts.linkPaths(id, [{ image: imageId(0), file: file("/p/0.jpg") }]);
      expect(await facts.existingImages([imageId(0)])).toEqual(new Set([imageId(0)]));
      expect((await facts.image(imageId(0)))?.camera).toBe("read again");
      expect((await facts.image(imageId(1)))?.camera).toBe(newImage(1).image.camera);
    });

    test("a call that breaks in the middle leaves nothing", async () => {
      const id = await fill(1);
      const before = await facts.counts();
      const stray = { ...newImage(5), regions: newImage(77).regions };
      await expect(facts.addImages([newImage(3), newImage(4), stray])).rejects.toThrow(imageId(77));
      await expect(
        facts.linkPaths(id, [
          { image: imageId(0), file: file("/p/new.jpg") },
          { image: imageId(99), file: file("/p/other.jpg") },
        ]),
      ).rejects.toMatchObject({ code: "internal:broken-reference" });
      await expect(facts.recordFailures(id + 1, [failure("/p/x.jpg")])).rejects.toMatchObject({
        code: "internal:broken-reference",
      });
      expect(await facts.counts()).toEqual(before);
    });

    test("calls made at the same time all take effect", async () => {
      const id = await fill(0);
      await Promise.all(
        Array.from({ length: 20 }, async (_, number) => {
          await facts.addImages([newImage(number)]);
          await facts.linkPaths(id, [{ image: imageId(number), file: file(`/p/${number}.jpg`) }]);
        }),
      );
      expect(await facts.counts()).toMatchObject({ images: 20, available: 20, paths: 20, regions: 20 });
    });
  });

  describe(`${name}: listings`, () => {
    test("newest goes by capture time, else by the oldest file time; ties by id; oldest is the reverse", async () => {
      const id = await fill(0);
      const day = (date: string) => Date.parse(`${date}T12:00:00Z`);
      await facts.addImages([
        newImage(1, { takenAt: "2020-06-01T12:00:00" }),
        newImage(2),
        newImage(3, { takenAt: "2020-06-01T12:00:00+02:00" }),
        newImage(4, { takenAt: "2020-06-01T12:00:00" }),
        newImage(5, { takenAt: "not a date" }),
      ]);
      await facts.linkPaths(id, [
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
      const id = await fill(0);
      await facts.addImages([
        newImage(1, { addedAt: "2026-01-01T00:00:00.000Z" }),
        newImage(2, { addedAt: "2026-01-03T00:00:00.000Z" }),
        newImage(3, { addedAt: "2026-01-02T00:00:00.000Z" }),
        newImage(4, { addedAt: "2026-01-02T00:00:00.000Z" }),
      ]);
      await facts.linkPaths(id, [
        { image: imageId(4), file: file("/p/1.jpg") },
        { image: imageId(1), file: file("/p/ﬁ.jpg") },
        { image: imageId(2), file: file("/p/🏔.jpg") },
        { image: imageId(3), file: file("/p/0.jpg") },
        { image: imageId(3), file: file("/p/z.jpg") },
      ]);
      expect(await listed(everything("added"))).toEqual([imageId(2), imageId(4), imageId(3), imageId(1)]);
      expect(await listed(everything("path"))).toEqual([imageId(3), imageId(4), imageId(1), imageId(2)]);
      // The first *available* path counts.
      await facts.setAvailability(["/p/0.jpg"], false);
      expect(await listed(everything("path"))).toEqual([imageId(4), imageId(3), imageId(1), imageId(2)]);
    });

    test.each(["newest", "oldest", "added", "path"] as const)(
      "pages of %s join to the whole",
      async (order) => {
        await fill(57);
        const whole = await listed(everything(order));
        const pages: string[] = [];
        for (let offset = 0; offset < 70; offset += 10) {
          const page = await facts.tiles({ order, offset, limit: 10 });
          expect(page.total).toBe(57);
          pages.push(...page.tiles.map((tile) => tile.id));
        }
        expect(pages).toEqual(whole);
        expect(new Set(whole).size).toBe(57);
      },
    );

    test("a folder is a folder, not a pattern or the beginning of a name", async () => {
      const paths = ["/p/a_b%/1.jpg", "/p/aXbY/2.jpg", "/p/a_b%c/3.jpg", "/p/a_b%/deep/4.jpg", "/p/a_b%.jpg"];
      await fill(paths.length, (number) => paths[number] ?? "");
      const inside = [imageId(0), imageId(3)].sort();
      expect((await listed(everything("path", { folder: "/p/a_b%" }))).sort()).toEqual(inside);
      expect((await listed(everything("path", { folder: "/p/a_b%/" }))).sort()).toEqual(inside);
      expect(await listed(everything("path", { folder: "/p/a" }))).toEqual([]);
      expect((await facts.tiles(everything("path", { folder: "/" }))).total).toBe(5);
    });

    test("tiles carry what the grid needs", async () => {
      await fill(2);
      const { tiles } = await facts.tiles(everything("path", { limit: 1, offset: 1 }));
      const { id, width, height, takenAt, placeholder, isAnimated } = newImage(1).image;
      expect(tiles).toEqual([{ id, width, height, takenAt, placeholder, isAnimated }]);
    });

    test("the layout has a ratio per tile and the runs of capture days, in the order of the tiles", async () => {
      const id = await fill(0);
      const days = ["2021-05-05T10:00:00", "2021-05-05T09:00:00", "2021-05-04T23:00:00", null, null];
      await facts.addImages(
        days.map((takenAt, number) => newImage(number, { takenAt, width: 1 + number * 333, height: 1000 })),
      );
      await facts.linkPaths(
        id,
        days.map((_, number) => ({
          image: imageId(number),
          file: file(`/p/${number}.jpg`, { modifiedMs: 10 - number }),
        })),
      );
      expect(await facts.layout({ order: "newest" })).toEqual({
        ratios: [1, 33, 67, 100, 133],
        days: [
          { day: "2021-05-05", count: 2 },
          { day: "2021-05-04", count: 1 },
          { day: null, count: 2 },
        ],
      });
      expect((await facts.layout({ order: "newest", folder: "/elsewhere" })).ratios).toEqual([]);
    });
  });

  organisingContract(name, () => facts, fill);
  partsContract(name, () => facts);
  predicatesContract(name, () => facts);
  peopleContract(name, () => facts);

  test(`${name}: spaces stay in the order they were added, as they were first added`, async () => {
    await facts.addSpace(space("z-space"));
    await facts.addSpace({ ...space("a-space", 512), acceptsText: true });
    await facts.addSpace({ ...space("z-space"), revision: "ignored" });
    expect(await facts.spaces()).toEqual([space("z-space"), { ...space("a-space", 512), acceptsText: true }]);
  });

  test(`${name}: a space in the trash is in no other list, and comes back in its place`, async () => {
    for (const id of ["first", "second", "third"]) await facts.addSpace(space(id));
    await facts.setSpaceRemoved("second", true);
    await facts.setSpaceRemoved("unknown", true);
    expect(await facts.spaces()).toEqual([space("first"), space("third")]);
    expect(await facts.removedSpaces()).toEqual([space("second")]);
    await facts.setSpaceRemoved("second", false);
    expect(await facts.spaces()).toEqual([space("first"), space("second"), space("third")]);
    expect(await facts.removedSpaces()).toEqual([]);

    await facts.setSpaceRemoved("first", true);
    await facts.addSpace(space("first"));
    expect(await facts.removedSpaces()).toEqual([]);
    await facts.setSpaceRemoved("third", true);
    await facts.forgetSpace("third");
    await facts.setSpaceRemoved("third", false);
    expect(await facts.removedSpaces()).toEqual([]);
    expect(await facts.spaces()).toEqual([space("first"), space("second")]);
  });

  test(`${name}: regions of an image are stored with it`, async () => {
    const { image } = newImage(1);
    const face = part(1, "face", 0.25, { label: "who's that?" });
    await facts.addImages([{ image, regions: [...newImage(1).regions, face] }]);
    expect(await collect(facts.regionIds())).toEqual([face.id, wholeRegionId(image.id)]);
  });
}
