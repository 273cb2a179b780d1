import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Condition, QueryPart } from "../search.ts";
import { completionsAt } from "./complete.ts";
import { formatQuery } from "./format.ts";
import { parseQuery } from "./parse.ts";
import { QueryError } from "./tokens.ts";

const id = "3f".repeat(32);
const words = (text: string, weight = 1): QueryPart => ({ kind: "text", text, weight });

describe("a line is read as what is looked for", () => {
  test.each<[string, QueryPart[], Condition[]]>([
    ["dog on a beach", [words("dog on a beach")], []],
    [
      "red t-shirt -people + 2*dog - 0.5*fence",
      [words("red t-shirt"), words("people", -1), words("dog", 2), words("fence", -0.5)],
      [],
    ],
    ["2*beach NOT people", [words("beach", 2), words("people", -1)], []],
    [
      "beach*2 (two dogs)*0.5 -(old car)",
      [words("beach", 2), words("two dogs", 0.5), words("old car", -1)],
      [],
    ],
    [
      "dog date:2019 beach",
      [words("dog beach")],
      [{ field: "date", from: "2019-01-01", to: "2019-12-31", isNot: false }],
    ],
    ['"TOTAL 42,50"', [], [{ field: "written", text: "TOTAL 42,50", isNot: false }]],
    ['-"say \\"no\\""', [], [{ field: "written", text: 'say "no"', isNot: true }]],
    [
      'person:Anna -person:"Ben B" NOT label:dog',
      [],
      [
        { field: "person", name: "Anna", isNot: false },
        { field: "person", name: "Ben B", isNot: true },
        { field: "label", label: "dog", isNot: true },
      ],
    ],
    ["date:2020-02", [], [{ field: "date", from: "2020-02-01", to: "2020-02-29", isNot: false }]],
    ["date:2018..2019-06-05", [], [{ field: "date", from: "2018-01-01", to: "2019-06-05", isNot: false }]],
    ["date:..2019", [], [{ field: "date", from: null, to: "2019-12-31", isNot: false }]],
    [
      `image:${id}@0.1,.2,0.5,0.25 -2*region:${id}:object:1-2-3-4`,
      [
        { kind: "image", id, box: { x: 0.1, y: 0.2, width: 0.5, height: 0.25 }, weight: 1 },
        { kind: "region", id: `${id}:object:1-2-3-4`, weight: -2 },
      ],
      [],
    ],
    [
      "is:duplicate type:text",
      [],
      [
        { field: "is", what: "duplicate", isNot: false },
        { field: "type", type: "text", isNot: false },
      ],
    ],
    ["3*3=9 at 5*", [words("3=9 at 5*", 3)], []],
    ["   ", [], []],
  ])("%s", (line, parts, conditions) => {
    expect(parseQuery(line)).toEqual({ parts, conditions });
  });
});

describe("a line that cannot be read says where and what to do", () => {
  test.each([
    ['beach "TOTAL', "quote opened at 7", 6],
    ["(two dogs", "bracket opened at 1", 0],
    ["beach colour:red", 'no field "colour"', 6],
    ["date:soon", "is no date", 0],
    ["date:2019-02-30", "is no date", 0],
    ["date:2020..2019", "is no date", 0],
    ["is:blurry", "is:screenshot", 0],
    ["image:abc", "no image id", 0],
    [`image:${id}@0.9,0,0.5,1`, "no image id", 0],
    ["person: dog", "needs a name", 0],
    ["beach +", "", -1],
    ["20*beach", "between 0 and 10", 0],
    ["2*label:dog", "takes no weight", 2],
    ["()", "no words", 0],
    ['""', "nothing in these quotes", 0],
  ])("%s", (line, message, from) => {
    if (from < 0) return expect(parseQuery(line).parts).toEqual([words("beach +")]);
    try {
      parseQuery(line);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      expect(error.message).toContain(message);
      expect(error.at.from).toBe(from);
      expect(error.at.to).toBeGreaterThan(from);
    }
  });
});

