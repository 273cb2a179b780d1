/** Other people are this person too: all their faces become theirs. */
import { z } from "zod";
import { ImanticsError } from "../domain/errors.ts";
import { changing, defineAct } from "./act.ts";
import { confirmed, requirePerson } from "./faces.ts";

export const mergePeople = defineAct({
  name: "merge-people",
  schema: z.object({ into: z.string(), others: z.array(z.string()).readonly() }),
  async plan(facts, { into, others }) {
    const target = await requirePerson(facts, into);
    const people = [];
    for (const other of others) people.push(await requirePerson(facts, other));
    if (people.length === 0 || people.some(({ id }) => id === into)) {
      throw new ImanticsError("bad-merge", "A merge needs other people to join to the first one.");
    }
    const joining = new Set(others);
    const places = await facts.people.places();
    const moved = places.filter(({ person }) => joining.has(person ?? ""));
    const movedRegions = new Set(moved.map(({ region }) => region));
    const refused = (await facts.people.refusals()).filter(
      ({ region, person }) => person === into && movedRegions.has(region),
    );
    const name = target.name ?? people.find((person) => person.name !== null)?.name ?? null;
    return changing({
      personNames: [{ person: into, name }, ...others.map((person) => ({ person, name: null }))],
      places: [
        ...places.filter(({ region }) => region === target.cover).map(confirmed),
        // As sure as it was that they belong together, so that doubtful ones still stand last.
        ...moved.map((place) => ({ ...place, person: into, isConfirmed: true })),
      ],
      refusals: refused.map((refusal) => ({ ...refusal, isRefused: false })),
    });
  },
  words: ({ others }) => `Merged ${others.length + 1} people`,
});
