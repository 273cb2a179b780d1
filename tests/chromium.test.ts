/** The test command says which package of the system it is about to install, and leaves it when told to. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { root } from "./run-source.ts";

// A PATH of our own stands in for a machine without a browser.
describe.skipIf(process.platform !== "linux")("a machine without Chromium", () => {
  let machine = "";
  beforeEach(() => {
    machine = mkdtempSync(join(tmpdir(), "imantics-machine-"));
    symlinkSync("/usr/bin/env", join(machine, "env"));
    program("sudo", 'shift; exec "$@"');
  });
  afterEach(() => rmSync(machine, { recursive: true, force: true }));

  function program(name: string, script: string): void {
    writeFileSync(join(machine, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(machine, name), 0o755);
  }

  const chromium = () => join(machine, "chromium");
  const aptCalls = () => join(machine, "calls");
  /** A package manager that notes what it is asked and brings a Chromium. */
  const addPackageManager = () =>
    program(
      "apt-get",
      `echo "$@" >> "${aptCalls()}"
case "$1" in install) echo '#!/bin/sh' > "${chromium()}"; /bin/chmod +x "${chromium()}";; esac`,
    );

  function ensure(mayInstall: boolean): string[] {
    const script = `
      const { ensureChromium } = await import(${JSON.stringify(join(root, "tools/chromium.mjs"))});
      console.log(await ensureChromium(".", { mayInstall: ${mayInstall}, tell: console.log }));`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      env: { PATH: machine },
      encoding: "utf8",
    });
    expect(status, stderr).toBe(0);
    return stdout.trim().split("\n");
  }

  test("is told what will be installed before it is", () => {
    addPackageManager();
    const [announcement, found, ...rest] = ensure(true);
    expect(announcement).toMatch(/About to install one package of the system, "chromium".*--no-install/);
    expect([found, rest]).toEqual([chromium(), []]);
    expect(readFileSync(aptCalls(), "utf8")).toMatch(/update[\s\S]*install .*chromium/);
  });

  test("is left alone with --no-install, and told the command to type", () => {
    addPackageManager();
    const [line, ...rest] = ensure(false);
    expect(line).toMatch(/tests are skipped.*type: (sudo )?apt-get update && .*apt-get install .*chromium$/);
    expect(rest).toEqual([]);
    expect(existsSync(aptCalls())).toBe(false);
  });

  test("without a package manager hears that the tests are skipped", () => {
    expect(ensure(true)).toEqual([expect.stringMatching(/tests are skipped/)]);
  });

  test("that has one gets its path and nothing else", () => {
    addPackageManager();
    program("chromium", "");
    expect(ensure(true)).toEqual([chromium()]);
    expect(existsSync(aptCalls())).toBe(false);
  });
});
