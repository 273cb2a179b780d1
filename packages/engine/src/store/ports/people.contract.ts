/** What every Facts does with people. Called by `facts.contract.ts`. */
import { expect, test } from "vitest";
import type { FacePlace } from "../../domain/person.ts";
import { imageId, newImage, part } from "../samples.contract.ts";
import type { Facts } from "./facts.ts";

const [anna, ben, gone] = [part(1, "face", 0.25), part(1, "face", 0.5), part(2, "face", 0.75)];
const annaAgain = part(2, "face", 0.25);

export function peopleContract(name: string, facts: () => Facts): void {
  const place = (region: string, person: string | null, changes: Partial<FacePlace> = {}): FacePlace => {
    return { region, person, confidence: 0.5, isConfirmed: false, ...changes };
  };

  async function fill(): Promise<void> {
    await facts().images.add([newImage(1), newImage(2)]);
    const looks = [
      { image: imageId(1), regions: [anna, ben], milliseconds: 1 },
      { image: imageId(2), regions: [annaAgain], milliseconds: 1 },
    ];
    await facts().regions.recordInspections("test", "v1", looks);
    await facts().people.place([
      place(anna.id, "a", { confidence: 0.25 }),
      place(annaAgain.id, "a", { confidence: 0.75, isConfirmed: true }),
      place(ben.id, "b"),
      place(gone.id, "c"),
    ]);
  }

  test(`${name}: people are counted over faces that are there, named ones first`, async () => {
    await fill();
    expect(await facts().people.list()).toEqual([
      { id: "a", name: null, faces: 2, images: 2, cover: annaAgain.id },
      { id: "b", name: null, faces: 1, images: 1, cover: ben.id },
    ]);
    await facts().people.setName("b", "Ben");
    expect((await facts().people.list()).map(({ id, name: own }) => [id, own])).toEqual([
      ["b", "Ben"],
      ["a", null],
    ]);
    expect(await facts().people.nameOf("b")).toBe("Ben");
    await facts().people.setName("b", null);
    expect(await facts().people.nameOf("b")).toBeNull();
  });

  test(`${name}: what was said of a face outlives its region`, async () => {
    await fill();
    await facts().regions.recordInspections("test", "v2", [
      { image: imageId(2), regions: [], milliseconds: 1 },
    ]);
    const places = await facts().people.places();
    expect(places.map(({ region }) => region)).toEqual([anna.id, annaAgain.id, ben.id, gone.id].sort());
    expect(places.find(({ region }) => region === annaAgain.id)?.isConfirmed).toBe(true);
    expect((await facts().people.list()).map(({ id, faces }) => [id, faces])).toEqual([
      ["a", 1],
      ["b", 1],
    ]);
    await facts().people.removePlaces([gone.id, "unknown"]);
    expect(await facts().people.places()).toHaveLength(3);
  });

  test(`${name}: a face moves from one person to another, and to nobody`, async () => {
    await fill();
    await facts().people.place([place(ben.id, "a"), place(anna.id, null)]);
    expect((await facts().people.list()).map(({ id, faces }) => [id, faces])).toEqual([["a", 2]]);
  });

  test(`${name}: refusals are kept until they are taken back`, async () => {
    await fill();
    const refusal = { region: ben.id, person: "a" };
    await facts().people.setRefusal(refusal, true);
    await facts().people.setRefusal(refusal, true);
    expect(await facts().people.refusals()).toEqual([refusal]);
    await facts().people.setRefusal(refusal, false);
    expect(await facts().people.refusals()).toEqual([]);
  });

  test(`${name}: images of people come with the surest face`, async () => {
    await fill();
    expect(await facts().people.images(["a"])).toEqual(
      new Map([
        [imageId(1), anna.id],
        [imageId(2), annaAgain.id],
      ]),
    );
    expect(await facts().people.images(["b", "c"])).toEqual(new Map([[imageId(1), ben.id]]));
    expect(await facts().people.images([])).toEqual(new Map());
  });
}
