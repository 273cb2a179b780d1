/**
 * Commands on vectors of one's own, as scripts use them: the real program, one process a command (in this
 * one for the errors), on files in a folder without any library.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "@imantics/cli";
import { clusterMethods, matrix, random } from "@imantics/core";
import { encodeNpy } from "@imantics/engine";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { outcomeOf, runSource, startSource } from "./run-source.ts";

vi.setConfig({ testTimeout: 240_000 });

const main = "packages/cli/src/main.ts";
const groups = 4;
const rows = 120;
const columns = 6;
const truth = Array.from({ length: rows }, (_, i) => i % groups);
let folder = "";
let library = "";
const imantics = (...args: string[]) => runSource(main, args, { cwd: folder, library });
const file = (name: string) => join(folder, name);

/** Four groups far from each other; row i belongs to group i mod 4. */
function separateGroups() {
  const chance = random(3);
  const vectors = matrix(rows, columns);
  for (const [i, group] of truth.entries()) {
    for (let j = 0; j < columns; j++)
      vectors.data[i * columns + j] = (j === group ? 8 : 0) + 0.5 * chance.normal();
  }
  return vectors;
}

const npy = (numbers: ReturnType<typeof matrix>) =>
  Buffer.concat([...encodeNpy({ shape: [numbers.rows, numbers.columns], data: numbers.data })]);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "imantics-vectors-"));
  library = file("library");
  const vectors = separateGroups();
  writeFileSync(file("x.npy"), npy(vectors));
  const lines = truth.map((_, i) =>
    [`row ${i}`, ...vectors.data.subarray(i * columns, (i + 1) * columns)].join(","),
  );
  writeFileSync(file("x.csv"), `${["id", "a", "b", "c", "d", "e", "f"].join(",")}\n${lines.join("\n")}\n`);
  writeFileSync(
    file("truth.csv"),
    `id,label\n${truth
      .map((group, i) => `${i},group ${group}`)
      .reverse()
      .join("\n")}\n`,
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ClusterAnswer = z.looseObject({
  labels: z.array(z.number().int()).length(rows),
  strengths: z.array(z.number().min(0).max(1)).length(rows),
  clusters: z.number(),
  noise: z.number(),
  sizes: z.array(z.number()),
});

describe.sequential("vectors in a file", () => {
  test("cluster finds the groups, in row order, and touches no library", async () => {
    const { code, stdout, stderr } = await imantics(
      ...["cluster", "--vectors", "x.npy", "--method", "kmeans", "--options", '{"n_clusters": 4}', "--json"],
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { labels, clusters, noise, sizes } = ClusterAnswer.parse(JSON.parse(stdout));
    expect({ clusters, noise, sizes }).toEqual({ clusters: 4, noise: 0, sizes: [30, 30, 30, 30] });
    expect(new Set(labels.map((label, i) => `${label} ${truth[i]}`)).size).toBe(4);
    expect(existsSync(library)).toBe(false);
  });

  test("noise is -1, and the same vectors as CSV give the same labels and their ids", async () => {
    const settings = ["--method", "dbscan", "--options", '{"eps": 1.3, "minSamples": 4}', "--json"];
    const [fromNpy, fromCsv] = await Promise.all(
      ["x.npy", "x.csv"].map(async (name) =>
        JSON.parse((await imantics("cluster", "--vectors", name, ...settings)).stdout),
      ),
    );
    const { labels, noise } = ClusterAnswer.parse(fromNpy);
    expect(labels.filter((label) => label === -1)).toHaveLength(noise);
    expect(fromCsv.labels).toEqual(labels);
    expect(fromCsv.ids).toEqual(truth.map((_, i) => `row ${i}`));
  });

  test("rows that cannot be linked are kept apart", async () => {
    const clustered = (...more: string[]) => {
      const settings = ["--options", '{"minClusterSize": 5, "minSamples": 1}', "--json"];
      return imantics("cluster", "--vectors", "x.npy", "--method", "hdbscan", ...settings, ...more);
    };
    const free = ClusterAnswer.parse(JSON.parse((await clustered()).stdout));
    const a = free.labels.findIndex((label) => label >= 0);
    const b = free.labels.indexOf(free.labels[a]!, a + 1);
    writeFileSync(file("pairs.csv"), `row,other\n${a},${b}\n`);
    const { code, stdout } = await clustered("--cannot-link", "pairs.csv");
    const { labels } = ClusterAnswer.parse(JSON.parse(stdout));
    expect(code).toBe(0);
    expect(labels[a] === -1 || labels[a] !== labels[b]).toBe(true);
  });

  test("rows that must be linked are kept together, and a contradiction is named", async () => {
    const clustered = (...more: string[]) =>
      imantics("cluster", "--vectors", "x.npy", "--method", "kmeans", "--options", '{"k": 4}', ...more);
    const other = truth.findIndex((group) => group !== truth[0]);
    writeFileSync(file("same.csv"), `row,other\n0,${other}\n`);
    const { code, stdout } = await clustered("--must-link", "same.csv", "--json");
    const { labels } = ClusterAnswer.parse(JSON.parse(stdout));
    expect(code).toBe(0);
    expect(labels[0]).toBe(labels[other]);
    const refused = await clustered("--must-link", "same.csv", "--cannot-link", "same.csv");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`mustLink joins them: 0 – ${other}`);
  });

  test("copies stay together, and fewer clusters than asked for are said", async () => {
    writeFileSync(file("copies.csv"), `x,y\n${"1,2\n".repeat(9)}5,6\n7,9\n`);
    for (const method of ["agglomerative", "kmeans"]) {
      const settings = ["--vectors", "copies.csv", "--method", method, "--options", '{"k": 5}'];
      const { stdout } = await imantics("cluster", ...settings);
      expect(stdout).toContain("3 clusters of 11 vectors");
      expect(stdout).toContain("5 were asked for; no more than 3 could be told apart.");
    }
  });

  test("auto chooses, says why, and writes labels that evaluate joins by id, whatever their order", async () => {
    const clustered = await imantics("cluster", "--vectors", "x.npy", "--out", "labels.csv");
    expect(clustered.stdout).toContain("4 clusters stand out");
    const { code, stdout } = await imantics(
      "evaluate",
      "--truth",
      "truth.csv",
      "--predicted",
      "labels.csv",
      "--json",
    );
    expect(code).toBe(0);
    const { items, classes, clusters, covered, shuffled } = JSON.parse(stdout);
    expect({ items, classes, clusters }).toEqual({ items: rows, classes: 4, clusters: 4 });
    expect(covered.adjustedRandIndex).toBe(1);
    expect(Math.abs(shuffled.adjustedRandIndex)).toBeLessThan(0.1);
  });

  test("evaluate refuses labels of other things", async () => {
    writeFileSync(file("other.csv"), "id,label\n0,1\nnowhere,2\n");
    const { code, stdout, stderr } = await imantics(
      ...["evaluate", "--truth", "truth.csv", "--predicted", "other.csv", "--json"],
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(JSON.parse(stderr)).toMatchObject({ type: "error", code: "labels-differ" });
    expect(stderr).toContain("nowhere");
  });

  test("suggest proposes four clusters for k-means", async () => {
    const { stdout } = await imantics("suggest", "--vectors", "x.npy", "--method", "kmeans", "--json");
    const { hasStructure, candidates } = JSON.parse(stdout);
    expect(hasStructure).toBe(true);
    expect(candidates[0].options).toMatchObject({ clusterCount: 4 });
  });

  test("neighbours writes both arrays; project writes a room", async () => {
    const { stdout } = await imantics(
      "neighbours",
      "--vectors",
      "x.npy",
      "--k",
      "5",
      "--out",
      "g.npz",
      "--json",
    );
    expect(JSON.parse(stdout)).toEqual({ rows, k: 5, metric: "euclidean", isExact: true, out: "g.npz" });
    const bytes = readFileSync(file("g.npz"));
    expect(bytes.includes("indices.npy") && bytes.includes("distances.npy")).toBe(true);

    const projected = await imantics(
      ...[
        "project",
        "--vectors",
        "x.npy",
        "--method",
        "pca",
        "--dimensions",
        "3",
        "--out",
        "y.npy",
        "--json",
      ],
    );
    expect(JSON.parse(projected.stdout)).toMatchObject({ method: "pca", rows, dimensions: 3 });
    expect(readFileSync(file("y.npy")).length).toBe(128 + rows * 3 * 4);
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test("a saved model gives the vectors of the fit the same clusters, and new ones theirs", async () => {
    const settings = ["--method", "kmeans", "--options", '{"clusterCount": 4}', "--json"];
    const clustered = await imantics(
      ...["cluster", "--vectors", "x.npy", ...settings, "--save-model", "k.model"],
    );
    const { labels, strengths } = ClusterAnswer.parse(JSON.parse(clustered.stdout));
    const again = await imantics("assign", "k.model", "--vectors", "x.csv", "--out", "again.csv", "--json");
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ clusters: 4, labels, strengths, noise: 0 });
    expect(readFileSync(file("again.csv"), "utf8").split("\r\n")[1]).toBe(
      `row 0,${labels[0]},${strengths[0]}`,
    );
  });

  test("the saved model of a map gives places", async () => {
    await imantics(
      ...[
        "project",
        "--vectors",
        "x.npy",
        "--method",
        "pca",
        "--out",
        "map.npy",
        "--save-model",
        "map.model",
      ],
    );
    const placed = await imantics(
      ...["assign", "map.model", "--vectors", "x.npy", "--out", "places.npy", "--json"],
    );
    expect(JSON.parse(placed.stdout)).toEqual({ rows, dimensions: 2, out: "places.npy" });
    expect(readFileSync(file("places.npy"))).toEqual(readFileSync(file("map.npy")));
    const homeless = await imantics("assign", "map.model", "--vectors", "x.npy");
    expect({ code: homeless.code, stdout: homeless.stdout }).toEqual({ code: 2, stdout: "" });
  });

  test.each([
    ["model-not-readable", 1, ["assign", "x.npy", "--vectors", "x.npy"]],
    ["usage", 2, ["cluster", "--save-model", "k.model"]],
    ["table-not-readable", 1, ["cluster", "--vectors", "gone.npy"]],
    ["table-unknown-format", 1, ["cluster", "--vectors", "truth.txt"]],
    [
      "vectors-refused",
      1,
      ["cluster", "--vectors", "x.npy", "--method", "kmeans", "--options", '{"k": 121}'],
    ],
    ["usage", 2, ["cluster", "--vectors", "x.npy", "--method", "k-meens"]],
    ["usage", 2, ["cluster", "--vectors", "x.npy", "--method", "kmeans", "--options", '{"colour": 1}']],
    ["usage", 2, ["cluster", "--out", "labels.csv"]],
    ["usage", 2, ["cluster", "--cannot-link", "truth.csv"]],
    ["usage", 2, ["cluster", "--must-link", "truth.csv"]],
    [
      "table-invalid",
      1,
      ["cluster", "--vectors", "x.npy", "--method", "hdbscan", "--cannot-link", "truth.csv"],
    ],
    ["usage", 2, ["project", "--vectors", "x.npy", "--dimensions", "5", "--out", "z.npy"]],
    ["usage", 2, ["project", "--vectors", "x.npy"]],
    ["usage", 2, ["neighbours", "--vectors", "x.npy", "--k", "0", "--out", "z.npz"]],
    ["usage", 2, ["evaluate", "--truth", "truth.csv"]],
  ])("%s ends with %i: %j", async (error, exitCode, args) => {
    const said: string[] = [];
    const told: string[] = [];
    const terminal = {
      cwd: folder,
      columns: null,
      print: (line: string) => void said.push(line),
      write: (text: string) => void said.push(text),
      tell: (text: string) => void told.push(text),
      draw: (text: string) => void told.push(text),
    };
    const code = await run([...args, "--json"], terminal);
    expect({ code, said }).toEqual({ code: exitCode, said: [] });
    expect(JSON.parse(told.join(""))).toMatchObject({ type: "error", code: error });
  });

  test("Ctrl-C stops the work with 130 and leaves no file", async () => {
    const large = matrix(4_000, 64);
    const chance = random(1);
    for (let i = 0; i < large.data.length; i++) large.data[i] = chance.normal();
    writeFileSync(file("large.npy"), npy(large));
    const options = JSON.stringify({ clusterCount: 500, restarts: 1000, tolerance: 0 });
    const args = [
      "cluster",
      "--vectors",
      "large.npy",
      "--method",
      "kmeans",
      "--options",
      options,
      "--out",
      "never.csv",
    ];
    const child = startSource(main, args, { cwd: folder, library });
    // The first line of progress comes after ten seconds of work.
    child.stderr.once("data", () => child.kill("SIGINT"));
    const { code, stdout, stderr } = await outcomeOf(child);
    expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
    expect(stderr).toContain("nothing was written");
    expect(existsSync(file("never.csv"))).toBe(false);
  });
});

test("every method of the registry is offered by the command line", async () => {
  const { stdout } = await imantics("cluster", "--list-methods", "--json");
  expect(JSON.parse(stdout).methods.map(({ id }: { id: string }) => id)).toEqual(
    clusterMethods.map(({ id }) => id),
  );
});
