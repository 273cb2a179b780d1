/** Several writes in one commit. */
import { describe, expect, test } from "vitest";
import { cluster, clustering, fill, imageId, newImage, part, space } from "../samples.contract.ts";
import type { FactPorts, Facts } from "./facts.ts";

/** One write to every kind of fact, the last of them at `stop`. */
const writes: readonly ((facts: FactPorts) => Promise<unknown>)[] = [
  (facts) => facts.images.add([newImage(5)]),
  (facts) => facts.sources.setAvailable(["/p/0.jpg"], false),
  (facts) => facts.regions.add(part(1, "drawn", 0.5, { detector: null })),
  (facts) =>
    facts.regions.recordInspections("test", "v1", [
      { image: imageId(1), regions: [part(1, "face", 0.25)], milliseconds: 1 },
    ]),
  (facts) => facts.people.place([{ region: "r", person: "p", confidence: 1, isConfirmed: true }]),
  (facts) => facts.people.setName("p", "Ada"),
  (facts) => facts.clusterings.add(clustering("c"), [cluster("x", 1)], []),
  (facts) => facts.clusterings.setName("x", "Sea"),
  (facts) => facts.spaces.add(space()),
  (facts) => facts.settings.set("theme", "dark"),
  (facts) =>
    facts.journal.append({ act: "a", detail: {}, change: {}, inverse: {}, at: "2026-01-02T03:04:05.000Z" }),
];

export function transactionContract(name: string, facts: () => Facts): void {
  /** What can be told of all that `writes` touch. */
  async function told(ports: FactPorts): Promise<unknown> {
    return {
      counts: await ports.counts(),
      regions: await ports.regions.ofImages([imageId(1)]),
      inspections: await ports.regions.inspections("test"),
      places: await ports.people.places(),
      name: await ports.people.nameOf("p"),
      clusterings: await ports.clusterings.list(),
      clusterName: await ports.clusterings.givenName("x"),
      spaces: await ports.spaces.list(),
      theme: await ports.settings.get("theme"),
      journal: await ports.journal.list(9),
    };
  }

  describe(`${name}: transactions`, () => {
    test("what throws after any of its writes leaves nothing", async () => {
      await fill(facts(), 2);
      const before = await told(facts());
      for (let made = 0; made <= writes.length; made++) {
        const broken = facts().transaction(async (inside) => {
          for (const write of writes.slice(0, made)) await write(inside);
          throw new Error(`after ${made}`);
        });
        await expect(broken).rejects.toThrow(`after ${made}`);
        expect(await told(facts())).toEqual(before);
      }
    });

    test("a write that is refused takes the others with it", async () => {
      await fill(facts(), 2);
      const before = await told(facts());
      const refused = facts().transaction(async (inside) => {
        await inside.settings.set("theme", "dark");
        await inside.regions.add(part(9, "drawn", 0.5));
      });
      await expect(refused).rejects.toThrow(imageId(9));
      expect(await told(facts())).toEqual(before);
    });

    test("it sees what it has written, and everybody does once it is done", async () => {
      await fill(facts(), 2);
      const seen = await facts().transaction(async (inside) => {
        for (const write of writes) await write(inside);
        return told(inside);
      });
      expect(seen).toMatchObject({ name: "Ada", theme: "dark", clusterName: "Sea" });
      expect(await told(facts())).toEqual(seen);
    });

    test("transactions and calls beside them take turns, and none is lost", async () => {
      await facts().settings.set("count", "0");
      const add = (inside: FactPorts) =>
        inside.settings.get("count").then((count) => inside.settings.set("count", String(Number(count) + 1)));
      const sums = Array.from({ length: 10 }, () => facts().transaction(add));
      const beside = facts().settings.get("count");
      await Promise.all(sums);
      expect(await facts().settings.get("count")).toBe("10");
      expect(Number(await beside)).toBeLessThanOrEqual(10);
    });

    test("a call from outside does not see half of it", async () => {
      let letGo = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const running = facts().transaction(async (inside) => {
        await inside.settings.set("first", "1");
        await held;
        await inside.settings.set("second", "2");
      });
      const outside = Promise.all([facts().settings.get("first"), facts().settings.get("second")]);
      letGo();
      await running;
      const [first, second] = await outside;
      expect(first === null).toBe(second === null);
    });

    test("one inside another, or a question from outside, is refused where it would wait for ever", async () => {
      const nested = facts().transaction(() => facts().transaction(async () => "never"));
      await expect(nested).rejects.toMatchObject({ code: "internal:nested-transaction" });
      const outside = facts().transaction(() => facts().settings.get("theme"));
      await expect(outside).rejects.toMatchObject({ code: "internal:nested-transaction" });
      await facts().settings.set("theme", "still works");
    });
  });
}
