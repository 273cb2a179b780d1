import { matrix, normaliseRows, random } from "@imantics/core";
import { describe, expect, test } from "vitest";
import { nameClusters } from "./name-clusters.ts";

/** Rows that point along the given axes, with a common offset as the gap between kinds. */
function along(axes: readonly number[], offset: number, columns = 8) {
  const vectors = matrix(axes.length, columns);
  for (const [i, axis] of axes.entries()) {
    vectors.data[i * columns + axis]! += 1;
    vectors.data[i * columns + columns - 1]! += offset;
  }
  return normaliseRows(vectors);
}

const words = ["dog", "beach", "receipt", "mountain", "thing"];

describe("names by contrast", () => {
  test("each cluster gets the word of its own direction, across a gap between pictures and words", () => {
    const names = nameClusters(along([1, 0, 2], 3), {
      words,
      vectors: along([0, 1, 2, 3, 4], -3),
      everydayCount: 0,
    });
    expect(names.map(({ name }) => name)).toEqual(["Beach", "Dog", "Receipt"]);
  });

  test("names are unique even when clusters are alike", () => {
    const means = matrix(
      4,
      8,
      Float32Array.from({ length: 32 }, () => random(1).uniform()),
    );
    const names = nameClusters(means, { words, vectors: along([0, 1, 2, 3, 4], 0), everydayCount: 0 });
    expect(new Set(names.map(({ name }) => name)).size).toBe(4);
  });

  test("more clusters than words: the rest are numbered", () => {
    const names = nameClusters(along([0, 1, 2], 0), {
      words: ["dog"],
      vectors: along([0], 0),
      everydayCount: 0,
    });
    expect(names.filter(({ name }) => name.startsWith("Group "))).toHaveLength(2);
  });

  test("a single cluster is named too", () => {
    const names = nameClusters(along([3], 0), {
      words,
      vectors: along([0, 1, 2, 3, 4], 0),
      everydayCount: 0,
    });
    expect(names[0]!.name).toBe("Mountain");
  });
});
