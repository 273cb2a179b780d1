import fc from "fast-check";
import { expect, test } from "vitest";
import type { Space } from "../domain/space.ts";
import { spaceOf } from "./space-of.ts";

const fields: Omit<Space, "id"> = {
  model: "clip-vit-base-patch32",
  revision: "fp32-0011",
  preprocessing: "abc",
  pooling: "projection",
  dimension: 512,
  acceptsText: true,
};

test("any other field makes another space, the order of writing does not", () => {
  const { id } = spaceOf(fields);
  const others: Omit<Space, "id">[] = [
    { ...fields, revision: "q8-0011" },
    { ...fields, preprocessing: "abd" },
    { ...fields, pooling: "cls" },
    { ...fields, dimension: 511 },
    { ...fields, acceptsText: false },
  ];
  expect(new Set([id, ...others.map((other) => spaceOf(other).id)]).size).toBe(6);
  const reversed = Object.fromEntries(Object.entries(fields).reverse());
  expect(spaceOf({ ...fields, ...reversed }).id).toBe(id);
});

test("an id is the model's id with 12 hex digits", () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), (revision, dimension) => {
      expect(spaceOf({ ...fields, revision, dimension }).id).toMatch(/^clip-vit-base-patch32-[0-9a-f]{12}$/);
    }),
  );
});
