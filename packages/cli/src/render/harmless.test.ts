import fc from "fast-check";
import { expect, test } from "vitest";
import { harmless, oneLine } from "./harmless.ts";

test("sequences that drive a terminal are shown instead of obeyed", () => {
  expect(harmless("esc\u001b[31mred\u001b[0m.jpg")).toBe("esc\\u001b[31mred\\u001b[0m.jpg");
  expect(harmless("bad\u001b]0;owned\u0007.jpg")).toBe("bad\\u001b]0;owned\\u0007.jpg");
  expect(harmless("\u009b2J over\rwritten \u202egpj.exe")).toBe(
    "\\u009b2J over\\u000dwritten \\u202egpj.exe",
  );
});

test("lines and tabs stay in text, and are shown in what must be one line", () => {
  expect(harmless("a\tb\nc")).toBe("a\tb\nc");
  expect(oneLine("a\tb\nc")).toBe("a\\u0009b\\u000ac");
});

test("ordinary words of any script are left alone", () => {
  for (const text of ["café-é", "日本語", "👩‍👩‍👧", "שלום", "naïve – “quoted”"])
    expect(oneLine(text)).toBe(text);
});

test("a line of JSON means the same afterwards", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(JSON.parse(harmless(JSON.stringify(text)))).toBe(text);
    }),
  );
});
