/** Every act: written with its entry, taken back to the letter, done again to the letter. */
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Facts } from "../store/ports/facts.ts";
import { scratchFolders } from "../store/scratch-folder.contract.ts";
import { openSqliteFacts } from "../store/sqlite/index.ts";
import { listActs, perform, redo, undo } from "./journal.ts";
import { actKeys, everyAct, everything, fillForActs, forGood } from "./made-up-library.contract.ts";
import { acts } from "./registry.ts";

const folder = scratchFolders();
let facts: Facts;
beforeEach(async () => {
  facts = await openSqliteFacts(join(folder(), "facts.sqlite"));
  await fillForActs(facts);
});
afterEach(() => facts.close());

const undoable = actKeys.filter((key) => !forGood.includes(key));

describe("every act", () => {
  test.each(undoable)("%s changes something, is taken back and done again", async (key) => {
    const before = await everything(facts);
    const { sequence } = await everyAct[key](facts);
    const after = await everything(facts);
    expect(after).not.toEqual(before);
    const [entry] = await listActs(facts, 1);
    expect(entry).toMatchObject({ sequence, act: acts[key].name, isUndone: false });
    expect(entry?.words).toMatch(/^[A-Z].*[^.]$/);

    expect((await undo(facts, sequence))?.entry).toEqual({ ...entry, isUndone: true });
    expect(await everything(facts)).toEqual(before);
    expect((await redo(facts, sequence))?.entry).toEqual(entry);
    expect(await everything(facts)).toEqual(after);
    await undo(facts);
    expect(await everything(facts)).toEqual(before);
    await redo(facts);
    expect(await everything(facts)).toEqual(after);
  });

  test.each(forGood)(
    "%s is remembered, says why it stays, and is passed over by a bare undo",
    async (key) => {
      await everyAct.renameCluster(facts);
      const { sequence } = await everyAct[key](facts);
      const after = await everything(facts);
      await expect(undo(facts, sequence)).rejects.toMatchObject({ code: "cannot-undo" });
      expect(await everything(facts)).toEqual(after);
      expect((await undo(facts))?.entry.act).toBe("rename-cluster");
    },
  );

  test("that does the impossible leaves neither change nor entry", async () => {
    const before = await everything(facts);
    for (const [act, request] of [
      ["cluster-not-found", () => perform(facts, acts.renameCluster, { cluster: "none", name: "x" })],
      ["clustering-not-found", () => perform(facts, acts.removeClustering, { clustering: "no", title: "" })],
      ["person-not-found", () => perform(facts, acts.mergePeople, { into: "ada", others: ["none"] })],
      ["region-not-found", () => perform(facts, acts.eraseRegion, { region: "none" })],
      ["detector-not-found", () => perform(facts, acts.forgetDetector, { detector: "smells" })],
      ["already-so", () => perform(facts, acts.ignoreFailures, { paths: ["/p/other"] })],
    ] as const) {
      await expect(request()).rejects.toMatchObject({ code: act });
    }
    expect(await everything(facts)).toEqual(before);
    expect(await listActs(facts, 9)).toEqual([]);
  });

  test("whose extra write fails leaves neither change nor entry", async () => {
    const before = await everything(facts);
    const broken = perform(facts, acts.renameCluster, { cluster: "sea", name: "x" }, () =>
      Promise.reject(new Error("no room")),
    );
    await expect(broken).rejects.toThrow("no room");
    expect([await everything(facts), await listActs(facts, 9)]).toEqual([before, []]);
  });
});
