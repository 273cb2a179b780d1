/**
 * Names a person, or takes the name away. Two people of one name (case aside) are nearly always one, so
 * whoever gets the name of somebody else joins them.
 */
import { z } from "zod";
import type { FactPorts } from "../store/ports/facts.ts";
import { defineAct } from "./act.ts";
import { confirmed, facesOf, requirePerson } from "./faces.ts";
import { mergePeople } from "./merge-people.ts";
import { alreadySo } from "./require.ts";

/** Answers the id of who it is then. */
export const renamePerson = defineAct({
  name: "rename-person",
  schema: z.object({ person: z.string(), name: z.string().nullable() }),
  async plan(facts, { person, name }) {
    const { cover, name: before } = await requirePerson(facts, person);
    if (name === before) {
      throw alreadySo(name === null ? `Person "${person}" has no name.` : `Their name is "${name}" already.`);
    }
    const bearer = name === null ? undefined : await bearerOf(facts, name, person);
    if (bearer) {
      const { change } = await mergePeople.plan(facts, { into: bearer, others: [person] });
      return { change, answer: bearer };
    }
    // The face that stands for the person says for good who is meant.
    const places = (await facesOf(facts, person)).filter(({ region }) => region === cover).map(confirmed);
    return { change: { personNames: [{ person, name }], ...(name !== null && { places }) }, answer: person };
  },
  words: ({ name }) => (name === null ? "Took a person's name away" : `Named a person “${name}”`),
});

async function bearerOf(facts: FactPorts, name: string, without: string): Promise<string | undefined> {
  const wanted = name.toLocaleLowerCase();
  const people = await facts.people.list();
  return people.find((one) => one.id !== without && one.name?.toLocaleLowerCase() === wanted)?.id;
}
