/** "Not this person": faces of theirs become nobody's, and never become this person's by themselves. */
import { z } from "zod";
import { changing, defineAct } from "./act.ts";
import { countOfFaces, nobodys, requireFaces, requirePerson, withoutFaces } from "./faces.ts";
import { alreadySo } from "./require.ts";

export const refuseFaces = defineAct({
  name: "refuse-faces",
  schema: z.object({ person: z.string(), faces: z.array(z.string()).readonly() }),
  async plan(facts, { person: id, faces: regions }) {
    await requirePerson(facts, id);
    const faces = await requireFaces(facts, regions);
    const known = new Set((await facts.people.refusals()).map(({ region, person }) => `${region} ${person}`));
    const own = faces.filter(({ person }) => person === id);
    if (own.length === 0 && faces.every(({ region }) => known.has(`${region} ${id}`))) {
      throw alreadySo("It is known already that these faces are not this person.");
    }
    const rest = own.length === 0 ? {} : await withoutFaces(facts, id, own);
    return changing({
      ...rest,
      places: [...(rest.places ?? []), ...own.map(({ region }) => nobodys(region))],
      // Where nobody stays there is nobody to be kept from: the group is dissolved.
      refusals: rest.personNames ? [] : faces.map(({ region }) => ({ region, person: id, isRefused: true })),
    });
  },
  words: ({ faces }) =>
    `Said that ${countOfFaces(faces)} ${faces.length === 1 ? "is" : "are"} not a person's`,
});
