/**
 * Adds the entries that check-lockfile.mjs misses: version, os, cpu and libc read off the package's
 * name, which is all that `npm ci` needs to accept the lock on this platform and to fetch the
 * package on its own.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { missingOptionalPackages, parentFolder } from "./lockfile.mjs";

const systems = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
];
const processors = [
  "arm64",
  "x64",
  "ia32",
  "arm",
  "ppc64",
  "riscv64",
  "s390x",
  "loong64",
  "mips64el",
  "wasm32",
];

const path = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(path, "utf8"));
let added = 0;
for (const { at, name, version, isDev } of missingOptionalPackages(lock.packages)) {
  const entry = entryOf(name, version, isDev);
  if (entry === null) {
    console.error(`${name}: its name tells no platform; add it by hand.`);
    process.exitCode = 1;
    continue;
  }
  const parent = parentFolder(at);
  lock.packages[`${parent ? `${parent}/` : ""}node_modules/${name}`] = entry;
  added++;
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} entries added.`);

function entryOf(name, version, isDev) {
  const words = name.split(/[-/]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor)).slice(0, 1);
  if (os.length === 0 || cpu.length === 0) return null;
  const libc = words.some((word) => word.startsWith("musl"))
    ? ["musl"]
    : words.includes("gnu")
      ? ["glibc"]
      : null;
  return {
    version,
    cpu,
    ...(isDev && { dev: true }),
    ...(os[0] === "linux" && libc && { libc }),
    optional: true,
    os,
  };
}
