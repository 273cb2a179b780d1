/** People over a real store with made-up faces: found, named, corrected, taken back, found again. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { faceId, findFaces, type MadeUpFace } from "../../../../fixtures/made-up-faces.ts";
import { perform, redo, undo } from "../acts/journal.ts";
import { VectorIndexes } from "../search/vector-indexes.ts";
import { openStore, type Store } from "../store/open-store.ts";
import { imageId, newImage } from "../store/samples.contract.ts";
import type { Library } from "./library.ts";
import { peopleVerbs } from "./people.ts";

const [anna, ben, cleo] = [0, 4, 8];
const inPicture = (picture: number, person: number, more: Partial<MadeUpFace> = {}): MadeUpFace => {
  return { image: imageId(picture), person, ...more };
};
/** Anna in pictures 1 to 4, Ben in 4 to 6: in picture 4 they are together. Cleo only in 7. */
const faces: readonly MadeUpFace[] = [
  ...[1, 2, 3, 4].map((picture) => inPicture(picture, anna)),
  ...[4, 5, 6].map((picture) => inPicture(picture, ben)),
  inPicture(7, cleo),
];
const idsOf = (person: number) => faces.filter((face) => face.person === person).map(faceId);

let folder = "";
let store: Store;
let people: Library["people"];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "imantics-people-"));
  store = await openStore(folder);
  await store.facts.images.add([1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => newImage(number)));
  people = peopleVerbs(store.facts, new VectorIndexes(store.vectors), (act, request, also) =>
    perform(store.facts, act, request, also),
  );
  await findFaces(store, faces);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The person who has a face; null for nobody. */
async function personWith(region = ""): Promise<string | null> {
  return (await store.facts.people.places()).find((place) => place.region === region)?.person ?? null;
}
async function idOf(person: number): Promise<string> {
  const id = await personWith(idsOf(person)[0]);
  if (id === null) throw new Error("nobody has this face");
  return id;
}
async function facesOf(id: string): Promise<string[]> {
  return (await people.get(id)).faces.map(({ region }) => region).sort();
}
/** Everything that an act may change. */
async function everything(): Promise<unknown> {
  const { facts } = store;
  return {
    people: await facts.people.list(),
    places: await facts.people.places(),
    refusals: await facts.people.refusals(),
  };
}
/** An act changes something, undo brings back all of it, redo does it again. */
async function actThatCanBeUndone(act: () => Promise<unknown>): Promise<void> {
  const before = await everything();
  await act();
  const after = await everything();
  expect(after).not.toEqual(before);
  await undo(store.facts);
  expect(await everything()).toEqual(before);
  await redo(store.facts);
  expect(await everything()).toEqual(after);
}

test("faces become people, most faces first; a single face is nobody yet", async () => {
  expect(await people.list()).toMatchObject([
    { id: await idOf(anna), name: null, faces: 4, images: 4 },
    { id: await idOf(ben), name: null, faces: 3, images: 3 },
  ]);
  expect(await personWith(idsOf(cleo)[0])).toBeNull();
  const { faces: found, doubtFrom } = await people.get(await idOf(anna));
  expect(found.map(({ region }) => region).sort()).toEqual(idsOf(anna).sort());
  expect(doubtFrom).toBe(4);
});

test("an image tells its faces and whose they are", async () => {
  const together = await people.ofImage(imageId(4));
  expect(together.map(({ person }) => person?.id).sort()).toEqual([await idOf(anna), await idOf(ben)].sort());
  expect(await people.ofImage(imageId(7))).toMatchObject([{ region: idsOf(cleo)[0], person: null }]);
  expect(await people.ofImage(imageId(9))).toEqual([]);
});

describe("naming", () => {
  test("can be undone and redone, and taken away", async () => {
    const id = await idOf(anna);
    await actThatCanBeUndone(() => people.rename(id, "Anna"));
    expect((await people.list())[0]).toMatchObject({ id, name: "Anna" });
    await actThatCanBeUndone(() => people.rename(id, null));
    expect((await people.get(id)).person.name).toBeNull();
  });

  test("to the same name is refused", async () => {
    const id = await idOf(anna);
    await expect(people.rename(id, null)).rejects.toMatchObject({ code: "already-so" });
    await people.rename(id, "Anna");
    await expect(people.rename(id, "Anna")).rejects.toMatchObject({ code: "already-so" });
    await expect(people.rename("none", "Anna")).rejects.toMatchObject({ code: "person-not-found" });
  });
});

