import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { askedFor, splitWeight, type TypedQuery } from "./query-parts.ts";

const folder = mkdtempSync(join(tmpdir(), "imantics-query-"));
const nothing: TypedQuery = { words: [], and: [], minus: [], image: [], like: [], written: [] };
const askAll = (query: Partial<TypedQuery>) => askedFor({ ...nothing, ...query }, folder);
const ask = async (query: Partial<TypedQuery>) => (await askAll(query)).parts;

test.each([
  ["beach", 1, "beach"],
  ["2*beach", 2, "beach"],
  ["0.5*a sunny beach", 0.5, "a sunny beach"],
  ["-1*people", -1, "people"],
  ["3 * 4", 1, "3 * 4"],
  ["5*", 1, "5*"],
])("%j has weight %d and text %j", (typed, weight, text) => {
  expect(splitWeight(typed)).toEqual({ weight, text });
});

describe("a query", () => {
  test("takes all plain words as one text", async () => {
    expect(await ask({ words: ["red", "car"] })).toEqual([{ kind: "text", text: "red car", weight: 1 }]);
  });

  test("adds further texts and pushes away what --minus says", async () => {
    expect(await ask({ words: ["2*beach"], and: ["sunset"], minus: ["people", "0.5*boats"] })).toEqual([
      { kind: "text", text: "beach", weight: 2 },
      { kind: "text", text: "sunset", weight: 1 },
      { kind: "text", text: "people", weight: -1 },
      { kind: "text", text: "boats", weight: -0.5 },
    ]);
  });

  test("is a line of the query language, with conditions", async () => {
    expect(await askAll({ words: ["beach", "-people", "date:2019"], written: ["TOTAL"] })).toEqual({
      parts: [
        { kind: "text", text: "beach", weight: 1 },
        { kind: "text", text: "people", weight: -1 },
      ],
      conditions: [
        { field: "date", from: "2019-01-01", to: "2019-12-31", isNot: false },
        { field: "written", text: "TOTAL", isNot: false },
      ],
    });
    expect((await askAll({ words: ["is:screenshot"] })).parts).toEqual([]);
  });

  test("points at what it cannot read", async () => {
    await expect(ask({ words: ["dog", "colour:red"] })).rejects.toMatchObject({
      code: "query-unreadable",
      message: expect.stringContaining("\n  dog colour:red\n      ^^^^^^^^^^"),
    });
  });

  test("reads pictures relative to the present folder", async () => {
    writeFileSync(join(folder, "a.png"), "bytes");
    expect(await ask({ image: ["2*a.png"] })).toEqual([
      { kind: "picture", bytes: Buffer.from("bytes"), weight: 2 },
    ]);
  });

  test("needs something to look for, not only things to stay away from", async () => {
    await expect(ask({ minus: ["people"] })).rejects.toMatchObject({ code: "usage" });
    await expect(ask({ words: ["  "] })).rejects.toMatchObject({ code: "usage" });
  });

  test("names a picture that is not there", async () => {
    await expect(ask({ image: ["gone.jpg"] })).rejects.toMatchObject({
      code: "picture-not-readable",
      message: expect.stringContaining("gone.jpg"),
    });
  });
});
