/** Ranking over made-up vectors, where what should win is known. */
import { matrix, normaliseRows, random, row } from "@imantics/core";
import { beforeEach, describe, expect, test } from "vitest";
import type { Fusion } from "../domain/query.ts";
import { regionId, wholeRegionId } from "../domain/region-id.ts";
import { memoryFacts } from "../store/memory/index.ts";
import { imageId, newImage } from "../store/samples.contract.ts";
import { backgroundOf } from "./background.ts";
import { LibraryIndex } from "./library-index.ts";
import { defaultFusion, type RankTools, rank } from "./search.ts";
import type { PreparedPart } from "./type-evidence.ts";

const columns = 16;
const count = 60;
const page = { offset: 0, count: 5 };
let index: LibraryIndex;
let available: ReadonlySet<string>;
let tools: RankTools;
/** A direction that nothing points in by chance. */
const wanted = Float32Array.from({ length: columns }, (_, j) => (j === 0 ? 1 : 0));

function near(chance: ReturnType<typeof random>, share: number): Float32Array {
  const drawn = Float32Array.from({ length: columns }, (_, j) => (j === 0 ? 0 : chance.normal()));
  const unit = row(normaliseRows(matrix(1, columns, drawn)), 0);
  return unit.map((value, j) => (j === 0 ? share : value * Math.sqrt(1 - share * share)));
}

function put(id: string, vector: Float32Array): void {
  index.append({ ids: [id], vectors: matrix(1, columns, Float32Array.from(vector)) });
}

const text = (words: string, weight = 1): PreparedPart => ({
  part: { kind: "text", text: words, weight },
  vector: wanted,
});
const picture = (weight = 1): PreparedPart => ({ part: { kind: "image", id: "x", weight }, vector: wanted });
const box = (at: number) => ({ x: at / 100, y: 0.25, width: 0.25, height: 0.25 });

async function best(parts: readonly PreparedPart[], fusion: Partial<Fusion> = {}): Promise<number> {
  const all = { ...defaultFusion, ...fusion };
  const { ranked } = await rank(parts, page, index.mask(available), all, tools);
  return numberOf(ranked[0]?.image);
}
const numberOf = (image: string | undefined) =>
  Array.from({ length: count }, (_, i) => i).findIndex((number) => imageId(number) === image);

beforeEach(async () => {
  const chance = random(1);
  const facts = memoryFacts();
  index = new LibraryIndex({
    ...{ id: "tiny", model: "tiny", revision: "1", preprocessing: "1", pooling: "cls" },
    ...{ dimension: columns, acceptsText: true },
  });
  for (let i = 0; i < count; i++) {
    await facts.images.add([newImage(i)]);
    put(wholeRegionId(imageId(i)), near(chance, 0.1 * chance.uniform()));
    for (let p = 0; p < 2; p++)
      put(regionId(imageId(i), "object", box(p)), near(chance, 0.1 * chance.uniform()));
    put(regionId(imageId(i), "text", box(50)), near(chance, 0.1 * chance.uniform()));
  }
  available = new Set(Array.from({ length: count }, (_, i) => imageId(i)));
  tools = {
    images: index.images,
    indexes: index.byType,
    facts,
    background: async (type) =>
      backgroundOf(
        matrix(8, columns, new Float32Array(8 * columns).fill(0.25)),
        index.byType.get(type)!.sample(),
      ),
    confidences: async (regions) =>
      new Map(regions.map((region) => [region, region.includes("object:1") ? 0.01 : 1])),
  };
});

