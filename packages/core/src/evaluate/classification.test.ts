import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matrix } from "../matrix.ts";
import { random } from "../random.ts";
import { classification, clusterClassification } from "./classification.ts";
import { confusionMatrix, matchedConfusion } from "./confusion.ts";
import { contingency } from "./contingency.ts";
import { hungarianAccuracy } from "./matching.ts";
import { rocAuc, rocAucByClass } from "./roc.ts";

describe("predictions by name, worked out by hand", () => {
  const truth = ["cat", "cat", "cat", "dog", "dog", "owl"];
  const predicted = ["cat", "cat", "dog", "dog", "fox", "cat"];
  const confusion = confusionMatrix(truth, predicted);
  test("the table has the classes first, then names that are no class", () => {
    expect(confusion.classes).toEqual(["cat", "dog", "owl"]);
    expect(confusion.predictions).toEqual(["cat", "dog", null, "fox"]);
    expect([...confusion.counts]).toEqual([2, 1, 0, 0, 0, 1, 0, 1, 1, 0, 0, 0]);
  });
  test("accuracy, precision, recall and F1", () => {
    const { accuracy, perClass, macro } = classification(confusion);
    expect(accuracy).toBe(0.5);
    expect(perClass).toEqual([
      { label: "cat", support: 3, accuracy: 4 / 6, precision: 2 / 3, recall: 2 / 3, f1: 2 / 3 },
      { label: "dog", support: 2, accuracy: 4 / 6, precision: 0.5, recall: 0.5, f1: 0.5 },
      { label: "owl", support: 1, accuracy: 5 / 6, precision: 0, recall: 0, f1: 0 },
    ]);
    expect(macro.recall).toBeCloseTo((2 / 3 + 0.5) / 3, 12);
  });
});

const labelPairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: -1, max: 5 })), {
  minLength: 1,
  maxLength: 30,
});

test("clusters take the names of the classes they match best; noise is a miss", () => {
  fc.assert(
    fc.property(labelPairs, (pairs) => {
      const truth = pairs.map(([t]) => t);
      const assignment = pairs.map(([, c]) => c);
      const confusion = matchedConfusion(truth, assignment);
      const covered = pairs.filter(([, c]) => c >= 0);
      const table = contingency(
        covered.map(([t]) => t),
        covered.map(([, c]) => c),
      );
      const hits = covered.length === 0 ? 0 : hungarianAccuracy(table) * covered.length;
      expect(classification(confusion).accuracy).toBeCloseTo(hits / pairs.length, 12);
      expect(confusion.counts.reduce((sum, count) => sum + count, 0)).toBe(pairs.length);
      const named = confusion.predictions.filter((label) => label !== null);
      expect(new Set(named)).toEqual(new Set(assignment));
      expect(named.length).toBe(new Set(assignment).size);
    }),
  );
});

test("clusters of other numbers, matched", () => {
  const confusion = matchedConfusion(["a", "a", "b", "b", "b"], [9, 9, 4, 4, -1]);
  expect(confusion.predictions).toEqual([9, 4, -1]);
  expect([...confusion.counts]).toEqual([2, 0, 0, 0, 2, 1]);
});

test("clusters that are the classes are right throughout, shuffled ones as often as chance has it", () => {
  const truth = Array.from({ length: 300 }, (_, i) => `class ${i % 10}`);
  const assignment = truth.map((_, i) => 9 - (i % 10));
  const { figures, shuffled, confusion } = clusterClassification(truth, assignment, 1);
  expect(figures.macro).toEqual({ accuracy: 1, precision: 1, recall: 1, f1: 1 });
  expect(confusion.predictions).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  expect(shuffled.accuracy).toBeGreaterThan(0.1);
  expect(shuffled.accuracy).toBeLessThan(0.25);
});

describe("area under the ROC curve", () => {
  test("counts the pairs that are in the right order, ties half", () => {
    const scored = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.boolean()), {
      minLength: 2,
      maxLength: 25,
    });
    fc.assert(
      fc.property(scored, (things) => {
        const positives = things.filter(([, is]) => is);
        const negatives = things.filter(([, is]) => !is);
        let right = 0;
        for (const [p] of positives) for (const [n] of negatives) right += p > n ? 1 : p === n ? 0.5 : 0;
        const area = rocAuc(
          things.map(([score]) => score),
          things.map(([, is]) => is),
        );
        if (positives.length * negatives.length === 0) expect(area).toBeNaN();
        else expect(area).toBeCloseTo(right / (positives.length * negatives.length), 12);
      }),
    );
  });

  test("any rising change of the scores leaves it", () => {
    const chance = random(4);
    const scores = Array.from({ length: 200 }, () => chance.normal());
    const isPositive = scores.map((score) => score + chance.normal() > 0);
    expect(rocAuc(scores.map(Math.exp), isPositive)).toBe(rocAuc(scores, isPositive));
  });

  test("by class: each against the rest, absent classes left out of the mean", () => {
    const scores = matrix(4, 3, Float32Array.of(0.9, 0.1, 0, 0.4, 0.6, 0, 0.5, 0.5, 0, 0.2, 0.8, 0));
    const { perClass, macro } = rocAucByClass(scores, ["a", "b", "c"], ["a", "a", "b", "b"]);
    expect(perClass.map((area) => (Number.isNaN(area) ? "none" : area))).toEqual([0.75, 0.75, "none"]);
    expect(macro).toBe(0.75);
    expect(() => rocAuc([1, Number.NaN], [0, 1])).toThrow(/Score 1 is NaN/);
  });
});

test("lists of different length are refused", () => {
  expect(() => confusionMatrix(["a"], [])).toThrow(/1 true and 0 predicted/);
  expect(() => matchedConfusion(["a"], [])).toThrow(/1 true and 0 predicted/);
  expect(() => rocAuc([1], [])).toThrow(/1 scores for 0 things/);
});