describe("merging", () => {
  test("brings all faces and a name, and holds when faces are grouped again", async () => {
    const [into, other] = [await idOf(anna), await idOf(ben)];
    await people.rename(other, "Ben");
    await actThatCanBeUndone(() => people.merge(into, [other]));
    expect(await people.list()).toMatchObject([{ id: into, name: "Ben", faces: 7, images: 6 }]);
    await findFaces(store, [inPicture(8, anna), inPicture(9, ben)]);
    expect(await facesOf(into)).toEqual(expect.arrayContaining([...idsOf(anna), ...idsOf(ben)]));
    expect((await people.get(into)).person.name).toBe("Ben");
  });

  test("with oneself or nobody is refused", async () => {
    const id = await idOf(anna);
    await expect(people.merge(id, [id])).rejects.toMatchObject({ code: "bad-merge" });
    await expect(people.merge(id, [])).rejects.toMatchObject({ code: "bad-merge" });
    await expect(people.merge(id, ["none"])).rejects.toMatchObject({ code: "person-not-found" });
  });

  test("takes back that a face was denied to the person", async () => {
    const id = await idOf(anna);
    const [first = ""] = idsOf(anna);
    const { person: apart } = await people.split(id, [first]);
    expect(await store.facts.people.refusals()).toEqual([{ region: first, person: id }]);
    await people.merge(id, [apart]);
    expect(await store.facts.people.refusals()).toEqual([]);
  });
});

describe("splitting", () => {
  test("makes a new person who stays one, however alike", async () => {
    const id = await idOf(anna);
    const [one = "", two = ""] = idsOf(anna);
    let apart = "";
    await actThatCanBeUndone(async () => {
      ({ person: apart } = await people.split(id, [one, two]));
    });
    expect(await facesOf(apart)).toEqual([one, two].sort());
    await findFaces(store, [inPicture(8, anna)]);
    expect([await personWith(one), await personWith(two)]).toEqual([apart, apart]);
    expect((await facesOf(id)).filter((face) => face === one || face === two)).toEqual([]);
  });

  test("needs some faces of the person, not all and not another's", async () => {
    const id = await idOf(anna);
    for (const wrong of [idsOf(anna), idsOf(ben), [idsOf(anna)[0] ?? "", idsOf(ben)[0] ?? ""]]) {
      await expect(people.split(id, wrong)).rejects.toMatchObject({ code: "bad-split" });
    }
    await expect(people.split(id, [`${imageId(9)}:face:1-1-1-1`])).rejects.toMatchObject({
      code: "face-not-found",
    });
    await expect(people.split(id, [])).rejects.toMatchObject({ code: "face-not-found" });
  });
});

describe("refusing", () => {
  test("holds when faces are grouped again, also for a person without a name", async () => {
    const id = await idOf(anna);
    const [one = ""] = idsOf(anna);
    await actThatCanBeUndone(() => people.refuse(id, [one]));
    expect(await personWith(one)).toBeNull();
    await findFaces(store, [inPicture(8, anna)]);
    expect(await personWith(one)).not.toBe(id);
    expect(await facesOf(id)).toEqual(expect.arrayContaining(idsOf(anna).slice(1)));
  });

  test("of the face that stands for a person leaves another to stand for them", async () => {
    const id = await idOf(anna);
    await people.rename(id, "Anna");
    const { cover } = (await people.get(id)).person;
    await people.refuse(id, [cover]);
    await findFaces(store, [inPicture(8, anna)]);
    expect((await people.get(id)).person.name).toBe("Anna");
    expect(await facesOf(id)).toEqual(expect.arrayContaining(idsOf(anna).filter((face) => face !== cover)));
  });

  test("of all faces dissolves the person, name and all", async () => {
    const id = await idOf(anna);
    await people.rename(id, "Anna");
    await actThatCanBeUndone(() => people.refuse(id, idsOf(anna)));
    await expect(people.get(id)).rejects.toMatchObject({ code: "person-not-found" });
    await findFaces(store, [inPicture(8, anna)]);
    expect((await people.list()).map(({ name }) => name)).toEqual([null, null]);
  });

  test("works once for a face of nobody or of somebody else, who keeps it", async () => {
    const [first, second] = [await idOf(anna), await idOf(ben)];
    for (const others of [idsOf(cleo), idsOf(ben).slice(0, 1)]) {
      await actThatCanBeUndone(() => people.refuse(first, others));
      await expect(people.refuse(first, others)).rejects.toMatchObject({ code: "already-so" });
    }
    expect(await facesOf(second)).toEqual(idsOf(ben).sort());
  });
});

describe("confirming", () => {
  test("moves a face for good, from nobody and from another person", async () => {
    const id = await idOf(anna);
    const moved = [...idsOf(cleo), idsOf(ben)[1] ?? ""];
    await actThatCanBeUndone(() => people.confirm(id, moved));
    await findFaces(store, [inPicture(8, ben), inPicture(9, cleo)]);
    for (const face of moved) expect(await personWith(face)).toBe(id);
    expect((await people.get(id)).faces.filter(({ isConfirmed }) => isConfirmed)).toHaveLength(2);
    await expect(people.confirm(id, moved)).rejects.toMatchObject({ code: "already-so" });
  });

  test("keeps the name of a person whose face goes, and takes a refusal back", async () => {
    const [first, second] = [await idOf(anna), await idOf(ben)];
    await people.rename(second, "Ben");
    const { cover } = (await people.get(second)).person;
    await people.refuse(first, idsOf(cleo));
    await people.confirm(first, [cover, ...idsOf(cleo)]);
    expect(await store.facts.people.refusals()).toEqual([]);
    await findFaces(store, [inPicture(8, ben)]);
    expect(await people.list()).toContainEqual(
      expect.objectContaining({ id: second, name: "Ben", faces: 3 }),
    );
  });
});