describe("evidence of parts", () => {
  test("a part that fits brings its picture up, and is the reason that is told", async () => {
    const id = regionId(imageId(7), "object", box(20));
    put(id, near(random(2), 0.9));
    const { ranked } = await rank([text("wanted")], page, index.mask(available), defaultFusion, tools);
    expect(numberOf(ranked[0]?.image)).toBe(7);
    expect(ranked[0]?.reasons[0]?.region).toBe(id);
    expect(await best([text("wanted")], { weights: { whole: 1, object: 0, text: 0, drawn: 0 } })).not.toBe(7);
  });

  test("many parts are many chances, and are not rewarded for it", async () => {
    const chance = random(3);
    // Twenty mediocre parts against one good whole picture.
    for (let p = 0; p < 20; p++)
      put(regionId(imageId(3), "object", box(30 + p)), near(chance, 0.3 * chance.uniform()));
    put(wholeRegionId(imageId(900)), near(chance, 0.6));
    available = new Set([...available, imageId(900)]);
    const { ranked } = await rank([text("wanted")], page, index.mask(available), defaultFusion, tools);
    expect(ranked[0]?.image).toBe(imageId(900));
  });

  test("a part counts by the confidence of its detector where that is asked for", async () => {
    put(
      regionId(imageId(7), "object", { x: 0.0001, y: 0.25, width: 0.25, height: 0.25 }),
      near(random(2), 0.9),
    );
    expect(await best([text("wanted")])).toBe(7);
    expect(await best([text("wanted")], { usesConfidence: true })).not.toBe(7);
  });

  test("pictures are not compared with transcriptions, words are", async () => {
    put(regionId(imageId(9), "text", box(70)), near(random(2), 0.95));
    const onlyText = { weights: { whole: 0, object: 0, text: 1, drawn: 0 } };
    expect(await best([text("wanted")], onlyText)).toBe(9);
    const { ranked } = await rank(
      [picture()],
      page,
      index.mask(available),
      { ...defaultFusion, ...onlyText },
      tools,
    );
    expect(ranked).toEqual([]);
  });

  test("words that stand in a picture outweigh any likeness; common words say nothing", async () => {
    const region = {
      ...newImage(5).regions[0]!,
      id: regionId(imageId(5), "text", box(80)),
      type: "text" as const,
    };
    await tools.facts.regions.add({ ...region, text: "Perniagaan Zheng Hui\nTOTAL 42.50" });
    // Five standard deviations above chance, as a very good likeness is.
    put(wholeRegionId(imageId(900)), near(random(4), 0.2));
    available = new Set([...available, imageId(900)]);
    expect(await best([text("the perniagaan")])).toBe(5);
    const { ranked, hasGoodMatch } = await rank(
      [text("Zheng")],
      page,
      index.mask(available),
      defaultFusion,
      tools,
    );
    expect([hasGoodMatch, ranked[0]?.reasons[0]?.words]).toEqual([true, ["zheng"]]);
    expect(await best([text("with the")])).not.toBe(5);
  });

  test("what is pushed away counts against a picture wherever in it it stands", async () => {
    const unwanted = Float32Array.from({ length: columns }, (_, j) => (j === 1 ? 1 : 0));
    const minus: PreparedPart = { part: { kind: "text", text: "unwanted", weight: -1 }, vector: unwanted };
    const [clean, spoilt] = [imageId(903), imageId(904)];
    const good = near(random(5), 0.6);
    for (const image of [clean, spoilt]) put(wholeRegionId(image), good);
    put(regionId(spoilt, "object", box(10)), unwanted);
    available = new Set([...available, clean, spoilt]);
    const first = async (parts: PreparedPart[]) =>
      (await rank(parts, page, index.mask(available), defaultFusion, tools)).ranked.slice(0, 2);
    const [one, other] = await first([text("wanted")]);
    expect(one?.score).toBeCloseTo(other?.score ?? 0, 6);
    expect((await first([text("wanted"), minus])).map(({ image }) => image)).toEqual([clean, spoilt]);
  });

  test("what is only pushed away comes last among what conditions let through", async () => {
    put(wholeRegionId(imageId(901)), near(random(4), 0.9));
    available = new Set([imageId(901), imageId(1), imageId(2)]);
    const { ranked } = await rank([text("wanted", -1)], page, index.mask(available), defaultFusion, tools);
    expect(ranked.map(({ image }) => image).at(-1)).toBe(imageId(901));
  });

  test("a picture that may not be found is not, and pages follow one another", async () => {
    put(wholeRegionId(imageId(902)), near(random(4), 0.9));
    const mask = index.mask(available);
    const all = await rank([text("wanted")], { offset: 0, count: 20 }, mask, defaultFusion, tools);
    expect(all.ranked.map(({ image }) => image)).not.toContain(imageId(902));
    const second = await rank([text("wanted")], { offset: 10, count: 10 }, mask, defaultFusion, tools);
    expect(second.ranked).toEqual(all.ranked.slice(10));
    expect(second.hasGoodMatch).toBe(all.hasGoodMatch);
  });
});
