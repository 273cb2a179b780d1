/** Finds Chromium for the tests of the page; installs it from the system's packages where that is possible. */
import { spawnSync } from "node:child_process";
import { runStep } from "./launch/run-step.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Absolute path of a Chromium, or null. */
export function findChromium() {
  for (const name of names) {
    const { status, stdout } = spawnSync("which", [name], { encoding: "utf8" });
    if (status === 0) return stdout.trim();
  }
  return null;
}

/** One line for the person: where Chromium is, or why the browser tests will be skipped. */
export async function ensureChromium(root) {
  const found = findChromium();
  if (found !== null) return found;
  const asRoot = rootPrefix();
  if (asRoot === null) {
    return "not found, and its package cannot be installed without a password: the browser tests are skipped";
  }
  const environment = [...asRoot, "env", "DEBIAN_FRONTEND=noninteractive"];
  await runStep("Reading the system's package lists", [...environment, "apt-get", "update", "-qq"], {
    cwd: root,
  });
  const { code, output } = await runStep(
    "Installing Chromium from the system's packages",
    [...environment, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
    { cwd: root },
  );
  const installed = findChromium();
  if (code === 0 && installed !== null) return installed;
  const reason = output.trim().split("\n").at(-1);
  return `could not be installed (${reason}): the browser tests are skipped`;
}

/** How to run apt-get as root: nothing, sudo, or null when there is no way. */
function rootPrefix() {
  if (spawnSync("which", ["apt-get"]).status !== 0) return null;
  if (process.getuid?.() === 0) return [];
  return spawnSync("sudo", ["-n", "true"]).status === 0 ? ["sudo", "-n"] : null;
}
