/** A folder of its own for each test, removed when the test file is done. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** Call at the top of a test file; the result makes a new empty folder each time. */
export function scratchFolders(): () => string {
  const root = mkdtempSync(join(tmpdir(), "imantics-store-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return () => mkdtempSync(join(root, "f-"));
}