describe("finding faces again", () => {
  test("with more of them keeps ids and names", async () => {
    const before = { anna: await idOf(anna), ben: await idOf(ben) };
    await people.rename(before.ben, "Ben");
    await findFaces(store, [inPicture(7, cleo), inPicture(8, cleo), inPicture(8, anna), inPicture(9, ben)]);
    expect({ anna: await idOf(anna), ben: await idOf(ben) }).toEqual(before);
    expect((await people.list()).map(({ name, faces: count }) => [name, count])).toEqual([
      ["Ben", 4],
      [null, 5],
      [null, 2],
    ]);
  });

  test("never makes two faces of one picture one person", async () => {
    const twins = [inPicture(8, anna, { x: 0.1 }), inPicture(8, anna, { x: 0.6 })];
    await findFaces(store, twins);
    const [one, other] = await Promise.all(twins.map((face) => personWith(faceId(face))));
    expect(one).not.toBe(other);
  });

  test("a little elsewhere carries over what was said", async () => {
    const id = await idOf(anna);
    const [kept = "", denied = ""] = idsOf(anna);
    await people.rename(id, "Anna");
    await people.confirm(id, [kept]);
    await people.refuse(id, [denied]);
    // A hundredth of the width further right: another id, the same face.
    const moved = faces.map((face) => ({ ...face, x: 0.06 + 0.055 * face.person }));
    await findFaces(store, moved, "2");
    const [keptNow = "", deniedNow = ""] = moved.filter(({ person }) => person === anna).map(faceId);
    expect(keptNow).not.toBe(kept);
    expect(await personWith(keptNow)).toBe(id);
    expect(await personWith(deniedNow)).not.toBe(id);
    expect(await store.facts.people.refusals()).toEqual([{ region: deniedNow, person: id }]);
    expect((await people.list())[0]).toMatchObject({ id, name: "Anna", faces: 3 });
    // Nothing is left of places that nobody spoke for.
    expect(await store.facts.people.places()).toHaveLength(faces.length);
  });

  test("recognises a person whose confirmed faces are no longer found", async () => {
    const id = await idOf(anna);
    await people.rename(id, "Anna");
    const { cover } = (await people.get(id)).person;
    await store.facts.regions.recordInspections("faces", "2", [
      { image: cover.slice(0, 64), regions: [], milliseconds: 1 },
    ]);
    await store.vectors.remove((await store.facts.spaces.list())[0]!, [cover]);
    await findFaces(store, [inPicture(8, anna)]);
    expect((await people.list())[0]).toMatchObject({ id, name: "Anna", faces: 4 });
  });
});

describe("who is this", () => {
  /** Cleo looks somewhat like the person after Anna in the space, who is nobody. */
  const alike = inPicture(8, anna, { towardsNext: 0.7 });

  test("ranks people by likeness, without those ruled out or in the picture", async () => {
    const [first, second] = [await idOf(anna), await idOf(ben)];
    const [face = ""] = idsOf(anna);
    const suggestions = await people.suggest(face);
    expect(suggestions.map(({ person }) => person.id)).toEqual([first, second]);
    expect(suggestions[0]?.confidence).toBeGreaterThan(0.99);
    expect(suggestions[1]?.confidence).toBeLessThan(0.01);

    const [, , , together = ""] = idsOf(anna);
    expect((await people.suggest(together)).map(({ person }) => person.id)).toEqual([first]);
    await people.refuse(first, [face]);
    expect((await people.suggest(face)).map(({ person }) => person.id)).toEqual([second]);
    await expect(people.suggest(`${imageId(9)}:face:1-1-1-1`)).rejects.toMatchObject({
      code: "face-not-found",
    });
  });

  test("asks about unnamed faces that may be somebody with a name, and not again once answered", async () => {
    expect(await people.questions(10)).toEqual([]);
    await findFaces(store, [alike]);
    const id = await idOf(anna);
    expect(await personWith(faceId(alike))).toBeNull();
    await people.rename(id, "Anna");
    expect(await people.questions(10)).toMatchObject([
      { region: faceId(alike), image: imageId(8), person: null, suggestions: [{ person: { name: "Anna" } }] },
    ]);
    await people.refuse(id, [faceId(alike)]);
    expect(await people.questions(10)).toEqual([]);
  });

  test("asks about an unnamed person once, by the cover", async () => {
    await people.rename(await idOf(anna), "Anna");
    const pair = [8, 9].map((picture) => inPicture(picture, anna, { towardsNext: 0.7 }));
    await findFaces(store, pair);
    const lookAlike = await personWith(faceId(pair[0]!));
    expect(lookAlike).not.toBeNull();
    expect(await people.questions(10)).toMatchObject([{ person: { id: lookAlike, name: null, faces: 2 } }]);
    expect(await people.questions(0)).toEqual([]);
  });
});
