/** What every Facts answers about which images a predicate holds for. Called by `facts.contract.ts`. */
import { expect, test } from "vitest";
import type { ImagePredicate } from "../../domain/image-predicate.ts";
import { wholeRegionId } from "../../domain/region-id.ts";
import { cluster, clustering, file, imageId, newImage, part, source } from "../samples.contract.ts";
import type { Facts } from "./facts.ts";

export function predicatesContract(name: string, facts: () => Facts): void {
  async function numbersWhere(predicate: ImagePredicate): Promise<number[]> {
    const met = await facts().images.where(predicate);
    return [1, 2, 3].filter((number) => met.has(imageId(number)));
  }

  async function fill(): Promise<void> {
    await facts().images.add([
      newImage(1, {
        takenAt: "2019-12-31T23:59:59",
        camera: "Fujifilm X-T20",
        latitude: 48.1,
        longitude: 11.5,
      }),
      newImage(2, { takenAt: "2020-01-01T00:00:00+01:00", camera: null, latitude: -17, longitude: 179.5 }),
      newImage(3, {
        ...{ takenAt: null, camera: null, latitude: null, longitude: null },
        ...{ format: "png", width: 1170, height: 2532 },
      }),
    ]);
    const { id } = await facts().sources.add(source("/p"));
    await facts().sources.link(id, [
      { image: imageId(1), file: file("/p/Été 2019/beach.jpg") },
      { image: imageId(2), file: file("/p/other/Screenshot_1.jpg") },
      { image: imageId(3), file: file("/p/other/c.png") },
    ]);
  }

  test.each<[string, ImagePredicate, number[]]>([
    ["a span of days", { by: "captured", from: "2019-12-31", to: "2019-12-31" }, [1]],
    ["an open span of days", { by: "captured", from: "2020-01-01", to: null }, [2]],
    ["any day", { by: "captured", from: null, to: null }, [1, 2]],
    ["a camera", { by: "camera", contains: "x-t20" }, [1]],
    ["a folder without its accents", { by: "path", contains: "ete 2019" }, [1]],
    ["screenshots", { by: "screenshot", sizes: [[1170, 2532]] }, [2, 3]],
  ])(`${name}: images by %s`, async (_, predicate, numbers) => {
    await fill();
    expect(await numbersWhere(predicate)).toEqual(numbers);
  });

  test(`${name}: images by their regions, the surest of which is told`, async () => {
    await fill();
    const sure = part(1, "object", 0.25, { label: "dog", confidence: 0.875 });
    const unsure = part(1, "object", 0.5, { label: "dog", confidence: 0.25 });
    const regions = [unsure, sure];
    await facts().regions.recordInspections("test", "v1", [{ image: imageId(1), regions, milliseconds: 1 }]);
    const dogs = { by: "region", type: "object", labels: ["cat", "dog"] } as const;
    expect(await facts().images.where(dogs)).toEqual(new Map([[imageId(1), sure.id]]));
    expect(await numbersWhere({ by: "region", type: "object", labels: ["cat"] })).toEqual([]);
    expect(await numbersWhere({ by: "region", type: "object" })).toEqual([1]);
    expect(await numbersWhere({ by: "region", type: "face" })).toEqual([]);
  });

  test(`${name}: images by the promoted clustering`, async () => {
    await fill();
    const regions = [1, 2, 3].map((number) => wholeRegionId(imageId(number)));
    await facts().clusterings.add(
      clustering("c"),
      [cluster("a", 1), cluster("b", 1)],
      regions.map((region, at) => ({ region, cluster: ["a", "b", null][at] ?? null, strength: 1 })),
    );
    expect(await numbersWhere({ by: "cluster", name: "a" })).toEqual([]);
    await facts().clusterings.promote("c");
    await facts().clusterings.setName("b", "Summer holidays");
    expect(await numbersWhere({ by: "cluster", name: "a" })).toEqual([1]);
    expect(await numbersWhere({ by: "cluster", name: "Name of A" })).toEqual([1]);
    expect(await numbersWhere({ by: "cluster", name: "summer holidays" })).toEqual([2]);
    expect(await numbersWhere({ by: "cluster", name: "name of b" })).toEqual([]);
    expect(await numbersWhere({ by: "unnamed" })).toEqual([1, 3]);
  });

  test(`${name}: positions are those of images that have one`, async () => {
    await fill();
    expect(await facts().images.positions()).toEqual(
      [
        { id: imageId(1), latitude: 48.1, longitude: 11.5 },
        { id: imageId(2), latitude: -17, longitude: 179.5 },
      ].sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
  });

  test(`${name}: cameras and folders, the frequent ones first`, async () => {
    await fill();
    expect(await facts().images.cameras()).toEqual(["Fujifilm X-T20"]);
    expect(await facts().sources.folders()).toEqual(["other", "Été 2019"]);
    await facts().sources.setAvailable(["/p/other/c.png", "/p/other/Screenshot_1.jpg"], false);
    expect(await facts().sources.folders()).toEqual(["Été 2019"]);
  });

  test(`${name}: a listing can be held to some images`, async () => {
    await fill();
    const among = [imageId(3), imageId(1), "unknown"];
    const { total, tiles } = await facts().images.page({ order: "path", among, offset: 0, limit: 10 });
    expect([total, tiles.map(({ id }) => id)]).toEqual([2, [imageId(3), imageId(1)]]);
    expect((await facts().images.perceptualHashes()).get(imageId(1))).toBe("f0e1d2c3b4a59687");
  });
}
