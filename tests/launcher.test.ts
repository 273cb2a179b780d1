/** When the launcher installs and builds again, and what it says where it cannot run. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { root } from "./run-source.ts";

interface Stale {
  digestOfLock(root: string): string;
  listOfSources(root: string): string;
  hasOldChange(stamp: string, sources: string): boolean;
  isStale(stamp: string, digest: string): boolean;
  isBuildStale(root: string, stamp: string, digest: string): boolean;
  writeStamp(stamp: string, digest: string): void;
}

interface Lockfile {
  missingOptionalPackages(packages: object): readonly { name: string }[];
}

// Plain modules without declarations: the launcher runs before anything is compiled.
const stale: Stale = await import(join(root, "tools/launch/stale.mjs"));
const lockfile: Lockfile = await import(join(root, "tools/lockfile.mjs"));

const house = mkdtempSync(join(tmpdir(), "imantics-launcher-"));
const put = (path: string, text: string) => {
  mkdirSync(join(house, path, ".."), { recursive: true });
  writeFileSync(join(house, path), text);
};
afterAll(() => rmSync(house, { recursive: true, force: true }));

describe("the build is stale", () => {
  const stamp = join(house, "stamp");

  beforeEach(() => {
    rmSync(house, { recursive: true, force: true });
    put("tsconfig.json", "{}");
    put("packages/core/src/a.ts", "1");
    put("packages/cli/dist/main.js", "");
    put("packages/web/dist/index.html", "");
    stale.writeStamp(stamp, stale.listOfSources(house));
  });
  const isStale = () => stale.isBuildStale(house, stamp, stale.listOfSources(house));

  test("not right after it was built", () => expect(isStale()).toBe(false));

  test.each<[string, () => void]>([
    ["a source grew", () => put("packages/core/src/a.ts", "12")],
    ["a source was touched", () => utimesSync(join(house, "packages/core/src/a.ts"), 1, 1)],
    ["a source came", () => put("packages/web/src/b.css", "")],
    ["a source went", () => rmSync(join(house, "packages/core/src/a.ts"))],
    ["the compiler's settings changed", () => put("tsconfig.json", "{} ")],
    ["the result was deleted", () => rmSync(join(house, "packages/cli/dist"), { recursive: true })],
  ])("when %s", (_, change) => {
    change();
    expect(isStale()).toBe(true);
  });

  test.each<[string, () => void]>([
    ["a test changed", () => put("packages/core/src/a.test.ts", "test")],
    ["the build wrote more files", () => put("packages/core/dist/a.js", "")],
    ["a package was installed inside another", () => put("packages/web/node_modules/x/index.js", "")],
  ])("not when %s", (_, change) => {
    change();
    expect(isStale()).toBe(false);
  });

  test("as a whole when a change is older than the last build", () => {
    const hasOldChange = () => stale.hasOldChange(stamp, stale.listOfSources(house));
    const source = join(house, "packages/core/src/a.ts");
    expect(hasOldChange()).toBe(false);
    utimesSync(source, Date.now() / 1000 + 5, Date.now() / 1000 + 5);
    expect(hasOldChange()).toBe(false);
    utimesSync(source, 1, 1);
    expect(hasOldChange()).toBe(true);
  });
});

test("an installation is stale when the lockfile's content changed", () => {
  put("package-lock.json", "{}");
  const stamp = join(house, "installed");
  stale.writeStamp(stamp, stale.digestOfLock(house));
  expect(stale.isStale(stamp, stale.digestOfLock(house))).toBe(false);
  put("package-lock.json", "{ }");
  expect(stale.isStale(stamp, stale.digestOfLock(house))).toBe(true);
});

test("a lockfile lacks a platform package that is neither at the top nor beside its dependant", () => {
  const optionalDependencies = {
    "@tool/linux-x64": "1.0.0",
    "@tool/darwin-arm64": "1.0.0",
    "@tool/win32-x64": "1.0.0",
  };
  const packages = {
    "": {},
    "node_modules/tool": { optionalDependencies },
    "node_modules/@tool/linux-x64": {},
    "node_modules/tool/node_modules/@tool/darwin-arm64": {},
    "node_modules/other/node_modules/@tool/win32-x64": {},
  };
  expect(lockfile.missingOptionalPackages(packages).map(({ name }) => name)).toEqual(["@tool/win32-x64"]);
});
