import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSearch, stringifySearch } from "./search-values.ts";
import { readPhotosSearch, readSearchSearch } from "./view-in-address.ts";

test("values come back as they were", () => {
  const values = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,5}$/),
    fc.oneof(fc.string(), fc.array(fc.string(), { minLength: 2, maxLength: 4 })),
  );
  fc.assert(
    fc.property(values, (search) => {
      expect({ ...parseSearch(stringifySearch(search)) }).toEqual({ ...search });
    }),
  );
});

test("what does not belong in an address is ignored", () => {
  expect(readPhotosSearch({ order: "sideways", size: "9999", image: "../etc", at: "1" })).toEqual({});
  expect(readPhotosSearch({ order: "oldest", size: "200" })).toEqual({ order: "oldest", size: 200 });
  expect(readSearchSearch({ q: "beach", cut: "90", pool: "sum" })).toEqual({ q: "beach", cut: 90 });
});

test("an address with a part a value is read as one line", () => {
  expect(readSearchSearch({ q: ["red disc", "2*stripes", "-text"] })).toEqual({
    q: "red disc +2*stripes -text",
  });
});
