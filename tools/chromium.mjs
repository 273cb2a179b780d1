/**
 * Finds Chromium for the tests of the page; installs it from the system's packages where that is possible
 * and allowed. Nothing else that the tests need is a package of the system.
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { runStep } from "./launch/run-step.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Where it lies on systems that put no browser on the PATH. */
const places = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  win32: [process.env.ProgramFiles, process.env["ProgramFiles(x86)"], process.env.LOCALAPPDATA]
    .filter(Boolean)
    .map((folder) => join(folder, "Google", "Chrome", "Application", "chrome.exe")),
};

/** Absolute path of a Chromium, or null. */
export function findChromium() {
  return names.map(onPath).find(Boolean) ?? (places[process.platform] ?? []).find(isProgram) ?? null;
}

/**
 * One line for the person: where Chromium is, or why the browser tests will be skipped. Says what it is
 * about to install before it does; with `mayInstall: false` it says what to type instead.
 */
export async function ensureChromium(root, { mayInstall, tell }) {
  const found = findChromium();
  if (found !== null) return found;
  if (onPath("apt-get") === null) {
    return "not found: the browser tests are skipped. Install Chromium or Chrome to run them";
  }
  const command = "apt-get update && apt-get install -y --no-install-recommends chromium";
  const asRoot = rootPrefix();
  if (!mayInstall || asRoot === null) {
    const reason = mayInstall ? ", and installing it asks for a password" : "";
    const typed = process.getuid?.() === 0 ? command : command.replaceAll("apt-get", "sudo apt-get");
    return `not found${reason}: the browser tests are skipped. To run them, type: ${typed}`;
  }
  tell(
    `About to install one package of the system, "chromium", with: ${[...asRoot, "apt-get install"].join(" ")} ` +
      "(--no-install leaves it out and skips the browser tests).",
  );
  return install(root, asRoot);
}

async function install(root, asRoot) {
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
  if (process.getuid?.() === 0) return [];
  return spawnSync("sudo", ["-n", "true"]).status === 0 ? ["sudo", "-n"] : null;
}

function onPath(name) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
