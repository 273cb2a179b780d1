/** Undo and redo over facts in memory, with names of people as the acts. */
import { expect, test } from "vitest";
import { memoryFacts } from "../store/memory/index.ts";
import { perform, redo, undo } from "./journal.ts";

const facts = () => {
  const store = memoryFacts();
  const name = (person: string, given: string) =>
    perform(store, "change-people", { names: [{ person, name: given }] });
  const names = () => Promise.all(["a", "b"].map((person) => store.people.nameOf(person)));
  return { store, name, names };
};

test("acts are taken back newest first and done again oldest first", async () => {
  const { store, name, names } = facts();
  await name("a", "Anna");
  await name("b", "Ben");
  await undo(store);
  expect(await names()).toEqual(["Anna", null]);
  await undo(store);
  expect(await undo(store)).toBeNull();
  await redo(store);
  expect(await names()).toEqual(["Anna", null]);
  await redo(store);
  expect(await redo(store)).toBeNull();
  expect(await names()).toEqual(["Anna", "Ben"]);
});

test("what was undone before another act cannot be done again after it", async () => {
  const { store, name, names } = facts();
  await name("a", "Anna");
  await undo(store);
  await name("b", "Ben");
  expect(await redo(store)).toBeNull();
  await undo(store);
  await redo(store);
  expect(await names()).toEqual([null, "Ben"]);
});
