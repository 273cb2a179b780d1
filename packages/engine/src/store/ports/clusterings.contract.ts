/** Clusterings, their clusters and assignments, given names. */
import { describe, expect, test } from "vitest";
import type { Assignment } from "../../domain/clustering.ts";
import { wholeRegionId } from "../../domain/region-id.ts";
import { cluster, clustering, fill, imageId, newImage } from "../samples.contract.ts";
import type { Facts } from "./facts.ts";

export function clusteringsContract(name: string, facts: () => Facts): void {
  const clusters = [cluster("small", 1), cluster("large", 2)];
  const assignments: Assignment[] = [
    { region: wholeRegionId(imageId(0)), cluster: "large", strength: 0.1 + 0.2 },
    { region: wholeRegionId(imageId(1)), cluster: "large", strength: 0.9 },
    { region: wholeRegionId(imageId(2)), cluster: "small", strength: 0.5 },
    { region: wholeRegionId(imageId(3)), cluster: null, strength: 0 },
  ];

  describe(`${name}: clusterings`, () => {
    test("a clustering comes back as it was stored", async () => {
      await fill(facts(), 4);
      const stored = clustering("c1", { seed: 2 ** 40 });
      await facts().clusterings.add(stored, clusters, assignments);
      expect(await facts().clusterings.get("c1")).toEqual(stored);
      expect(await facts().clusterings.list()).toEqual([stored]);
      expect(await facts().clusterings.assignments("c1")).toEqual(
        [...assignments].sort((a, b) => (a.region < b.region ? -1 : 1)),
      );
      expect(await facts().clusterings.clusters("c1")).toEqual([
        { ...cluster("large", 2), clustering: "c1", givenName: null },
        { ...cluster("small", 1), clustering: "c1", givenName: null },
      ]);
      expect(await facts().clusterings.get("c2")).toBeNull();
    });

    test("members of a cluster are listed by how typical they are", async () => {
      await fill(facts(), 4);
      await facts().clusterings.add(clustering("c1"), clusters, assignments);
      const page = { order: "newest", offset: 0, limit: 10 } as const;
      const large = { clustering: "c1", cluster: "large" };
      expect((await facts().images.page({ ...page, cluster: large })).tiles.map((tile) => tile.id)).toEqual([
        imageId(1),
        imageId(0),
      ]);
      await facts().sources.setAvailable(["/p/1.jpg"], false);
      expect(await facts().images.page({ ...page, cluster: large })).toMatchObject({ total: 1 });
      expect((await facts().images.layout({ order: "newest", cluster: large })).ratios).toHaveLength(1);
      expect(await facts().clusterings.strengths("c1", "large")).toEqual([0.9, 0.1 + 0.2]);
      expect(await facts().clusterings.strengths("c1", "absent")).toEqual([]);
      expect(await facts().clusterings.strengths("absent", "large")).toEqual([]);
      const absent = { clustering: "c1", cluster: "absent" };
      expect(await facts().images.page({ ...page, cluster: absent })).toEqual({ total: 0, tiles: [] });
    });

    test("an image with two regions in a cluster is listed once, by the stronger", async () => {
      await fill(facts(), 2);
      const detail = (number: number) => ({
        ...newImage(number).regions[0]!,
        id: `${imageId(number)}:object:0`,
        type: "object" as const,
      });
      await facts().images.add([{ image: newImage(0).image, regions: [detail(0)] }]);
      await facts().clusterings.add(clustering("c1"), clusters, [
        { region: wholeRegionId(imageId(0)), cluster: "large", strength: 0.1 },
        { region: detail(0).id, cluster: "large", strength: 0.8 },
        { region: wholeRegionId(imageId(1)), cluster: "large", strength: 0.5 },
      ]);
      const filter = {
        order: "path",
        offset: 0,
        limit: 9,
        cluster: { clustering: "c1", cluster: "large" },
      } as const;
      const { total, tiles } = await facts().images.page(filter);
      expect(total).toBe(2);
      expect(tiles.map((tile) => tile.id)).toEqual([imageId(0), imageId(1)]);
      expect(await facts().clusterings.ofImage(imageId(0))).toMatchObject([{ id: "large", strength: 0.8 }]);
    });

    test("a given name stays with the cluster id when its clustering goes and comes again", async () => {
      await fill(facts(), 4);
      await facts().clusterings.add(clustering("c1"), clusters, assignments);
      await facts().clusterings.setName("large", "Grand'mère 🎂");
      await facts().clusterings.forget("c1");
      expect(await facts().clusterings.list()).toEqual([]);
      expect(await facts().clusterings.clusters("c1")).toEqual([]);
      expect(await facts().clusterings.assignments("c1")).toEqual([]);
      await facts().clusterings.add(clustering("c2"), [cluster("large", 5)], []);
      expect((await facts().clusterings.clusters("c2"))[0]?.givenName).toBe("Grand'mère 🎂");
      await facts().clusterings.setName("large", null);
      expect((await facts().clusterings.clusters("c2"))[0]?.givenName).toBeNull();
    });

    test("a cluster is found by id in the newest clustering that has it", async () => {
      await facts().clusterings.add(
        clustering("c1", { createdAt: "2026-02-01T00:00:00.000Z" }),
        [cluster("x", 1)],
        [],
      );
      await facts().clusterings.add(
        clustering("c2", { createdAt: "2026-01-01T00:00:00.000Z" }),
        [cluster("x", 2)],
        [],
      );
      expect(await facts().clusterings.cluster("x")).toMatchObject({
        clustering: "c1",
        size: 1,
        givenName: null,
      });
      expect(await facts().clusterings.cluster("y")).toBeNull();
    });

    test("newest first, and one is promoted at a time", async () => {
      await facts().clusterings.add(clustering("old", { createdAt: "2025-01-01T00:00:00.000Z" }), [], []);
      await facts().clusterings.add(clustering("new", { createdAt: "2026-01-01T00:00:00.000Z" }), [], []);
      await facts().clusterings.add(clustering("newer", { createdAt: "2026-01-01T00:00:00.000Z" }), [], []);
      await facts().clusterings.promote("old");
      await facts().clusterings.promote("new");
      const all = await facts().clusterings.list();
      expect(all.map(({ id, isPromoted }) => [id, isPromoted])).toEqual([
        ["newer", false],
        ["new", true],
        ["old", false],
      ]);
    });

    test("the clusters of an image come from every clustering", async () => {
      await fill(facts(), 4);
      await facts().clusterings.add(
        clustering("c1", { createdAt: "2025-01-01T00:00:00.000Z" }),
        clusters,
        assignments,
      );
      await facts().clusterings.add(clustering("c2"), clusters, assignments);
      const found = await facts().clusterings.ofImage(imageId(1));
      expect(found.map((one) => [one.clustering, one.id, one.strength])).toEqual([
        ["c2", "large", 0.9],
        ["c1", "large", 0.9],
      ]);
      expect(await facts().clusterings.ofImage(imageId(3))).toEqual([]);
    });

    test("one in the trash is nowhere but there, and comes back whole", async () => {
      await fill(facts(), 4);
      const stored = clustering("c1", { isPromoted: true });
      await facts().clusterings.add(stored, clusters, assignments);
      await facts().clusterings.setName("large", "Sea");
      const told = async () => ({
        list: await facts().clusterings.list(),
        one: await facts().clusterings.get("c1"),
        clusters: await facts().clusterings.clusters("c1"),
        cluster: await facts().clusterings.cluster("large"),
        assignments: await facts().clusterings.assignments("c1"),
        ofImage: await facts().clusterings.ofImage(imageId(1)),
        named: await facts().images.where({ by: "cluster", name: "Sea" }),
        unnamed: await facts().images.where({ by: "unnamed" }),
        members: await facts().images.page({
          order: "path",
          offset: 0,
          limit: 9,
          cluster: { clustering: "c1", cluster: "large" },
        }),
        counted: (await facts().counts()).clusterings,
      });
      const before = await told();
      await facts().clusterings.setRemoved("c1", true);
      await facts().clusterings.setRemoved("unknown", true);
      expect(await told()).toEqual({
        ...{ list: [], one: null, clusters: [], cluster: null, assignments: [], ofImage: [] },
        named: new Map(),
        unnamed: new Map([0, 1, 2, 3].map((number) => [imageId(number), null])),
        members: { total: 0, tiles: [] },
        counted: 0,
      });
      expect(await facts().clusterings.removed()).toEqual([stored]);
      expect(await facts().clusterings.givenName("large")).toBe("Sea");
      await facts().clusterings.setRemoved("c1", false);
      expect(await told()).toEqual(before);
      expect(await facts().clusterings.removed()).toEqual([]);
    });

    test("a clustering with a broken reference leaves nothing", async () => {
      await fill(facts(), 4);
      const strange = { region: "unknown:whole", cluster: "large", strength: 1 };
      await expect(
        facts().clusterings.add(clustering("c1"), clusters, [...assignments, strange]),
      ).rejects.toMatchObject({ code: "internal:broken-reference" });
      const lost = { region: wholeRegionId(imageId(3)), cluster: "unknown", strength: 1 };
      await expect(
        facts().clusterings.add(clustering("c1"), clusters, [...assignments.slice(0, 3), lost]),
      ).rejects.toMatchObject({ code: "internal:broken-reference" });
      expect(await facts().clusterings.list()).toEqual([]);
      expect(await facts().clusterings.clusters("c1")).toEqual([]);
    });
  });
}
