import { describe, expect, test } from "vitest";
import { inheritIds } from "./inherit-ids.ts";

const earlier = new Map([
  ["dogs", ["a", "b", "c", "d"]],
  ["beach", ["x", "y"]],
]);

describe("cluster ids over re-runs", () => {
  test("a cluster that gained members keeps its id", () => {
    expect(inheritIds([["a", "b", "c", "d", "e"]], [earlier])).toEqual(["dogs"]);
  });

  test("when a cluster splits, only the larger half keeps the id", () => {
    const [large, small] = inheritIds([["a", "b", "c"], ["d"]], [earlier]);
    expect(large).toBe("dogs");
    expect(small).not.toBe("dogs");
  });

  test("less than half in common makes a new cluster", () => {
    expect(inheritIds([["a", "p", "q", "r"]], [earlier])[0]).toMatch(/^c-/);
  });

  test("the first of several earlier clusterings wins", () => {
    const other = new Map([["hounds", ["a", "b", "c", "d"]]]);
    expect(inheritIds([["a", "b", "c", "d"]], [other, earlier])).toEqual(["hounds"]);
  });

  test("fresh ids depend on members alone, not on their order", () => {
    expect(inheritIds([["m", "n"]], [])).toEqual(inheritIds([["n", "m"]], []));
  });
});
