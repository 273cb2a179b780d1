/** What every Facts does with parts of pictures. Called by `facts.contract.ts`. */
import { describe, expect, test } from "vitest";
import { wholeRegionId } from "../../domain/region-id.ts";
import { clustering, collect, imageId, newImage, part } from "../samples.contract.ts";
import type { Facts } from "./facts.ts";

const [first, second] = [imageId(1), imageId(2)];

export function regionsContract(name: string, facts: () => Facts): void {
  describe(`${name}: regions`, () => {
    test(`regions of an image are stored with it`, async () => {
      const { image } = newImage(1);
      const face = part(1, "face", 0.25, { label: "who's that?" });
      await facts().images.add([{ image, regions: [...newImage(1).regions, face] }]);
      expect(await collect(facts().regions.ids())).toEqual([face.id, wholeRegionId(image.id)]);
    });

    test("what a detector found comes back with its place, label and text", async () => {
      await facts().images.add([newImage(1)]);
      const dog = part(1, "object", 0.5, { label: "dog" });
      const sign = part(1, "text", 0.125, { text: "CAFÉ\nLatte 4,50 €" });
      expect(await look(1, [dog, sign])).toEqual([]);
      expect(await facts().regions.many([sign.id, "unknown", dog.id])).toEqual([sign, dog]);
      const ids = (await facts().regions.ofImages([first])).map(({ id }) => id);
      expect(ids).toEqual([dog.id, sign.id, wholeRegionId(first)].sort());
      expect(await facts().regions.inspections("test")).toEqual(new Map([[first, "v1"]]));
      expect(await facts().regions.inspections("other")).toEqual(new Map());
    });

    test("looking again replaces only what the same detector found on the same picture", async () => {
      await facts().images.add([newImage(1), newImage(2)]);
      const stays = part(1, "object", 0.25, { label: "dog", confidence: 0.5 });
      const goes = part(1, "object", 0.5, { label: "cat" });
      const others = part(1, "face", 0.5, { detector: "faces" });
      const elsewhere = part(2, "object", 0.5, { label: "cat" });
      await look(1, [stays, goes]);
      await look(2, [elsewhere]);
      await facts().regions.recordInspections("faces", "v1", [
        { image: first, regions: [others], milliseconds: 1 },
      ]);
      const sure = { ...stays, confidence: 0.875 };
      const comes = part(1, "object", 0.75, { label: "cup" });
      expect(await look(1, [sure, comes], "v2")).toEqual([goes.id]);
      const left = (await facts().regions.ofImages([first, second])).filter(({ type }) => type !== "whole");
      expect(left).toEqual([sure, comes, others, elsewhere].sort((a, b) => (a.id < b.id ? -1 : 1)));
      expect(await facts().regions.inspections("test")).toEqual(
        new Map([
          [first, "v2"],
          [second, "v1"],
        ]),
      );
    });

    test("what was seen can be forgotten, for some pictures or all", async () => {
      await facts().images.add([newImage(1), newImage(2)]);
      await look(1, []);
      await look(2, []);
      await facts().regions.forgetInspections("test", [first]);
      expect([...(await facts().regions.inspections("test")).keys()]).toEqual([second]);
      await facts().regions.forgetInspections("test");
      expect(await facts().regions.inspections("test")).toEqual(new Map());
    });

    test("what a detector found is listed, and nothing else", async () => {
      await facts().images.add([newImage(1)]);
      const found = [part(1, "object", 0.5), part(1, "object", 0.25)];
      await look(1, found);
      await facts().regions.add(part(1, "drawn", 0.5, { detector: null }));
      expect(await facts().regions.ofDetector("test")).toEqual(found.map(({ id }) => id).sort());
      expect(await facts().regions.ofDetector("other")).toEqual([]);
    });

    test.each([
      ["a piece of a word", "tal fif"],
      ["other case and accents", "café LATTE"],
      ["spaces that the reader lost", "c a f e"],
      ["fewer letters than the index knows", "fé"],
      ["a sign of the query language of the index", "4.50"],
      ["a quotation mark", '"special"'],
    ])("text is found by %s", async (_, words) => {
      await facts().images.add([newImage(1), newImage(2)]);
      await look(1, [part(1, "text", 0.25, { text: 'Cafe Latte "special"\n4.50\nTotal fifty' })]);
      await look(2, [part(2, "text", 0.25, { text: "Nothing of that kind" })]);
      expect((await facts().regions.withText(words)).map(({ imageId }) => imageId)).toEqual([first]);
      expect(await facts().regions.withText("receipt")).toEqual([]);
      expect(await facts().regions.withText("  ")).toEqual([]);
    });

    test("a new transcription takes the old one's place", async () => {
      await facts().images.add([newImage(1)]);
      await look(1, [part(1, "text", 0.25, { text: "first reading" })]);
      await look(1, [part(1, "text", 0.25, { text: "better reading" })], "v2");
      expect(await facts().regions.withText("first")).toEqual([]);
      expect(await facts().regions.withText("better")).toHaveLength(1);
      await look(1, [], "v3");
      expect(await facts().regions.withText("better")).toEqual([]);
    });

    test("drawn regions are kept until they are removed, with their places in clusterings", async () => {
      await facts().images.add([newImage(1)]);
      const drawn = part(1, "drawn", 0.5, { detector: null, confidence: null });
      await facts().regions.add(drawn);
      await facts().regions.add(drawn);
      await look(1, []);
      expect(await facts().regions.many([drawn.id])).toEqual([drawn]);
      await facts().clusterings.add(clustering("c"), [], [{ region: drawn.id, cluster: null, strength: 0 }]);
      await facts().regions.remove([drawn.id, "unknown"]);
      expect(await facts().regions.many([drawn.id])).toEqual([]);
      expect(await facts().clusterings.assignments("c")).toEqual([]);
    });

    test("what a detector found goes into the trash and comes back whole, but for what was seen again", async () => {
      await facts().images.add([newImage(1), newImage(2)]);
      const sign = part(1, "text", 0.25, { text: "Total fifty" });
      const dog = part(2, "object", 0.5, { label: "dog" });
      const other = part(2, "face", 0.5, { detector: "faces" });
      await look(1, [sign]);
      await look(2, [dog]);
      await facts().regions.recordInspections("faces", "v1", [
        { image: second, regions: [other], milliseconds: 1 },
      ]);
      const before = await facts().regions.ofImages([first, second]);
      await facts().regions.setRemovedOf("test", true);
      await facts().regions.setRemovedOf("test", true);
      expect(await facts().regions.ofDetector("test")).toEqual([]);
      expect(await facts().regions.withText("fifty")).toEqual([]);
      expect(await facts().regions.inspections("test")).toEqual(new Map());
      expect((await facts().counts()).regions).toBe(3);
      expect(await facts().regions.removedOf("test")).toEqual([sign.id, dog.id].sort());

      await facts().regions.setRemovedOf("test", false);
      expect(await facts().regions.ofImages([first, second])).toEqual(before);
      expect(await facts().regions.withText("fifty")).toEqual([sign]);
      expect(await facts().regions.removedOf("test")).toEqual([]);

      await facts().regions.setRemovedOf("test", true);
      await look(2, []);
      expect(await facts().regions.removedOf("test")).toEqual([sign.id]);
      expect(await facts().regions.emptyTrash()).toEqual([sign.id]);
      await facts().regions.setRemovedOf("test", false);
      expect(await facts().regions.ofDetector("test")).toEqual([]);
    });

    test("parts are counted by type and label", async () => {
      await facts().images.add([newImage(1), newImage(2)]);
      await look(1, [part(1, "object", 0.25, { label: "dog" }), part(1, "object", 0.5, { label: "dog" })]);
      await look(2, [part(2, "object", 0.25, { label: "cat" })]);
      expect(await facts().regions.counts()).toEqual([
        { type: "object", label: "dog", regions: 2, images: 1 },
        { type: "whole", label: null, regions: 2, images: 2 },
        { type: "object", label: "cat", regions: 1, images: 1 },
      ]);
    });

    test("an unknown picture is refused, and nothing is written", async () => {
      await facts().images.add([newImage(1)]);
      const looks = [1, 9].map((number) => ({ image: imageId(number), regions: [], milliseconds: 1 }));
      await expect(facts().regions.recordInspections("test", "v1", looks)).rejects.toThrow(imageId(9));
      await expect(facts().regions.add(part(9, "drawn", 0.5))).rejects.toThrow(imageId(9));
      expect(await facts().regions.inspections("test")).toEqual(new Map());
    });
  });

  function look(number: number, regions: readonly ReturnType<typeof part>[], version = "v1") {
    return facts().regions.recordInspections("test", version, [
      { image: imageId(number), regions, milliseconds: 5 },
    ]);
  }
}
