import { expect, test } from "vitest";
import { everyStep, paceBy } from "./pace.ts";

test("a turn is due at once, and then when the time is over", () => {
  let at = 100;
  const pace = paceBy(() => at, 8);
  const due = [0, 1, 8, 8.5, 9, 20].map((after) => {
    at = 100 + after;
    return pace.isDue();
  });
  expect(due).toEqual([true, false, false, true, false, true]);
});

test("without a clock every step is one", () => {
  expect([everyStep.isDue(), everyStep.isDue()]).toEqual([true, true]);
});
