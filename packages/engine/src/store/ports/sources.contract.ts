/** Sources, and the paths in them. */
import { describe, expect, test } from "vitest";
import { file, fill, imageId, newImage, source } from "../samples.contract.ts";
import type { Facts } from "./facts.ts";

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

export function sourcesContract(name: string, facts: () => Facts): void {
  const listed = async (withUnavailable: boolean) =>
    (await facts().images.page({ order: "newest", offset: 0, limit: 10, withUnavailable })).tiles.map(
      (tile) => tile.id,
    );

  describe(`${name}: sources and paths`, () => {
    test("every awkward path comes back letter for letter", async () => {
      const id = await fill(facts(), awkwardPaths.length, (number) => awkwardPaths[number] ?? "");
      const known = await facts().sources.files(id);
      expect(new Set(known.keys())).toEqual(new Set(awkwardPaths));
      for (const [number, path] of awkwardPaths.entries()) {
        expect(await facts().sources.imageOf(path)).toBe(imageId(number));
        expect((await facts().images.get(imageId(number)))?.paths).toEqual([path]);
      }
      await facts().sources.setAvailable(awkwardPaths.slice(1), false);
      expect(await facts().images.available()).toEqual([imageId(0)]);
    });

    test("a path that is linked again points to its new image, and the old one becomes unavailable", async () => {
      const id = await fill(facts(), 2);
      await facts().sources.link(id, [
        { image: imageId(1), file: file("/p/0.jpg", { sizeBytes: 9, modifiedMs: 8 }) },
      ]);
      expect(await facts().sources.imageOf("/p/0.jpg")).toBe(imageId(1));
      expect((await facts().images.get(imageId(0)))?.isAvailable).toBe(false);
      expect((await facts().images.get(imageId(1)))?.paths).toEqual(["/p/0.jpg", "/p/1.jpg"]);
      expect((await facts().sources.files(id)).get("/p/0.jpg")).toEqual({
        path: "/p/0.jpg",
        sizeBytes: 9,
        modifiedMs: 8,
        isAvailable: true,
      });
    });

    test("an image is available as long as one path of it is", async () => {
      const id = await fill(facts(), 1);
      await facts().sources.link(id, [{ image: imageId(0), file: file("/p/copy.jpg") }]);
      await facts().sources.setAvailable(["/p/0.jpg"], false);
      expect((await facts().counts()).available).toBe(1);
      await facts().sources.setAvailable(["/p/copy.jpg", "/p/unknown.jpg"], false);
      expect((await facts().counts()).available).toBe(0);
      expect((await facts().counts()).images).toBe(1);
      expect(await listed(false)).toEqual([]);
      expect(await listed(true)).toEqual([imageId(0)]);
      await facts().sources.setAvailable(["/p/copy.jpg"], true);
      expect(await facts().images.available()).toEqual([imageId(0)]);
    });

    test("sources that overlap both know the path they share", async () => {
      const outer = await fill(facts(), 2, (number) => `/p/sub/${number}.jpg`);
      const inner = await facts().sources.add(source("/p/sub"));
      await facts().sources.link(inner.id, [{ image: imageId(0), file: file("/p/sub/0.jpg") }]);
      expect([...(await facts().sources.files(outer)).keys()].sort()).toEqual([
        "/p/sub/0.jpg",
        "/p/sub/1.jpg",
      ]);
      expect([...(await facts().sources.files(inner.id)).keys()]).toEqual(["/p/sub/0.jpg"]);
      expect((await facts().counts()).paths).toBe(2);
    });

    test("a source that is added again keeps its id and takes the new patterns", async () => {
      const first = await facts().sources.add(source("/p"));
      const other = await facts().sources.add(source("/q"));
      const again = await facts().sources.add({ ...source("/p"), include: ["a", "b"], exclude: ["c"] });
      expect(again.id).toBe(first.id);
      expect(await facts().sources.list()).toEqual([again, other]);
    });

    test("an image marked incomplete looks changed, and is whole once it was stored again", async () => {
      const id = await fill(facts(), 2);
      await facts().images.markIncomplete([imageId(0), "unknown"]);
      expect((await facts().sources.files(id)).get("/p/0.jpg")?.sizeBytes).toBe(-1);
      expect((await facts().sources.files(id)).get("/p/1.jpg")?.sizeBytes).toBe(1234);
      expect(await facts().images.existing([imageId(0), imageId(1)])).toEqual(new Set([imageId(1)]));
      expect(await facts().images.available()).toHaveLength(2);

      await facts().images.add([newImage(0, { camera: "read again" }), newImage(1, { camera: "ignored" })]);
      await facts().sources.link(id, [{ image: imageId(0), file: file("/p/0.jpg") }]);
      expect(await facts().images.existing([imageId(0)])).toEqual(new Set([imageId(0)]));
      expect((await facts().images.get(imageId(0)))?.camera).toBe("read again");
      expect((await facts().images.get(imageId(1)))?.camera).toBe(newImage(1).image.camera);
    });

    test("calls made at the same time all take effect", async () => {
      const id = await fill(facts(), 0);
      await Promise.all(
        Array.from({ length: 20 }, async (_, number) => {
          await facts().images.add([newImage(number)]);
          await facts().sources.link(id, [{ image: imageId(number), file: file(`/p/${number}.jpg`) }]);
        }),
      );
      expect(await facts().counts()).toMatchObject({ images: 20, available: 20, paths: 20, regions: 20 });
    });
  });
}
