/** Brings a clone to the point where it can run: packages installed, sources built. Both only when stale. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runStep } from "./run-step.mjs";
import { digestOfLock, hasOldChange, isBuildStale, isStale, listOfSources, writeStamp } from "./stale.mjs";

/** Both stamps lie in node_modules, so that deleting it starts afresh. */
const installStamp = (root) => join(root, "node_modules", ".imantics-installed");
const buildStamp = (root) => join(root, "node_modules", ".imantics-built");

/** A step that failed, with a message that says what to do. */
export class PreparationError extends Error {}

export async function install(root) {
  const digest = digestOfLock(root);
  if (!isStale(installStamp(root), digest)) return;
  await withLock(root, async () => {
    if (!isStale(installStamp(root), digest)) return;
    const command = ["npm", "ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
    const { code, output } = await runStep("Installing packages (a minute or two, once)", command, {
      cwd: root,
    });
    if (code !== 0) throw new PreparationError(explainInstall(output));
    writeStamp(installStamp(root), digest);
  });
}

export async function build(root) {
  const sources = listOfSources(root);
  const stamp = buildStamp(root);
  if (!isBuildStale(root, stamp, sources)) return;
  await withLock(root, async () => {
    if (!isBuildStale(root, stamp, sources)) return;
    const compile = compileCommand(root, { isWhole: hasOldChange(stamp, sources) });
    await mustSucceed(root, "Compiling", compile, root);
    await mustSucceed(root, "Building the page", pageCommand(root), join(root, "packages", "web"));
    writeStamp(stamp, sources);
  });
}

/** `isWhole`: believe no earlier result. */
export const compileCommand = (root, { isWhole }) => [
  process.execPath,
  bin(root, "typescript/bin/tsc"),
  "-b",
  ...(isWhole ? ["--force"] : []),
];
export const pageCommand = (root) => [
  process.execPath,
  bin(root, "vite/bin/vite.js"),
  "build",
  "--logLevel",
  "warn",
];

/** Absolute path of a program inside node_modules, started by node itself: no shell, no .cmd. */
export const bin = (root, path) => join(root, "node_modules", path);

async function mustSucceed(root, title, command, cwd) {
  const { code, output } = await runStep(title, command, { cwd });
  if (code === 0) return;
  throw new PreparationError(
    `${output.trim()}\n\n${title} failed in ${root}. If you changed nothing, delete node_modules and run the ` +
      "same command again.",
  );
}

/** What npm's pages of output come down to. */
function explainInstall(output) {
  const known = knownCauses.find(([codes]) => codes.test(output));
  if (known) return `Installing failed (${known[0].exec(output)[0]}). ${known[1]}`;
  const tail = output.trim().split("\n").slice(-15).join("\n");
  return `${tail}\n\n"npm ci" failed. Run it by hand for the whole story.`;
}

const knownCauses = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/,
    "The npm registry cannot be reached. The first start needs it once; afterwards Imantics works without a " +
      'network. Connect, or choose a mirror with "npm config set registry <url>", and run the same command again.',
  ],
  [/ENOSPC/, "The disk is full: installing takes about 1 GB. Make room and run the same command again."],
  [/EACCES|EROFS/, "This folder cannot be written. Clone the project to a folder of your own and try again."],
];

/**
 * Two launchers at once (two terminals, a script with &) must not install over each other. A lock
 * whose process has died is taken over.
 */
async function withLock(root, action) {
  const folder = join(root, ".cache");
  const lock = join(folder, "launcher.lock");
  mkdirSync(folder, { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      if (isAbandoned(lock)) rmSync(lock, { force: true });
      else await sleep(500);
    }
  }
  try {
    await action();
  } finally {
    rmSync(lock, { force: true });
  }
}

function isAbandoned(lock) {
  if (!existsSync(lock)) return false;
  const pid = Number(readFileSync(lock, "utf8"));
  // Just created and still empty: its owner is about to write.
  if (!Number.isInteger(pid) || pid === 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}
