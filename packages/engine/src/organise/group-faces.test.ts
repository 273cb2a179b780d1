import { type Matrix, matrix, random } from "@imantics/core";
import { describe, expect, test } from "vitest";
import { type Faces, type FaceVerdicts, groupFaces } from "./group-faces.ts";

const context = { seed: 0 };
const nothingSaid: FaceVerdicts = { confirmed: new Map(), denied: [] };

/**
 * Faces named `ann1`, `ben2` …: persons are axes, a face is its person's axis and a little noise. Each in a
 * picture of its own unless said otherwise.
 */
function facesNamed(names: readonly string[], pictures: readonly string[] = names): Faces {
  const axes = [...new Set(names.map(personIn))];
  const chance = random(7);
  const vectors: Matrix = matrix(names.length, 16);
  for (const [i, name] of names.entries()) {
    const numbers = Array.from({ length: 16 }, (_, j) =>
      j === axes.indexOf(personIn(name)) ? 1 : 0.1 * chance.normal(),
    );
    const length = Math.hypot(...numbers);
    vectors.data.set(
      numbers.map((number) => number / length),
      16 * i,
    );
  }
  return { ids: names, images: pictures, vectors };
}

function personIn(name: string): string {
  return name.replace(/\d+$/, "");
}

/** Names of the faces of each person, and who that is. */
async function grouped(faces: Faces, verdicts: FaceVerdicts = nothingSaid) {
  const { people, personOf } = await groupFaces(faces, verdicts, context);
  return {
    people: people.map(({ id, faces: some }) => [id, some.map((face) => faces.ids[face])]),
    nobody: faces.ids.filter((_, face) => personOf[face] === -1),
  };
}

describe("groupFaces", () => {
  test("people from likeness alone, most faces first; who is seen once is nobody yet", async () => {
    const faces = facesNamed(["ann1", "ben1", "ben2", "cid1", "ann2", "ben3"]);
    expect(await grouped(faces)).toEqual({
      people: [
        [null, ["ben1", "ben2", "ben3"]],
        [null, ["ann1", "ann2"]],
      ],
      nobody: ["cid1"],
    });
  });

  test("two faces of one picture are two people, however alike", async () => {
    const faces = facesNamed(["ann1", "ann2", "ann3", "ann4"], ["a", "a", "b", "b"]);
    const { people } = await grouped(faces);
    expect(people).toHaveLength(2);
    for (const [, names] of people) expect(names).toHaveLength(2);
  });

  test("faces join the person that a human named, even a single one", async () => {
    const faces = facesNamed(["ben1", "ann1", "ann2", "cid1"]);
    const confirmed = new Map([
      ["ann1", "Ann"],
      ["cid1", "Cid"],
    ]);
    expect(await grouped(faces, { confirmed, denied: [] })).toEqual({
      people: [
        ["Ann", ["ann1", "ann2"]],
        ["Cid", ["cid1"]],
      ],
      nobody: ["ben1"],
    });
  });

  test("confirmed faces stay, whatever they look like, and named persons never become one", async () => {
    const faces = facesNamed(["ann1", "ann2", "ann3", "ben1"]);
    const confirmed = new Map([
      ["ann1", "Ann"],
      ["ben1", "Ann"],
      ["ann2", "Twin"],
    ]);
    const { people } = await groupFaces(faces, { confirmed, denied: [] }, context);
    expect(people.map(({ id }) => id)).toEqual(["Ann", "Twin"]);
    expect(people[0]?.faces).toEqual(expect.arrayContaining([0, 3]));
    expect(people[1]?.faces).toContain(1);
  });

  test("what is not a person never joins them, alone or with others", async () => {
    const faces = facesNamed(["ann1", "ann2", "ann3", "ann4"]);
    const { people, nobody } = await grouped(faces, {
      confirmed: new Map([["ann1", "Ann"]]),
      denied: [{ face: "ann3", person: "Ann" }],
    });
    const ann = people.find(([id]) => id === "Ann");
    expect(ann?.[1]).toContain("ann1");
    expect(ann?.[1]).not.toContain("ann3");
    expect([...nobody, ...people.flatMap(([, names]) => names ?? [])].sort()).toEqual([...faces.ids]);
  });

  test("verdicts on faces and persons that are not there change nothing", async () => {
    const faces = facesNamed(["ann1", "ann2"]);
    const verdicts = {
      confirmed: new Map([["gone", "Ann"]]),
      denied: [{ face: "ann1", person: "Nobody" }],
    };
    expect(await grouped(faces, verdicts)).toEqual(await grouped(faces));
  });

  test("confidence is 1 for what a human said, 0 for nobody, between for the rest", async () => {
    const faces = facesNamed(["ann1", "ann2", "ann3", "ben1"]);
    const verdicts = { confirmed: new Map([["ann1", "Ann"]]), denied: [] };
    const { confidence } = await groupFaces(faces, verdicts, context);
    expect(confidence[0]).toBe(1);
    expect(confidence[1]).toBeGreaterThan(0.9);
    expect(confidence[1]).toBeLessThanOrEqual(1);
    expect(confidence[3]).toBe(0);
  });

  test("no faces, no people", async () => {
    const { people, personOf } = await groupFaces(facesNamed([]), nothingSaid, context);
    expect([people.length, personOf.length]).toEqual([0, 0]);
  });
});
