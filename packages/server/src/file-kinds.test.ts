import { dirname, join, resolve } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { importName, requireKind } from "./file-kinds.ts";

function nameOrNull(given: string): string | null {
  try {
    return importName(given).name;
  } catch {
    return null;
  }
}

test("whatever the name, the file lies directly in the folder or nowhere", () => {
  const anything = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(".", "/", "\\", "\0", "a", "é") }),
  );
  fc.assert(
    fc.property(anything, fc.constantFrom(".jpg", ".PNG", ".zip"), (stem, ending) => {
      const name = nameOrNull(stem + ending);
      return name === null || dirname(resolve(join("/imports", name))) === "/imports";
    }),
  );
});

test.each([
  "../a.jpg",
  "a/../../b.jpg",
  "..\\a.jpg",
  "/etc/a.jpg",
  "a\0.jpg",
  "a\n.jpg",
  "gpj\u202ea.jpg",
  ".hidden.jpg",
  "..jpg",
])("%j is refused", (name) => {
  expect(() => importName(name)).toThrow(expect.objectContaining({ code: "name-not-allowed" }));
});

test.each(["a.exe", "a.svg", "a", "a.jpg.html", "jpg"])("%j is not a kind that comes in", (name) => {
  expect(() => importName(name)).toThrow(expect.objectContaining({ code: "unsupported-type" }));
});

test("ordinary names stay as they are, in one form of Unicode", () => {
  expect(importName("Été à Nice (2).JPG")).toEqual({ name: "Été à Nice (2).JPG", kind: "image" });
  expect(importName("E\u0301te\u0301.zip")).toEqual({ name: "Été.zip", kind: "zip" });
});

test("a name longer than file systems take is refused", () => {
  expect(nameOrNull(`${"é".repeat(98)}.jpg`)).not.toBeNull();
  expect(nameOrNull(`${"é".repeat(99)}.jpg`)).toBeNull();
});

test("a zip is no picture and a picture no zip", () => {
  const zip = Buffer.from("PK\x03\x04 and so on");
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
  requireKind("zip", zip);
  requireKind("image", jpeg);
  expect(() => requireKind("image", zip)).toThrow(expect.objectContaining({ code: "unsupported-type" }));
  expect(() => requireKind("zip", jpeg)).toThrow(expect.objectContaining({ code: "unsupported-type" }));
});

test("of the files in media boxes, HEIC and AVIF are pictures and films are not", () => {
  const box = (brand: string) => Buffer.from(`\0\0\0\x18ftyp${brand}`, "latin1");
  for (const brand of ["heic", "heix", "mif1", "avif", "avis"]) requireKind("image", box(brand));
  for (const brand of ["isom", "mp42", "qt  "]) expect(() => requireKind("image", box(brand))).toThrow();
});
