/** A new result of a benchmark replaces the newest one and adds to the history; figures keep their names. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { figuresOf } from "../bench/figures.ts";
import { keepResult } from "../bench/machine.ts";

const folder = mkdtempSync(join(tmpdir(), "imantics-results-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the newest result stands by itself, every result in the history with its machine and commit", () => {
  const place = pathToFileURL(`${folder}/`);
  keepResult(place, "speed", { p50Ms: 3 });
  keepResult(place, "speed", { p50Ms: 2 });
  expect(JSON.parse(readFileSync(join(folder, "speed.json"), "utf8"))).toMatchObject({ p50Ms: 2 });
  const lines = readFileSync(join(folder, "history", "speed.jsonl"), "utf8")
    .trimEnd()
    .split("\n");
  const runs = lines.map((line) => JSON.parse(line));
  expect(runs.map(({ p50Ms }) => p50Ms)).toEqual([3, 2]);
  for (const { machine } of runs) {
    expect(machine).toMatchObject({ node: process.version, commit: expect.any(String) });
    expect(machine.date).toMatch(/^\d{4}-\d\d-\d\d$/);
  }
});

test("a row that moves in its list keeps the name of its figures", () => {
  const kmeans = { id: "kmeans", seconds: 1, peer: { version: "1.9", seconds: 2 } };
  const ward = { id: "ward", seconds: 3 };
  const wanted = { "rows.kmeans.seconds": 1, "rows.kmeans.peer.seconds": 2, "rows.ward.seconds": 3 };
  const machine = { cores: 2 };
  expect(Object.fromEntries(figuresOf({ machine, rows: [kmeans, ward] }))).toEqual(wanted);
  expect(Object.fromEntries(figuresOf({ machine, rows: [ward, kmeans] }))).toEqual(wanted);
  expect(Object.fromEntries(figuresOf({ curve: [4, 5] }))).toEqual({ "curve.0": 4, "curve.1": 5 });
});
