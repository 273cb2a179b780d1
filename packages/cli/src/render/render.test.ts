import type { StageProgress } from "@imantics/engine";
import { describe, expect, test } from "vitest";
import { recordingTerminal } from "../recording-terminal.contract.ts";
import { csvLine } from "./csv.ts";
import { formatBytes, formatDuration, formatRate } from "./numbers.ts";
import { jsonLines, progressView } from "./progress.ts";
import { summaryOf } from "./summary.ts";
import { renderTable } from "./table.ts";

const recording = (columns: number | null) => recordingTerminal("/", { columns });

const see: StageProgress = {
  stage: "see",
  done: 50,
  total: 200,
  skipped: 3,
  failed: 1,
  rate: 25,
  secondsLeft: 6,
};

describe("progress", () => {
  test("on a screen redraws one line a stage and leaves the cursor below it", () => {
    const { said, terminal } = recording(100);
    const view = progressView(terminal);
    view.show({ type: "progress", ...see, stage: "scan", total: null, rate: null, secondsLeft: null });
    view.show({ type: "progress", ...see });
    view.show({ type: "progress", ...see, done: 200 });
    view.end();
    expect(said.stdout).toBe("");
    expect(said.stderr.split("\n")).toHaveLength(3);
    const last = said.stderr.split("\n")[1]?.split("\u001b[K").at(-1);
    expect(last).toContain("200 · 3 unchanged · 1 failed");
    expect(said.stderr).toContain("50 of 200 · 25 / s · 6 s left");
  });

  test("never wraps on a narrow screen", () => {
    const { said, terminal } = recording(30);
    progressView(terminal).show({ type: "progress", ...see });
    expect(said.stderr.split("\u001b[K").at(-1)?.length).toBeLessThan(30);
  });

  test("in a pipe says one line a stage, however many events come", () => {
    const { said, terminal } = recording(null);
    const view = progressView(terminal);
    for (let done = 0; done <= 200; done++) view.show({ type: "progress", ...see, done });
    view.end();
    expect(said).toEqual({ stdout: "", stderr: "Reading photos: 200, 3 unchanged, 1 failed\n" });
  });

  test("for scripts is the events themselves", () => {
    const { said, terminal } = recording(100);
    jsonLines(terminal).show({ type: "progress", ...see });
    expect(JSON.parse(said.stdout)).toEqual({ type: "progress", ...see });
    expect(said.stderr).toBe("");
  });
});

test("the summary of an index run that clusters afterwards keeps the counts of the index run", () => {
  const record = {
    id: "1",
    kind: "index",
    state: "done",
    request: {},
    stages: [],
    counts: {},
    error: null,
    createdAt: "2026-01-01T00:00:00.000Z",
    endedAt: "2026-01-01T00:00:02.500Z",
  } as const;
  const summaries = [
    { type: "summary", counts: { images: 3, skipped: 9, failed: 1 }, result: { space: "s" } },
    { type: "summary", counts: { images: 12, clusters: 4 }, result: { clustering: "c" } },
  ] as const;
  expect(summaryOf({ record, summaries })).toEqual({
    type: "summary",
    images: 3,
    skipped: 9,
    failed: 1,
    clusters: 4,
    space: "s",
    clustering: "c",
    seconds: 2.5,
  });
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1536, "1.5 kB"],
  [999_960, "1.0 MB"],
  [153_600_000, "154 MB"],
])("%d bytes are %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test.each([
  [0.4, "0 s"],
  [59.6, "1 min 0 s"],
  [125, "2 min 5 s"],
  [7384, "2 h 3 min"],
])("%d seconds are %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));

test("slow rates keep two digits", () => {
  expect([0.4234, 3.25, 52.4].map(formatRate)).toEqual(["0.42 / s", "3.3 / s", "52 / s"]);
});

test("a table pads all columns but the last, and numbers to the right", () => {
  expect(
    renderTable(
      [
        ["1", "a", "x"],
        ["100", "long", ""],
      ],
      [0],
    ),
  ).toBe("  1  a     x\n100  long");
});

test("CSV quotes commas, quotes and line ends, and nothing else", () => {
  expect(csvLine(["a b", 'say "x"', "1,2", "two\nlines", null, 3, true])).toBe(
    'a b,"say ""x""","1,2","two\nlines",,3,true\r\n',
  );
});
