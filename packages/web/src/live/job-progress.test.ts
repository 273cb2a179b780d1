import type { Job, NumberedEvent, StageProgress } from "@imantics/api";
import { expect, test } from "vitest";
import { applyEvent, currentStage, fractionDone } from "./job-progress.ts";

const stage: StageProgress = {
  stage: "see",
  done: 10,
  total: 40,
  skipped: 0,
  failed: 1,
  rate: 5,
  secondsLeft: 6,
};
const job: Job = {
  id: "one",
  kind: "index",
  state: "running",
  request: {},
  stages: [{ ...stage, stage: "scan", done: 40 }],
  counts: {},
  error: null,
  createdAt: "2026-01-01T00:00:00Z",
  endedAt: null,
};

function event(jobId: string, body: NumberedEvent["event"]): NumberedEvent {
  return { sequence: 1, jobId, at: "2026-01-01T00:01:00Z", event: body };
}

test("progress adds a stage once and then replaces it", () => {
  const first = applyEvent([job], event("one", { type: "progress", ...stage }));
  const second = applyEvent(first ?? [], event("one", { type: "progress", ...stage, done: 20 }));
  expect(second?.[0]?.stages.map((entry) => [entry.stage, entry.done])).toEqual([
    ["scan", 40],
    ["see", 20],
  ]);
  expect(currentStage(second![0]!)?.stage).toBe("see");
  expect(fractionDone(currentStage(second![0]!))).toBe(0.5);
});

test("an end state sets the time it ended", () => {
  const ended = applyEvent([job], event("one", { type: "state", state: "done", error: null }));
  expect(ended?.[0]).toMatchObject({ state: "done", endedAt: "2026-01-01T00:01:00Z" });
});

test("an unknown job asks for a fresh list", () => {
  expect(applyEvent([job], event("two", { type: "state", state: "running", error: null }))).toBeNull();
});
