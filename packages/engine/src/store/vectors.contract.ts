/** What every VectorStore does. Run it over a technology with `vectorsContract("name", open)`. */
import { random } from "@imantics/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { imageId, space, vectorSet } from "./samples.contract.ts";
import type { HeldVectors, VectorMark, VectorStore } from "./vectors.ts";

/** A reader that keeps what `changes` tells it, in the plainest way: number by id. */
function reader(vectors: VectorStore, tiny: ReturnType<typeof space>) {
  const numbers = new Map<string, number>();
  let mark: VectorMark | null = null;
  return {
    numbers,
    /** Brings it up to date; answers which ids it was told of. */
    async follow() {
      const held: HeldVectors = {
        mark,
        size: numbers.size,
        has: (id) => numbers.has(id),
        ids: () => numbers.keys(),
      };
      const { put, removed, mark: next } = await vectors.changes(tiny, held);
      mark = next;
      expect(put.ids).toEqual([...put.ids].sort());
      for (const [at, id] of put.ids.entries()) numbers.set(id, put.vectors.data[at * 8] ?? Number.NaN);
      for (const id of removed) numbers.delete(id);
      expect(next.generation).toBe(await vectors.generation(tiny));
      return { put: put.ids, removed: [...removed].sort() };
    },
  };
}

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

    test("the generation changes with every write, and with nothing else", async () => {
      const seen = [await vectors.generation(tiny)];
      expect(seen).toEqual([""]);
      const next = async () => {
        const generation = await vectors.generation(tiny);
        expect(seen).not.toContain(generation);
        seen.push(generation);
        await vectors.load(tiny);
        await vectors.ids(tiny);
        await vectors.put(space("wide.v1-0123456789ab", 16), vectorSet(["a"], [1], 16));
        expect(await vectors.generation(tiny)).toBe(generation);
      };
      await vectors.put(tiny, vectorSet(["a", "b"], [1, 2]));
      await next();
      await vectors.put(tiny, vectorSet(["c"], [3]));
      await next();
      await vectors.put(tiny, vectorSet(["c"], [4]));
      await next();
      await vectors.remove(tiny, ["a"]);
      await next();
      await vectors.drop(tiny.id);
      expect(await vectors.generation(tiny)).toBe("");
      for (let number = 0; number < 3; number++) {
        await vectors.put(tiny, vectorSet([`new ${number}`], [number]));
        await next();
      }
    });

    test("a reader is told what was added and what was replaced, and of nothing twice", async () => {
      const { numbers, follow } = reader(vectors, tiny);
      expect(await follow()).toEqual({ put: [], removed: [] });
      await vectors.put(tiny, vectorSet(["b", "a"], [2, 1]));
      expect(await follow()).toEqual({ put: ["a", "b"], removed: [] });
      expect(await follow()).toEqual({ put: [], removed: [] });
      await vectors.put(tiny, vectorSet(["c"], [3]));
      await vectors.put(tiny, vectorSet(["d"], [4]));
      expect(await follow()).toEqual({ put: ["c", "d"], removed: [] });
      await vectors.put(tiny, vectorSet(["a", "e"], [7, 5]));
      expect(await follow()).toEqual({ put: ["a", "e"], removed: [] });
      expect(Object.fromEntries(numbers)).toEqual({ a: 7, b: 2, c: 3, d: 4, e: 5 });
    });

    test("a reader is told what is gone, whatever else happened meanwhile", async () => {
      const { numbers, follow } = reader(vectors, tiny);
      await vectors.put(tiny, vectorSet(["a", "b", "c"], [1, 2, 3]));
      await follow();
      await vectors.remove(tiny, ["b"]);
      expect((await follow()).removed).toEqual(["b"]);
      await vectors.put(tiny, vectorSet(["d"], [4]));
      await vectors.remove(tiny, ["a"]);
      await vectors.put(tiny, vectorSet(["c"], [9]));
      expect((await follow()).removed).toEqual(["a"]);
      await vectors.remove(tiny, ["d"]);
      await vectors.put(tiny, vectorSet(["d", "e"], [5, 6]));
      await vectors.optimise(tiny);
      expect((await follow()).removed).toEqual([]);
      expect(Object.fromEntries(numbers)).toEqual({ c: 9, d: 5, e: 6 });
      await vectors.remove(tiny, ["c"]);
      await vectors.optimise(tiny);
      expect((await follow()).removed).toEqual(["c"]);
      await vectors.put(tiny, vectorSet(["z"], [26]));
      expect(await follow()).toEqual({ put: ["z"], removed: [] });
      await vectors.drop(tiny.id);
      expect((await follow()).removed).toEqual(["d", "e", "z"]);
      await vectors.put(tiny, vectorSet(["d"], [8]));
      expect(await follow()).toEqual({ put: ["d"], removed: [] });
      expect(Object.fromEntries(numbers)).toEqual({ d: 8 });
    });

    test("a reader that follows any writes holds what is there", async () => {
      const chance = random(1);
      const { numbers, follow } = reader(vectors, tiny);
      for (let step = 0; step < 40; step++) {
        const ids = Array.from({ length: 1 + chance.integer(4) }, () => `r${chance.integer(12)}`);
        const what = chance.uniform();
        if (what < 0.6) {
          await vectors.put(
            tiny,
            vectorSet(
              ids,
              ids.map(() => chance.integer(1000)),
            ),
          );
        } else if (what < 0.9) await vectors.remove(tiny, ids);
        else await vectors.optimise(tiny);
        if (chance.uniform() < 0.5) continue;
        await follow();
        const { ids: there, vectors: rows } = await vectors.load(tiny);
        const expected = Object.fromEntries(there.map((id, at) => [id, rows.data[at * 8]]));
        expect(Object.fromEntries(numbers)).toEqual(expected);
      }
    });
  });
}
