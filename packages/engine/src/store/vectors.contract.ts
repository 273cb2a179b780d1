/** What every VectorStore does. Run it over a technology with `vectorsContract("name", open)`. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { imageId, space, vectorSet } from "./samples.contract.ts";
import type { VectorStore } from "./vectors.ts";

export function vectorsContract(name: string, open: () => Promise<VectorStore>): void {
  describe(name, () => {
    let vectors: VectorStore;
    const tiny = space();
    beforeEach(async () => {
      vectors = await open();
    });
    afterEach(() => vectors.close());

    test("a space that nothing was put into is empty", async () => {
      const { ids, vectors: rows } = await vectors.load(tiny);
      expect([ids, rows.rows, rows.columns]).toEqual([[], 0, 8]);
      expect((await vectors.ids(tiny)).size).toBe(0);
      expect(await vectors.sizeBytes(tiny)).toBe(0);
      await vectors.remove(tiny, ["a"]);
      await vectors.drop(tiny.id);
      await vectors.optimise(tiny);
      await vectors.put(tiny, vectorSet([], []));
    });

    test("everything comes back in order of id, each vector with its own", async () => {
      const numbers = Array.from({ length: 1500 }, (_, number) => number);
      for (let start = 0; start < numbers.length; start += 256) {
        const batch = numbers.slice(start, start + 256);
        await vectors.put(tiny, vectorSet(batch.map(imageId), batch));
      }
      const expected = [...numbers].sort((a, b) => (imageId(a) < imageId(b) ? -1 : 1));
      const check = async () => {
        const loaded = await vectors.load(tiny);
        expect(loaded.ids).toEqual(expected.map(imageId));
        expect(loaded.vectors.data).toEqual(
          Float32Array.from(expected.flatMap((number) => Array(8).fill(number))),
        );
      };
      await check();
      await vectors.optimise(tiny);
      await check();
    });

    test("a space takes at least the room of its numbers", async () => {
      await vectors.put(tiny, vectorSet(["a", "b", "c"], [1, 2, 3]));
      expect(await vectors.sizeBytes(tiny)).toBeGreaterThanOrEqual(3 * 8 * 4);
    });

    test("numbers keep every bit", async () => {
      const set = vectorSet(["a", "b"], [0, 0]);
      set.vectors.data.set([0.1, -0, 1e-45, 3.4028234663852886e38, 1 / 3, Math.PI, -1e-7, 1], 8);
      await vectors.put(tiny, set);
      expect((await vectors.load(tiny)).vectors.data).toEqual(set.vectors.data);
    });

    test("an id that is put again has its new vector, alone or among new ones", async () => {
      await vectors.put(tiny, vectorSet(["a", "b"], [1, 2]));
      await vectors.put(tiny, vectorSet(["b"], [3]));
      await vectors.put(tiny, vectorSet(["c", "a"], [4, 5]));
      const loaded = await vectors.load(tiny);
      expect(loaded.ids).toEqual(["a", "b", "c"]);
      expect([...loaded.vectors.data]).toEqual([5, 3, 4].flatMap((number) => Array(8).fill(number)));
    });

    test("sets that are put at the same time do not double an id", async () => {
      await Promise.all(
        [1, 2, 3, 4].map((number) =>
          vectors.put(tiny, vectorSet(["same", `own ${number}`], [number, number])),
        ),
      );
      expect((await vectors.load(tiny)).ids).toEqual(["own 1", "own 2", "own 3", "own 4", "same"]);
    });

    test("of an id given twice at once the last row stays", async () => {
      await vectors.put(tiny, vectorSet(["a", "b", "a"], [1, 2, 3]));
      const loaded = await vectors.load(tiny);
      expect(loaded.ids).toEqual(["a", "b"]);
      expect(loaded.vectors.data[0]).toBe(3);
    });

    test("a set that is changed after it was put does not change the store", async () => {
      const set = vectorSet(["a"], [1]);
      await vectors.put(tiny, set);
      set.vectors.data.fill(9);
      const loaded = await vectors.load(tiny);
      expect(loaded.vectors.data[0]).toBe(1);
      loaded.vectors.data.fill(7);
      expect((await vectors.load(tiny)).vectors.data[0]).toBe(1);
    });

    test("ids with quotes and any letters are added, found and removed", async () => {
      const ids = ["it's", 'say "hi"', "日本語", "🏔️", "a%_b", "\\", "'; --"];
      await vectors.put(
        tiny,
        vectorSet(
          ids,
          ids.map((_, index) => index),
        ),
      );
      expect(await vectors.ids(tiny)).toEqual(new Set(ids));
      expect((await vectors.load(tiny)).ids).toEqual([...ids].sort());
      await vectors.remove(tiny, ["it's", "🏔️", "'; --", "unknown"]);
      expect(await vectors.ids(tiny)).toEqual(new Set(['say "hi"', "日本語", "a%_b", "\\"]));
    });

    test("a removed id can be put again", async () => {
      await vectors.put(tiny, vectorSet(["a", "b"], [1, 2]));
      await vectors.remove(tiny, ["a"]);
      await vectors.put(tiny, vectorSet(["a"], [3]));
      expect((await vectors.load(tiny)).vectors.data[0]).toBe(3);
      expect((await vectors.load(tiny)).ids).toEqual(["a", "b"]);
    });

    test("thousands are removed in one call", async () => {
      const ids = Array.from({ length: 2500 }, (_, number) => imageId(number));
      await vectors.put(
        tiny,
        vectorSet(
          ids,
          ids.map((_, index) => index),
        ),
      );
      await vectors.remove(tiny, ids.slice(1));
      expect(await vectors.ids(tiny)).toEqual(new Set([imageId(0)]));
    });

    test("spaces are apart, and dropping one leaves the other", async () => {
      const wide = space("wide.v1-0123456789ab", 16);
      await vectors.put(tiny, vectorSet(["a"], [1]));
      await vectors.put(wide, vectorSet(["a"], [2], 16));
      await vectors.drop(tiny.id);
      expect((await vectors.ids(tiny)).size).toBe(0);
      expect((await vectors.load(wide)).vectors.data).toEqual(new Float32Array(16).fill(2));
      await vectors.put(tiny, vectorSet(["b"], [3]));
      expect((await vectors.load(tiny)).ids).toEqual(["b"]);
    });

    test("a vector of another width is refused, and nothing of its set is kept", async () => {
      await expect(vectors.put(tiny, vectorSet(["a"], [1], 9))).rejects.toMatchObject({
        code: "vector-dimension-mismatch",
        message: expect.stringContaining("8"),
      });
      await expect(vectors.put(tiny, { ...vectorSet(["a"], [1]), ids: ["a", "b"] })).rejects.toMatchObject({
        code: "internal:vector-count",
      });
      expect((await vectors.ids(tiny)).size).toBe(0);
    });
  });
}
