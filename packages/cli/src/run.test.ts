import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { recordingTerminal } from "./recording-terminal.contract.ts";
import { run } from "./run.ts";

const cwd = mkdtempSync(join(tmpdir(), "imantics-run-"));
const library = ["--library", join(cwd, "library")];

/** Runs a command line inside this process. */
async function imantics(...args: readonly string[]) {
  const { terminal, said } = recordingTerminal(cwd);
  return { code: await run(args, terminal), ...said };
}

test.each([
  [["search"], 2, "usage"],
  [["search", "x", "--limit", "many"], 2, "usage"],
  [["search", "x", "--image", "gone.jpg"], 1, "picture-not-readable"],
  [["search", "x", ...library], 1, "library-not-found"],
  [["search", "beach", "-people", "date:2019", ...library], 1, "library-not-found"],
  [["search", "beach", "-happy", ...library], 1, "library-not-found"],
  [["search", "beach", "--limt", "3", ...library], 2, "usage"],
  [["cluster", "--options", "[1]"], 2, "usage"],
  [["cluster", "--options", "{clusterCount: 2}"], 2, "usage"],
  [["export", "dreams"], 2, "usage"],
  [["show", "--colour"], 2, "usage"],
  [["serve", "--port", "70000"], 2, "usage"],
  [["serach"], 2, "usage"],
  [["models", "check", "gpt"], 1, "model-not-found"],
])("%j exits with %i and tells the code %s as JSON", async (args, exitCode, errorCode) => {
  const { code, stdout, stderr } = await imantics(...args, "--json");
  expect({ code, stdout }).toEqual({ code: exitCode, stdout: "" });
  expect(JSON.parse(stderr)).toMatchObject({ type: "error", code: errorCode });
});

test("a mistake is told to a person in words, with the option's name", async () => {
  const { code, stderr } = await imantics("search", "x", "--limit", "many");
  expect(code).toBe(2);
  expect(stderr).toContain("--limit");
  expect(stderr).not.toContain("{");
});

test("a mistyped command is not taken for a folder, and the commands are named", async () => {
  const { stderr } = await imantics("serach", "beach");
  expect(stderr).toContain('"serach"');
  expect(stderr).toContain("search");
});

test("a folder that is not there fails the index run by name", async () => {
  const { code, stderr } = await imantics("index", "./nowhere", ...library);
  expect(code).toBe(1);
  expect(stderr).toContain("./nowhere");
});

test.each([
  "index",
  "search",
  "cluster",
  "show",
  "models",
  "serve",
  "doctor",
  "export",
  "keys",
  "jobs",
  "failures",
  "suggest",
  "project",
  "assign",
  "neighbours",
  "evaluate",
])("imantics %s --help explains itself and exits with 0", async (command) => {
  const { code, stdout } = await imantics(command, "--help");
  expect(code).toBe(0);
  expect(stdout).toContain(`Usage: imantics ${command}`);
});

test("the methods of the registry and their options can be listed without a library", async () => {
  const { code, stdout } = await imantics("cluster", "--list-methods");
  expect(code).toBe(0);
  for (const word of ["kmeans", "agglomerative", "dbscan", "clusterCount"]) expect(stdout).toContain(word);
});

test("keys are shown once, listed without their secret, and removed", async () => {
  const made = JSON.parse(
    (await imantics("keys", "create", "laptop", "--scope", "write", "--json", ...library)).stdout,
  );
  const listed = (await imantics("keys", "list", "--json", ...library)).stdout;
  expect(listed).not.toContain(made.key);
  expect(JSON.parse(listed)).toMatchObject({ keys: [{ id: made.id, label: "laptop", scope: "write" }] });
  await imantics("keys", "remove", made.id, "--json", ...library);
  expect(JSON.parse((await imantics("keys", "list", "--json", ...library)).stdout)).toEqual({ keys: [] });
});
