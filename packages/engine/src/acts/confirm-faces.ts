/** "This is them", whosever faces they were. */
import { z } from "zod";
import { changing, defineAct } from "./act.ts";
import type { Change } from "./change.ts";
import { confirmed, countOfFaces, requireFaces, requirePerson, withoutFaces } from "./faces.ts";
import { alreadySo } from "./require.ts";

export const confirmFaces = defineAct({
  name: "confirm-faces",
  schema: z.object({ person: z.string(), faces: z.array(z.string()).readonly() }),
  async plan(facts, { person: id, faces: regions }) {
    await requirePerson(facts, id);
    const faces = await requireFaces(facts, regions);
    if (faces.every(({ person, isConfirmed }) => person === id && isConfirmed)) {
      throw alreadySo("These faces were confirmed before.");
    }
    const left = new Set(faces.flatMap(({ person }) => (person === null || person === id ? [] : [person])));
    const rests: Pick<Change, "places" | "personNames">[] = [];
    for (const person of left) rests.push(await withoutFaces(facts, person, faces));
    return changing({
      personNames: rests.flatMap(({ personNames = [] }) => personNames),
      places: [
        ...rests.flatMap(({ places = [] }) => places),
        ...faces.map((place) => confirmed({ ...place, person: id })),
      ],
      refusals: faces.map(({ region }) => ({ region, person: id, isRefused: false })),
    });
  },
  words: ({ faces }) => `Said whose ${countOfFaces(faces)} ${faces.length === 1 ? "is" : "are"}`,
});
