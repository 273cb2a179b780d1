/** Undo and redo over facts in memory: in order, by number, and why not. */
import { expect, test } from "vitest";
import { memoryFacts } from "../store/memory/index.ts";
import type { Facts } from "../store/ports/facts.ts";
import { cluster, clustering, space } from "../store/samples.contract.ts";
import { listActs, perform, redo, undo } from "./journal.ts";
import { acts } from "./registry.ts";

async function library() {
  const facts = memoryFacts();
  await facts.clusterings.add(clustering("c"), [cluster("a", 1), cluster("b", 1)], []);
  await facts.spaces.add(space("old"));
  return facts;
}
const name = async (facts: Facts, id: string, given: string) =>
  (await perform(facts, acts.renameCluster, { cluster: id, name: given })).sequence;
const names = (facts: Facts) => Promise.all(["a", "b"].map((id) => facts.clusterings.givenName(id)));

test("acts are taken back newest first and done again oldest first", async () => {
  const facts = await library();
  await name(facts, "a", "Sea");
  await name(facts, "b", "Hills");
  await undo(facts);
  expect(await names(facts)).toEqual(["Sea", null]);
  await undo(facts);
  expect(await undo(facts)).toBeNull();
  await redo(facts);
  expect(await names(facts)).toEqual(["Sea", null]);
  await redo(facts);
  expect(await redo(facts)).toBeNull();
  expect(await names(facts)).toEqual(["Sea", "Hills"]);
});

test("what was taken back before another act is not done again by a bare redo, but by its number", async () => {
  const facts = await library();
  const first = await name(facts, "a", "Sea");
  await undo(facts);
  await name(facts, "b", "Hills");
  expect(await redo(facts)).toBeNull();
  await undo(facts);
  await redo(facts);
  expect(await names(facts)).toEqual([null, "Hills"]);
  await redo(facts, first);
  expect(await names(facts)).toEqual(["Sea", "Hills"]);
});

test("an act in the middle is taken back alone where no newer one changed the same", async () => {
  const facts = await library();
  const first = await name(facts, "a", "Sea");
  const second = await name(facts, "b", "Hills");
  expect((await undo(facts, first))?.entry.sequence).toBe(first);
  expect(await names(facts)).toEqual([null, "Hills"]);
  expect((await listActs(facts, 9)).map(({ sequence, isUndone }) => [sequence, isUndone])).toEqual([
    [second, false],
    [first, true],
  ]);
});

test("one that a newer act stands on says which, and goes once that one is taken back", async () => {
  const facts = await library();
  const first = await name(facts, "a", "Sea");
  const second = await name(facts, "a", "Ocean");
  await expect(undo(facts, first)).rejects.toMatchObject({
    code: "cannot-undo",
    message: expect.stringMatching(new RegExp(`act ${second} .*Ocean.*take that back first`)),
  });
  expect(await names(facts)).toEqual(["Ocean", null]);
  await undo(facts, second);
  await undo(facts, first);
  expect(await names(facts)).toEqual([null, null]);
  // Out of order the second would bring back "Sea" when taken back, which was never there.
  await expect(redo(facts, second)).rejects.toMatchObject({ code: "cannot-redo" });
  await redo(facts, first);
  await redo(facts, second);
  expect(await names(facts)).toEqual(["Ocean", null]);
});

test("twice, unknown, and of what is gone for good: each says so", async () => {
  const facts = await library();
  const named = await name(facts, "a", "Sea");
  const { sequence } = await perform(facts, acts.removeSpace, { space: "old" });
  await expect(redo(facts, sequence)).rejects.toMatchObject({ code: "cannot-redo" });
  await facts.spaces.forget("old");
  await expect(undo(facts, sequence)).rejects.toThrow(/"old" was thrown out for good/);
  await expect(undo(facts, 99)).rejects.toMatchObject({ code: "act-not-found" });
  expect((await undo(facts))?.entry.sequence).toBe(named);
  await expect(undo(facts, named)).rejects.toThrow("it was taken back before");
});

test("two who take back at the same time take back two acts, each its own", async () => {
  const facts = await library();
  const [first, second] = [await name(facts, "a", "Sea"), await name(facts, "b", "Hills")];
  const walked = await Promise.all([undo(facts, first), undo(facts, second)]);
  expect(walked.map((each) => each?.entry.sequence)).toEqual([first, second]);
  expect(await names(facts)).toEqual([null, null]);
});

test("rows of version 0.1 are read, taken back and done again; others are shown and left alone", async () => {
  const facts = await library();
  const at = "2026-01-02T03:04:05.000Z";
  const older = (act: string, detail: object, inverse: object) =>
    facts.journal.append({ act, detail, inverse, change: null, at });
  await facts.clusterings.setName("a", "Sea");
  const naming = await older("rename-cluster", { cluster: "a", name: "Sea" }, { cluster: "a", name: null });
  const strange = await older("sort-by-smell", { smell: "musty" }, {});
  const [newest, oldest] = await listActs(facts, 9);
  expect(newest).toMatchObject({ act: "other", name: "sort-by-smell", detail: { smell: "musty" } });
  expect(oldest).toMatchObject({ name: "rename-cluster", words: "Named a cluster “Sea”" });
  await expect(undo(facts, strange.sequence)).rejects.toThrow(/another version/);
  expect((await undo(facts))?.entry.sequence).toBe(naming.sequence);
  expect(await names(facts)).toEqual([null, null]);
  await redo(facts, naming.sequence);
  expect(await names(facts)).toEqual(["Sea", null]);
});

test("what a later version changed beside what we know is not taken back by halves", async () => {
  const facts = await library();
  const change = { clusterNames: [{ cluster: "a", name: "Sea" }], smells: [{ smell: "musty" }] };
  const { sequence } = await facts.journal.append({
    ...{ act: "rename-cluster", detail: { cluster: "a", name: "Sea" } },
    ...{ change, inverse: change, at: "2026-01-02T03:04:05.000Z" },
  });
  await expect(undo(facts, sequence)).rejects.toMatchObject({ code: "cannot-undo" });
  expect(await undo(facts)).toBeNull();
});
