import { expect, test } from "vitest";
import { coco91Labels, cocoLabels, superclasses, superclassOf } from "./coco-classes.ts";

test("there are eighty labels, each once, at the places where detectors count them", () => {
  expect(new Set(cocoLabels).size).toBe(80);
  expect([0, 9, 14, 24, 29, 39, 46, 56, 62, 79].map((index) => cocoLabels[index])).toEqual([
    ...["person", "traffic light", "bird", "backpack", "frisbee"],
    ...["bottle", "banana", "chair", "tv", "toothbrush"],
  ]);
});

test("COCO's own numbers leave gaps", () => {
  expect([1, 13, 17, 90].map((number) => coco91Labels[number])).toEqual([
    ...["person", "stop sign", "cat", "toothbrush"],
  ]);
  expect(coco91Labels.filter((label) => label !== null)).toEqual(cocoLabels);
  expect(coco91Labels[0]).toBeNull();
});

test("every label has a superclass, and an unknown word is an object", () => {
  expect(superclasses.toSorted()).toEqual(
    ["animal", "object", "outdoors", "person", "sports", "vehicle"].toSorted(),
  );
  expect(["dog", "kite", "bench", "boat", "cake", "person"].map(superclassOf)).toEqual([
    ...["animal", "sports", "outdoors", "vehicle", "object", "person"],
  ]);
  expect(superclassOf("accordion")).toBe("object");
});
