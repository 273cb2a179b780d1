import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pathPrinter } from "./paths.ts";

const cwd = "/home/ann";
const sources = [
  { location: "/home/ann/photos", givenAs: "./photos/" },
  { location: "/home/ann/photos/trip", givenAs: "/home/ann/photos/trip" },
  { location: "/mnt/disk", givenAs: "../../mnt/disk" },
  { location: "/home/ann", givenAs: "." },
  { location: "/home/ann/a.zip", givenAs: "a.zip" },
  { location: "/home/ann/one.jpg", givenAs: "./one.jpg" },
  { location: "/old/place", givenAs: "place" },
];
const print = pathPrinter(sources, cwd);

describe("paths are printed as they were typed", () => {
  test.each([
    ["/home/ann/photos/b/c.jpg", "./photos/b/c.jpg"],
    ["/home/ann/photos/trip/d.jpg", "/home/ann/photos/trip/d.jpg"],
    ["/mnt/disk/e.jpg", "../../mnt/disk/e.jpg"],
    ["/home/ann/f.jpg", "./f.jpg"],
    ["/home/ann/a.zip!/inner/g.jpg", "a.zip!/inner/g.jpg"],
    ["/home/ann/one.jpg", "./one.jpg"],
  ])("%s → %s", (path, printed) => expect(print(path)).toBe(printed));

  test("absolute when the typed words no longer lead there", () => {
    expect(print("/old/place/h.jpg")).toBe("/old/place/h.jpg");
    expect(pathPrinter(sources, "/elsewhere")("/home/ann/photos/b.jpg")).toBe("/home/ann/photos/b.jpg");
  });

  test("a name that merely begins like a source is not inside it", () => {
    const only = pathPrinter([{ location: "/home/ann/photos", givenAs: "photos" }], cwd);
    expect(only("/home/ann/photos-2/i.jpg")).toBe("/home/ann/photos-2/i.jpg");
  });

  test("the root folder is a source like any other", () => {
    expect(pathPrinter([{ location: "/", givenAs: "/" }], cwd)("/x/y.jpg")).toBe("/x/y.jpg");
  });

  test("what is printed always leads back to the same file", async () => {
    const { resolve } = await import("node:path");
    const segment = fc.stringMatching(/^[a-z!. ]*[a-z]$/);
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), fc.boolean(), (segments, isAbsolute) => {
        const location = resolve(cwd, "in", ...segments.slice(0, -1));
        const source = { location, givenAs: isAbsolute ? location : `./${location.slice(cwd.length + 1)}` };
        const path = `${location}/${segments.at(-1)}`;
        expect(resolve(cwd, pathPrinter([source], cwd)(path))).toBe(path);
      }),
    );
  });
});
