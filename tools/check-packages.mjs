/**
 * What a stranger gets who installs one of our packages: npm is asked which files it would pack, publint
 * judges the entry points against exactly these, and no test may be among them. Needs the compiled
 * packages.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { runStep } from "./launch/run-step.mjs";
import { publishedPackages } from "./packages.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What belongs to our work on a package and not to its use. */
const ours = /\.(test|contract|fixture)\.|\.tsbuildinfo$/;

const packages = publishedPackages(root);
const packed = await packedFiles(packages);
const troubles = [];
for (const { name, folder, manifest } of packages) {
  const paths = packed.get(name) ?? [];
  const say = (text) => troubles.push(`${name}: ${text}`);
  for (const path of paths) if (ours.test(path)) say(`packs ${path}; leave it out under "files"`);
  if (!paths.includes("README.md")) say("has no README.md");
  const files = paths.map((path) => ({ name: `package/${path}`, data: readFileSync(join(folder, path)) }));
  const { messages } = await publint({ pkgDir: "package", strict: true, pack: { files } });
  for (const message of messages) say(formatMessage(message, manifest, { color: false }) ?? message.code);
}
for (const trouble of troubles) console.error(trouble);
console.log(`${packages.length} packages, ${[...packed.values()].flat().length} files to publish`);
process.exitCode = troubles.length === 0 ? 0 : 1;

/** Name of a package -> paths that `npm pack` would put into it. */
async function packedFiles(packages) {
  const chosen = packages.flatMap(({ id }) => ["-w", `packages/${id}`]);
  const command = ["npm", "pack", "--dry-run", "--json", "--ignore-scripts", "--loglevel=error", ...chosen];
  const { code, output } = await runStep("npm pack", command, { cwd: root, isQuiet: true });
  if (code !== 0) throw new Error(`"${command.join(" ")}" failed:\n${output}`);
  return new Map(JSON.parse(output).map(({ name, files }) => [name, files.map(({ path }) => path)]));
}
