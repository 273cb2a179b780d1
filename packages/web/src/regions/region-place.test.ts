import { expect, test } from "vitest";
import { placeOfRegion } from "./region-place.ts";

const image = "3f".repeat(32);

test("an id says which picture and where in it", () => {
  expect(placeOfRegion(`${image}:object:1000-2500-500-10000`)).toEqual({
    image,
    box: { x: 0.1, y: 0.25, width: 0.05, height: 1 },
  });
  expect(placeOfRegion(`${image}:whole`)).toEqual({ image });
});
