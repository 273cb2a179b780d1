import type { QueryPart } from "@imantics/api";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatWords, parseWords, withWords } from "./query-text.ts";
import { decodePart, decodeQuery, encodePart, encodeQuery } from "./query-url.ts";

const id = fc.stringMatching(/^[0-9a-f]{64}$/);
const weight = fc
  .integer({ min: -1000, max: 1000 })
  .filter((hundredths) => hundredths !== 0)
  .map((hundredths) => hundredths / 100);
const text = fc
  .oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("-beach", "2*3", "image:x", '"quoted"', '"', "t-shirt", "- a"),
  )
  .map((words) => words.trim())
  .filter((words) => words !== "");
const part: fc.Arbitrary<QueryPart> = fc.oneof(
  fc.record({ kind: fc.constant("text" as const), text, weight }),
  fc.record({ kind: fc.constant("image" as const), id, weight }),
  fc.record({ kind: fc.constant("picture" as const), picture: id, weight }),
);

describe("a query in the address", () => {
  test("comes back as it was, whatever was typed", () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
        const address = new URLSearchParams(encodeQuery(parts).map((value) => ["q", value])).toString();
        expect(decodeQuery(new URLSearchParams(address).getAll("q"))).toEqual(parts);
      }),
    );
  });

  test("is short and readable in the common cases", () => {
    expect(encodePart({ kind: "text", text: "beach", weight: 1 })).toBe("beach");
    expect(encodePart({ kind: "text", text: "people", weight: -1 })).toBe("-people");
    expect(encodePart({ kind: "image", id: "a".repeat(64), weight: 2 })).toBe(`2*image:${"a".repeat(64)}`);
  });

  test("nothing to look for is not a part", () => {
    expect(decodePart("")).toBeNull();
    expect(decodePart("-")).toBeNull();
    expect(decodePart("2* ")).toBeNull();
    expect(decodeQuery(["", "dog"])).toHaveLength(1);
  });
});

describe("words as they are typed", () => {
  test("minus, plus and weight make parts; a hyphen inside a word does not", () => {
    expect(parseWords("red t-shirt -people + 2*dog - 0.5*fence")).toEqual([
      { kind: "text", text: "red t-shirt", weight: 1 },
      { kind: "text", text: "people", weight: -1 },
      { kind: "text", text: "dog", weight: 2 },
      { kind: "text", text: "fence", weight: -0.5 },
    ]);
  });

  test("what the box shows is read back as the same parts", () => {
    const words = fc.stringMatching(/^[a-z]{1,8}( [a-z]{1,8}){0,2}$/);
    const typed = fc.array(fc.record({ kind: fc.constant("text" as const), text: words, weight }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(typed, (parts) => {
        expect(parseWords(formatWords(parts))).toEqual(parts);
      }),
    );
  });

  test("editing the words leaves the pictures in the query", () => {
    const picture: QueryPart = { kind: "image", id: "b".repeat(64), weight: 1 };
    expect(withWords([{ kind: "text", text: "old", weight: 1 }, picture], "new")).toEqual([
      { kind: "text", text: "new", weight: 1 },
      picture,
    ]);
  });
});
