import fc from "fast-check";
import { expect, test } from "vitest";
import { random, shuffle } from "../random.ts";
import { joinById } from "./join.ts";

test("labels meet by id, in whatever order they come, in the order of the truth", () => {
  const ids = fc.uniqueArray(fc.string(), { maxLength: 20 });
  fc.assert(
    fc.property(ids, fc.integer(), (names, seed) => {
      const truth = names.map((id, i) => [id, i] as const);
      const predicted = shuffle(
        names.map((id, i) => [id, `cluster of ${i}`] as const),
        random(seed),
      );
      const joined = joinById(truth, predicted);
      expect(joined.ids).toEqual(names);
      expect(joined.predicted).toEqual(joined.truth.map((i) => `cluster of ${i}`));
    }),
  );
});

test("an id on one side only is an error with counts and examples", () => {
  const truth = new Map([
    ["a.jpg", 1],
    ["b.jpg", 1],
    ["c.jpg", 2],
    ["d.jpg", 2],
    ["e.jpg", 2],
  ]);
  expect(() => joinById(truth, [["a.jpg", 7]])).toThrow(
    'Ids on both sides: 1, of 5 true and 1 predicted labels; 4 ids are without a prediction ("b.jpg", "c.jpg", "d.jpg", …), no id is without a true label.',
  );
  expect(() => joinById([["a.jpg", 7]], truth)).toThrow(
    /no id is without a prediction, 4 ids are without a true label/,
  );
});

test("an id with two labels is an error, even when they are the same", () => {
  const twice = [
    ["a", 1],
    ["b", 2],
    ["a", 1],
  ] as const;
  expect(() => joinById(twice, [["a", 1]])).toThrow(
    /Among 3 true labels, 1 id is there more than once \("a"\)/,
  );
});
