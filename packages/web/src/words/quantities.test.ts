import { expect, test } from "vitest";
import { bytes, counted, duration, percentile, rate } from "./quantities.ts";

test("counts carry their noun", () => {
  expect(counted(1, "photo")).toBe("1 photo");
  expect(counted(1204, "photo")).toBe("1,204 photos");
  expect(counted(2, "category", "categories")).toBe("2 categories");
});

test("sizes, rates and times keep the digits that matter", () => {
  expect([bytes(999), bytes(1500), bytes(152_000_000)]).toEqual(["999 B", "1.5 kB", "152 MB"]);
  expect([rate(0.5), rate(3.14), rate(41.7)]).toEqual(["30/min", "3.1/s", "42/s"]);
  expect([duration(0.2), duration(200), duration(7800)]).toEqual(["1 s", "3 min", "2 h 10 min"]);
});

test("only everything is 100 percent", () => {
  expect([percentile(100), percentile(99.97), percentile(99.42), percentile(61.6)]).toEqual([
    "100",
    "99.9",
    "99.4",
    "62",
  ]);
});