describe("what is looked for is written as a line", () => {
  const weight = fc
    .integer({ min: -1000, max: 1000 })
    .filter((hundredths) => hundredths !== 0)
    .map((hundredths) => hundredths / 100);
  const text = fc
    .oneof(
      fc.string({ unit: "grapheme", maxLength: 30 }),
      fc.constantFrom(
        "-beach",
        "2*3",
        "image:x",
        '"quoted"',
        '"',
        "t-shirt",
        "- a",
        "NOT yet",
        "(a) b",
        "a\\",
        "a  b",
        "x*2",
      ),
    )
    .map((given) => given.trim())
    .filter((given) => given !== "");
  const hex = fc.stringMatching(/^[0-9a-f]{64}$/);
  const side = fc.integer({ min: 1, max: 4999 }).map((steps) => steps / 10_000);
  const box = fc.record({ x: side, y: side, width: side, height: side });
  const part: fc.Arbitrary<QueryPart> = fc.oneof(
    fc.record({ kind: fc.constant("text" as const), text, weight }),
    fc.record({ kind: fc.constant("image" as const), id: hex, box, weight }),
    fc.record({ kind: fc.constant("picture" as const), picture: hex, weight }),
    fc.record({ kind: fc.constant("region" as const), id: hex.map((it) => `${it}:whole`), weight }),
  );
  const isNot = fc.boolean();
  const condition: fc.Arbitrary<Condition> = fc.oneof(
    fc.record({ field: fc.constant("written" as const), text, isNot }),
    fc.record({
      field: fc.constantFrom("person" as const, "place" as const, "cluster" as const),
      name: text,
      isNot,
    }),
    fc.record({ field: fc.constant("label" as const), label: text, isNot }),
    fc.constantFrom<Condition>(
      { field: "date", from: "2019-01-01", to: "2019-12-31", isNot: true },
      { field: "date", from: "2019-02-01", to: "2019-02-28", isNot: false },
      { field: "date", from: null, to: "2019-02-28", isNot: false },
      { field: "is", what: "unnamed", isNot: true },
    ),
  );

  test("and reads back as the same, whatever it holds", () => {
    const queries = fc.record({
      parts: fc.array(part, { maxLength: 5 }),
      conditions: fc.array(condition, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(queries, (query) => {
        expect(parseQuery(formatQuery(query))).toEqual(query);
      }),
      { numRuns: 500 },
    );
  });

  test("short and readable in the common cases", () => {
    const query = {
      parts: [words("beach at dusk"), words("people", -1), words("old boat", 2)],
      conditions: [],
    };
    expect(formatQuery(query)).toBe("beach at dusk -people +2*(old boat)");
    expect(formatQuery({ parts: [], conditions: parseQuery('person:"Anna M" date:2019').conditions })).toBe(
      'person:"Anna M" date:2019',
    );
  });
});

describe("what could be typed next", () => {
  const vocabulary = { person: ["Anna", "Ben Brown", "Joanna"], label: ["dog", "cat"] };
  const texts = (line: string) => completionsAt(line, line.length, vocabulary).map(({ text }) => text);

  test.each([
    ["beach per", ["person:"]],
    ["beach -p", ["person:", "place:", "picture:"]],
    ["person:ann", ["Anna", "Joanna"]],
    ["NOT person:b", ['"Ben Brown"']],
    ['person:"Ben B', ['"Ben Brown"']],
    ["type:", ["object", "text", "face", "drawn"]],
    ["beach ", []],
    ["zebra", []],
    ["colour:r", []],
  ])("%s", (line, expected) => {
    expect(texts(line)).toEqual(expected);
  });

  test("takes the place of what was begun", () => {
    const [first] = completionsAt("dog person:an more", 13, vocabulary);
    expect(first).toMatchObject({ from: 11, to: 13, text: "Anna" });
  });
});

test("folders are found by folder:, and album: is refused with the way to write it instead", () => {
  expect(parseQuery('-folder:"Summer 2019"').conditions).toEqual([
    { field: "folder", name: "Summer 2019", isNot: true },
  ]);
  expect(() => parseQuery('album:"Summer 2019"')).toThrow(/no albums yet.*folder:"Summer 2019"/);
  expect(completionsAt("al", 2)).toEqual([]);
  expect(completionsAt("fo", 2).map(({ text }) => text)).toEqual(["folder:"]);
});
