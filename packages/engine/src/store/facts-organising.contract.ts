/** The second half of the FactStore contract: clusterings, jobs, the ledger, the journal, settings. */
import { describe, expect, test } from "vitest";
import type { Assignment } from "../domain/clustering.ts";
import { wholeRegionId } from "../domain/region-id.ts";
import type { FactStore } from "./facts.ts";
import { cluster, clustering, failure, file, imageId, job, newImage } from "./samples.contract.ts";

export function organisingContract(
  name: string,
  store: () => FactStore,
  fill: (count: number) => Promise<number>,
): void {
  const clusters = [cluster("small", 1), cluster("large", 2)];
  const assignments: Assignment[] = [
    { region: wholeRegionId(imageId(0)), cluster: "large", strength: 0.1 + 0.2 },
    { region: wholeRegionId(imageId(1)), cluster: "large", strength: 0.9 },
    { region: wholeRegionId(imageId(2)), cluster: "small", strength: 0.5 },
    { region: wholeRegionId(imageId(3)), cluster: null, strength: 0 },
  ];

  describe(`${name}: clusterings`, () => {
    test("a clustering comes back as it was stored", async () => {
      await fill(4);
      const stored = clustering("c1", { seed: 2 ** 40 });
      await store().addClustering(stored, clusters, assignments);
      expect(await store().clustering("c1")).toEqual(stored);
      expect(await store().clusterings()).toEqual([stored]);
      expect(await store().assignments("c1")).toEqual(
        [...assignments].sort((a, b) => (a.region < b.region ? -1 : 1)),
      );
      expect(await store().clusters("c1")).toEqual([
        { ...cluster("large", 2), clustering: "c1", givenName: null },
        { ...cluster("small", 1), clustering: "c1", givenName: null },
      ]);
      expect(await store().clustering("c2")).toBeNull();
    });

    test("members of a cluster are listed by how typical they are", async () => {
      await fill(4);
      await store().addClustering(clustering("c1"), clusters, assignments);
      const page = { order: "newest", offset: 0, limit: 10 } as const;
      const large = { clustering: "c1", cluster: "large" };
      expect((await store().tiles({ ...page, cluster: large })).tiles.map((tile) => tile.id)).toEqual([
        imageId(1),
        imageId(0),
      ]);
      await store().setAvailability(["/p/1.jpg"], false);
      expect(await store().tiles({ ...page, cluster: large })).toMatchObject({ total: 1 });
      expect((await store().layout({ order: "newest", cluster: large })).ratios).toHaveLength(1);
      expect(await store().strengths("c1", "large")).toEqual([0.9, 0.1 + 0.2]);
      expect(await store().strengths("c1", "absent")).toEqual([]);
      expect(await store().strengths("absent", "large")).toEqual([]);
      const absent = { clustering: "c1", cluster: "absent" };
      expect(await store().tiles({ ...page, cluster: absent })).toEqual({ total: 0, tiles: [] });
    });

    test("an image with two regions in a cluster is listed once, by the stronger", async () => {
      await fill(2);
      const detail = (number: number) => ({
        ...newImage(number).regions[0]!,
        id: `${imageId(number)}:object:0`,
        type: "object" as const,
      });
      await store().addImages([{ image: newImage(0).image, regions: [detail(0)] }]);
      await store().addClustering(clustering("c1"), clusters, [
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
      const { total, tiles } = await store().tiles(filter);
      expect(total).toBe(2);
      expect(tiles.map((tile) => tile.id)).toEqual([imageId(0), imageId(1)]);
      expect(await store().clustersOfImage(imageId(0))).toMatchObject([{ id: "large", strength: 0.8 }]);
    });

    test("a given name stays with the cluster id when its clustering goes and comes again", async () => {
      await fill(4);
      await store().addClustering(clustering("c1"), clusters, assignments);
      await store().setClusterName("large", "Grand'mère 🎂");
      await store().removeClustering("c1");
      expect(await store().clusterings()).toEqual([]);
      expect(await store().clusters("c1")).toEqual([]);
      expect(await store().assignments("c1")).toEqual([]);
      await store().addClustering(clustering("c2"), [cluster("large", 5)], []);
      expect((await store().clusters("c2"))[0]?.givenName).toBe("Grand'mère 🎂");
      await store().setClusterName("large", null);
      expect((await store().clusters("c2"))[0]?.givenName).toBeNull();
    });

    test("a cluster is found by id in the newest clustering that has it", async () => {
      await store().addClustering(
        clustering("c1", { createdAt: "2026-02-01T00:00:00.000Z" }),
        [cluster("x", 1)],
        [],
      );
      await store().addClustering(
        clustering("c2", { createdAt: "2026-01-01T00:00:00.000Z" }),
        [cluster("x", 2)],
        [],
      );
      expect(await store().cluster("x")).toMatchObject({ clustering: "c1", size: 1, givenName: null });
      expect(await store().cluster("y")).toBeNull();
    });

    test("newest first, and one is promoted at a time", async () => {
      await store().addClustering(clustering("old", { createdAt: "2025-01-01T00:00:00.000Z" }), [], []);
      await store().addClustering(clustering("new", { createdAt: "2026-01-01T00:00:00.000Z" }), [], []);
      await store().addClustering(clustering("newer", { createdAt: "2026-01-01T00:00:00.000Z" }), [], []);
      await store().promoteClustering("old");
      await store().promoteClustering("new");
      const all = await store().clusterings();
      expect(all.map(({ id, isPromoted }) => [id, isPromoted])).toEqual([
        ["newer", false],
        ["new", true],
        ["old", false],
      ]);
    });

    test("the clusters of an image come from every clustering", async () => {
      await fill(4);
      await store().addClustering(
        clustering("c1", { createdAt: "2025-01-01T00:00:00.000Z" }),
        clusters,
        assignments,
      );
      await store().addClustering(clustering("c2"), clusters, assignments);
      const found = await store().clustersOfImage(imageId(1));
      expect(found.map((one) => [one.clustering, one.id, one.strength])).toEqual([
        ["c2", "large", 0.9],
        ["c1", "large", 0.9],
      ]);
      expect(await store().clustersOfImage(imageId(3))).toEqual([]);
    });

    test("a clustering with a broken reference leaves nothing", async () => {
      await fill(4);
      const strange = { region: "unknown:whole", cluster: "large", strength: 1 };
      await expect(
        store().addClustering(clustering("c1"), clusters, [...assignments, strange]),
      ).rejects.toMatchObject({ code: "internal:broken-reference" });
      const lost = { region: wholeRegionId(imageId(3)), cluster: "unknown", strength: 1 };
      await expect(
        store().addClustering(clustering("c1"), clusters, [...assignments.slice(0, 3), lost]),
      ).rejects.toMatchObject({ code: "internal:broken-reference" });
      expect(await store().clusterings()).toEqual([]);
      expect(await store().clusters("c1")).toEqual([]);
    });
  });

  describe(`${name}: jobs, ledger, journal, settings`, () => {
    test("a job is replaced by its newer state", async () => {
      await store().saveJob(job("a"));
      await store().saveJob(job("b", { createdAt: "2026-02-01T00:00:00.000Z", kind: "doctor" }));
      const done = job("a", {
        state: "failed",
        error: { code: "x", message: "y" },
        endedAt: "2026-03-01T00:00:00.000Z",
      });
      await store().saveJob(done);
      expect(await store().job("a")).toEqual(done);
      expect(await store().job("c")).toBeNull();
      expect((await store().jobs(10)).map(({ id }) => id)).toEqual(["b", "a"]);
      expect(await store().jobs(1)).toHaveLength(1);
      expect((await store().jobs(10, "running")).map(({ id }) => id)).toEqual(["b"]);
    });

    test("the ledger keeps the last failure of a path until it is linked, cleared or ignored", async () => {
      const id = await fill(1);
      await store().recordFailures(id, [failure("/p/c"), failure("/p/a"), failure("/p/b%_'")]);
      const again = failure("/p/a", { code: "too-many-pixels" });
      await store().recordFailures(id, [again]);
      expect(await store().failures({ offset: 0, limit: 2 })).toEqual({
        total: 3,
        failures: [again, failure("/p/b%_'")],
      });
      expect((await store().failuresOf(id)).get("/p/a")).toEqual(again);
      expect((await store().failuresOf(id + 1)).size).toBe(0);

      await store().ignoreFailures(["/p/c", "/p/unknown"]);
      expect((await store().failuresOf(id)).get("/p/c")?.isIgnored).toBe(true);
      expect((await store().counts()).failures).toBe(2);

      await store().linkPaths(id, [{ image: imageId(0), file: file("/p/a") }]);
      await store().clearFailures(["/p/b%_'"]);
      expect([...(await store().failuresOf(id)).keys()]).toEqual(["/p/c"]);
      await store().clearFailures();
      expect((await store().failures({ offset: 0, limit: 9 })).total).toBe(0);
    });

    test("the journal numbers the acts and remembers what was undone", async () => {
      const act = (name: string) => ({
        act: "rename-cluster",
        detail: { name, nested: { emoji: "🎂" } },
        inverse: { name: null },
        at: "2026-01-02T03:04:05.000Z",
      });
      const first = await store().appendJournal(act("one"));
      const second = await store().appendJournal(act("two"));
      expect(second.sequence).toBeGreaterThan(first.sequence);
      await store().markUndone(first.sequence, true);
      expect(await store().journal(10)).toEqual([
        { ...act("two"), sequence: second.sequence, isUndone: false },
        { ...act("one"), sequence: first.sequence, isUndone: true },
      ]);
      expect(await store().journal(1)).toHaveLength(1);
      await store().markUndone(first.sequence, false);
      expect((await store().journal(10)).every((entry) => !entry.isUndone)).toBe(true);
    });

    test("settings and API keys are kept until they are removed", async () => {
      expect(await store().setting("theme")).toBeNull();
      await store().setSetting("theme", "dark");
      await store().setSetting("theme", "");
      expect(await store().setting("theme")).toBe("");
      await store().setSetting("theme", null);
      expect(await store().setting("theme")).toBeNull();

      const key = {
        id: "k1",
        label: "it's mine",
        digest: "ab",
        scope: "read",
        createdAt: "2026-01-02",
      } as const;
      await store().addApiKey(key);
      await store().addApiKey({ ...key, id: "k2", digest: "cd", scope: "admin" });
      await store().removeApiKey("k2");
      expect(await store().apiKeys()).toEqual([key]);
    });
  });
}
