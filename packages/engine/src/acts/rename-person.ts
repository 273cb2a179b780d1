/** Names a person, or takes the name away. */
import { z } from "zod";
import { changing, defineAct } from "./act.ts";
import { confirmed, facesOf, requirePerson } from "./faces.ts";
import { alreadySo } from "./require.ts";

export const renamePerson = defineAct({
  name: "rename-person",
  schema: z.object({ person: z.string(), name: z.string().nullable() }),
  async plan(facts, { person, name }) {
    const { cover, name: before } = await requirePerson(facts, person);
    if (name === before) {
      throw alreadySo(name === null ? `Person "${person}" has no name.` : `Their name is "${name}" already.`);
    }
    // The face that stands for the person says for good who is meant.
    const places = (await facesOf(facts, person)).filter(({ region }) => region === cover).map(confirmed);
    return changing({ personNames: [{ person, name }], ...(name !== null && { places }) });
  },
  words: ({ name }) => (name === null ? "Took a person's name away" : `Named a person “${name}”`),
});
