/** Rules of ARCHITECTURE.md that the layers tool cannot see, and proof that the tool sees the others. */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The edges: configuration, and the programs that a person starts. */
const readsEnvironment = [/^packages\/engine\/src\/config\.ts$/, /^packages\/cli\/src\//];

test("the environment is read at the edges only", () => {
  const readers = sources("packages").filter((file) => /\bprocess\.env\b/.test(code(file)));
  expect(readers.filter((file) => !readsEnvironment.some((edge) => edge.test(file)))).toEqual([]);
});

test("libraries never print", () => {
  const printers = sources("packages").filter((file) => /\bconsole\.\w+\(/.test(code(file)));
  expect(printers).toEqual([]);
});

test("core and learn know no chance but a seed, no clock, no timer and no process", () => {
  const files = [...sources("packages/core"), ...sources("packages/learn")];
  const forbidden =
    /\bMath\.random\b|\bDate\b|\bperformance\b|\bset(?:Timeout|Interval|Immediate)\b|\bprocess\b/;
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => forbidden.test(code(file)))).toEqual([]);
});

let house = "";

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), "imantics-layers-"));
  for (const file of [".dependency-cruiser.cjs", "tsconfig.base.json", "package.json"]) {
    cpSync(join(root, file), join(house, file));
  }
});

afterAll(() => rmSync(house, { recursive: true, force: true }));

test.each([
  ["core-imports-only-itself", "core/src/a.ts", 'import "../../engine/src/index.ts";'],
  ["web-imports-only", "web/src/a.ts", 'import "../../engine/src/index.ts";'],
  ["no-deep-imports", "server/src/a.ts", 'import "../../engine/src/errors.ts";'],
  ["core-runs-anywhere", "core/src/a.ts", 'import "node:fs";'],
  ["sharp-has-one-home", "engine/src/search/a.ts", 'import "sharp";'],
  ["api-depends-on-zod-alone", "api/src/a.ts", 'import "sharp";'],
  ["core-compute-stands-below", "core/src/compute/a.ts", 'import "../cluster/b.ts";'],
  ["core-cluster-centroid-stands-below", "core/src/cluster/centroid/a.ts", 'import "../choose/b.ts";'],
  ["engine-domain-imports-core-only", "engine/src/domain/a.ts", 'import "../store/b.ts";'],
  ["engine-store-knows-no-stage", "engine/src/store/a.ts", 'import "../search/b.ts";'],
  ["engine-index-stands-below", "engine/src/index/a.ts", 'import "../jobs/b.ts";'],
  ["no-cycles", "core/src/a.ts", 'import "./b.ts";'],
  ["no-unresolvable", "cli/src/a.ts", 'import "./nowhere.ts";'],
])("the layers tool finds a breach of %s", (rule, file, text) => {
  rmSync(join(house, "packages"), { recursive: true, force: true });
  write("packages/engine/src/index.ts", "export const engine = 1;");
  write("packages/engine/src/errors.ts", "export const errors = 1;");
  write("packages/core/src/b.ts", 'import "./a.ts";');
  for (const room of [
    "core/src/cluster",
    "core/src/cluster/choose",
    "engine/src/store",
    "engine/src/search",
  ]) {
    write(`packages/${room}/b.ts`, "export const b = 1;");
  }
  write("packages/engine/src/jobs/b.ts", "export const b = 1;");
  write(`packages/${file}`, text);
  rmSync(join(house, "node_modules"), { recursive: true, force: true });
  symlinkSync(join(root, "node_modules"), join(house, "node_modules"));
  const tool = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const args = [tool, "--config", ".dependency-cruiser.cjs", "--output-type", "err", "packages"];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: house, encoding: "utf8" });
  expect(stdout).toContain(rule);
  expect(status).not.toBe(0);
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), text);
}

/** Source files below a folder, tests left out, with `/`. */
function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => /\/src\/.*\.tsx?$/.test(path) && !/node_modules|\.(test|contract)\./.test(path));
}

/** The text without comments: a comment may name what the code must not use. */
function code(file: string): string {
  return readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");
}
