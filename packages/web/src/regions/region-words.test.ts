import { expect, test } from "vitest";
import { regionLabel, regionWords } from "./region-words.ts";

test("a part says its type and what it shows or says", () => {
  expect(regionWords({ type: "object", label: "cup", text: null })).toBe("object cup");
  expect(regionWords({ type: "text", label: null, text: "CAFE\nBAR" })).toBe('text "CAFE BAR"');
  expect(regionWords({ type: "whole", label: null, text: null })).toBe("whole picture");
  expect(regionLabel({ type: "drawn", label: null, text: null })).toBe("drawn part");
});

test("long text is cut", () => {
  const label = regionLabel({ type: "text", label: null, text: "word ".repeat(30) });
  expect(label.length).toBeLessThanOrEqual(48);
  expect(label.endsWith("…")).toBe(true);
});
