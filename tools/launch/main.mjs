/**
 * The way of a start: install → build → run. Without `test` the terminal runs inside this process,
 * so that Ctrl-C, exit codes and pipes need no forwarding.
 */
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, install, PreparationError } from "./prepare.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export async function launch(args) {
  try {
    await install(root);
    if (args[0] === "test") {
      const { check } = await import("../check.mjs");
      process.exitCode = await check(root, args.slice(1));
      return;
    }
    await build(root);
  } catch (error) {
    if (!(error instanceof PreparationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
    return;
  }
  // It reads its arguments from process.argv, which are already ours.
  await import(pathToFileURL(join(root, "packages/cli/dist/main.js")).href);
}
