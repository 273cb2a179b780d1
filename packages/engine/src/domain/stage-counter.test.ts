import { expect, test } from "vitest";
import { StageCounter } from "./stage-counter.ts";

test("rate and time left come from the recent past", () => {
  let now = 0;
  const counter = new StageCounter("see", 100, () => now);
  now = 2000;
  counter.add({ done: 20 });
  expect(counter.read()).toMatchObject({ done: 20, rate: 10, secondsLeft: 8 });
});

test("an early burst is forgotten once the window has passed", () => {
  let now = 0;
  const counter = new StageCounter("see", 1000, () => now);
  now = 1000;
  counter.add({ done: 500 });
  counter.read();
  for (now = 2000; now <= 30_000; now += 1000) {
    counter.add({ done: 1 });
    counter.read();
  }
  expect(counter.read().rate).toBeCloseTo(1, 0);
});

test("nothing is promised while nothing is known", () => {
  const counter = new StageCounter("see", null, () => 0);
  expect(counter.read()).toMatchObject({ total: null, rate: null, secondsLeft: null });
});
