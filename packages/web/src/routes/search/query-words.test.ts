import { type Hit, parseQuery } from "@imantics/api";
import { describe, expect, test } from "vitest";
import { conditionName, conditionValue, meetsWords, whyWords } from "./query-words.ts";

const box = { x: 0, y: 0, width: 1, height: 1 };
const hit: Pick<Hit, "reasons" | "parts"> = {
  parts: [62.4, 11.8],
  reasons: [
    { region: { id: "a", type: "whole", box, label: null, text: null }, percentile: 62.4, words: [] },
    { region: { id: "b", type: "text", box, label: null, text: "CAFE" }, percentile: 30, words: ["cafe"] },
    { region: { id: "c", type: "object", box, label: "cup", text: null }, percentile: 8, words: [] },
  ],
};

describe("why a hit is there", () => {
  test("each region that speaks for it, strongest first", () => {
    expect(whyWords(hit, parseQuery("coffee").parts)).toBe(
      'whole picture 62, text "CAFE" 30 (says cafe), object cup 8',
    );
  });

  test("and what each part of the query says of it, when there are several", () => {
    expect(whyWords(hit, parseQuery("coffee -people").parts)).toMatch(
      /object cup 8\. Of the whole picture: coffee 62, without people 12$/,
    );
  });

  test("without a ranking only the parts that meet the conditions", () => {
    expect(meetsWords(hit)).toBe('text "CAFE", object cup');
  });
});

test.each([
  ['"TOTAL 42"', 'in the picture "TOTAL 42"'],
  ["person:Anna", "person Anna"],
  ["-date:2019-05", "date 2019-05"],
  ["is:screenshot", "is screenshot"],
  ["type:text", "type text"],
])("the condition %s reads %s", (line, words) => {
  const [condition] = parseQuery(line).conditions;
  expect(condition && `${conditionName(condition)} ${conditionValue(condition)}`).toBe(words);
});
