/**
 * SIGKILL between any two writes of an act leaves all of it or nothing of it. Fifty points here;
 * `tests/attack/kill-acts.ts` tries five hundred.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { killActs } from "./attack/kill-campaign.ts";

// Fifty processes; on a busy machine they take their time.
vi.setConfig({ testTimeout: 600_000 });

const folder = mkdtempSync(join(tmpdir(), "imantics-kill-acts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("fifty kills leave no act by halves", async () => {
  const { tried, halves, strays } = await killActs(50, folder);
  console.log(`${tried} tried, ${halves.length} halves`);
  expect({ tried, halves, strays }).toEqual({ tried: 50, halves: [], strays: [] });
});
