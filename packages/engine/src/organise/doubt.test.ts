import fc from "fast-check";
import { expect, test } from "vitest";
import { firstDoubtful } from "./doubt.ts";

test("doubt begins at the members that lie apart", () => {
  expect(firstDoubtful([0.2, 0.91, 0.9, 0.88, 0.92, 0.1, 0.89])).toBe(5);
});

test("an even decline raises no doubt", () => {
  expect(firstDoubtful([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])).toBe(6);
});

test("a handful says nothing", () => {
  expect(firstDoubtful([0.9, 0.9, 0.1])).toBe(3);
  expect(firstDoubtful([])).toBe(0);
});

test("at least half of a cluster is never in doubt, and the order of members does not matter", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (strengths) => {
      const first = firstDoubtful(strengths);
      return first >= strengths.length / 2 && first === firstDoubtful(strengths.toReversed());
    }),
  );
});
