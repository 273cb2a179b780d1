/**
 * `./imantics test`: everything that must hold before a change goes in, in the order in which it
 * fails fastest. One line a step; the first step that fails shows its output and ends the run.
 * The last line is `N passed, N failed`, counted by vitest; a failed step before it counts as one.
 * `--no-install` leaves the packages of the system alone: what needs a missing one is skipped, and said.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureChromium } from "./chromium.mjs";
import { bin, compileCommand, pageCommand } from "./launch/prepare.mjs";
import { runStep } from "./launch/run-step.mjs";

const node = process.execPath;

/**
 * Runs all steps in `root`; resolves with the exit code. Further `args`, save for `--no-install`, go to vitest
 * (a path, `-t name`).
 */
export async function check(root, args = []) {
  const started = performance.now();
  const mayInstall = !args.includes("--no-install");
  const testArgs = args.filter((arg) => arg !== "--no-install");
  say("chromium", await ensureChromium(root, { mayInstall, tell: console.log }));
  const web = join(root, "packages", "web");
  const steps = [
    ["format and lint", [node, bin(root, "@biomejs/biome/bin/biome"), "check", "."], root],
    ["types", compileCommand(root, { isWhole: true }), root],
    ["types of tests, tools and examples", typesOf(root, join(root, "tsconfig.tools.json")), root],
    ["types of the page", typesOf(root, join(web, "tsconfig.json")), root],
    ["layers", [node, bin(root, "dependency-cruiser/bin/dependency-cruise.mjs"), ...layers], root],
    ["lockfile", [node, join(root, "tools", "check-lockfile.mjs")], root],
    ["packages", [node, join(root, "tools", "check-packages.mjs")], root],
    ["public names", [node, join(root, "tools", "api-report.mjs")], root],
    ["page", pageCommand(root), web],
  ];
  for (const [title, command, cwd] of steps) {
    const { code, output, seconds } = await runStep(title, command, { cwd, isQuiet: true });
    say(title, code === 0 ? `ok, ${seconds.toFixed(1)} s` : "failed");
    if (code !== 0) {
      console.log(`\n${output.trim()}\n\n0 passed, 1 failed`);
      return 1;
    }
  }
  return await tests(root, testArgs, started);
}

const layers = ["--config", ".dependency-cruiser.cjs", "--output-type", "err-long", "packages"];
const typesOf = (root, project) => [node, bin(root, "typescript/bin/tsc"), "--noEmit", "-p", project];
const say = (title, text) => console.log(`${title.padEnd(36)}${text}`);

/** Unit, contract and end-to-end tests in one vitest run. */
async function tests(root, args, started) {
  const report = join(root, ".cache", "vitest.json");
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const command = [node, bin(root, "vitest/vitest.mjs"), "run", ...reporters, ...args];
  const { code, output, seconds } = await runStep("tests", command, { cwd: root, isQuiet: true });
  const { passed, failed, skipped } = totals(report, code);
  say("tests", `${failed === 0 ? "ok" : "failed"}, ${seconds.toFixed(1)} s`);
  if (failed > 0) console.log(`\n${output.trim()}\n`);
  say("all together", `${((performance.now() - started) / 1000).toFixed(1)} s`);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  return failed === 0 ? 0 : 1;
}

/** A file that does not even load, or an error outside any test, counts as one failure. */
function totals(report, code) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(readFileSync(report, "utf8"));
  const unloadable = result.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  ).length;
  const failed = result.numFailedTests + unloadable;
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await check(dirname(dirname(fileURLToPath(import.meta.url))), process.argv.slice(2));
}
