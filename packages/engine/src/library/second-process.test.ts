/** A library that is open for reading follows what another process writes into it, without being reopened. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { drawFolder } from "../../../../fixtures/drawn-pictures.ts";
import type { Library } from "./library.ts";
import { openLibrary } from "./open-library.ts";

const writer = fileURLToPath(new URL("./index-writer.contract.ts", import.meta.url));
let folder = "";
let photos = "";
let library: Library;

function indexElsewhere(): void {
  const args = ["--import", "tsx", "--conditions=source", writer, join(folder, "library"), photos];
  execFileSync(process.execPath, args, { stdio: "pipe" });
}

async function found(): Promise<string[]> {
  const { hits } = await library.search({
    parts: [{ kind: "text", text: "stripes", weight: 1 }],
    limit: 200,
  });
  return hits.map(({ path }) => path).sort();
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "imantics-second-"));
  photos = join(folder, "photos");
  mkdirSync(photos);
  drawFolder(photos, 2);
  indexElsewhere();
  library = await openLibrary(join(folder, "library"), { isReadOnly: true });
});
afterEach(async () => {
  await library.close();
  rmSync(folder, { recursive: true, force: true });
});

test("pictures that another process adds are found; those that it finds gone are not", {
  timeout: 180_000,
}, async () => {
  const before = await found();
  expect(before).toHaveLength(8);
  drawFolder(photos, 4);
  indexElsewhere();
  const after = await found();
  expect(after).toHaveLength(16);
  expect(after).toEqual(expect.arrayContaining(before));
  rmSync(join(photos, "stripes"), { recursive: true });
  indexElsewhere();
  expect(await found()).toEqual(after.filter((path) => !path.includes("/stripes/")));
});
