import { beforeAll, expect, test } from "vitest";
import { memoryFacts } from "../store/memory/index.ts";
import { imageId, newImage, part } from "../store/samples.contract.ts";
import { writtenWords } from "./written-words.ts";

const facts = memoryFacts();
const texts = ["TOTAL 42.50\nThank you", "Total Invoices 2019", "Café Latte", "category education"];

beforeAll(async () => {
  for (const [at, text] of texts.entries()) {
    await facts.images.add([newImage(at)]);
    await facts.regions.add(part(at, "text", 0.25, { text }));
  }
});

async function sharesOf(...queries: string[]): Promise<number[]> {
  const found = await writtenWords(queries, facts, 1000);
  return texts.map((_, at) => Math.round(100 * (found.get(imageId(at))?.share ?? 0)));
}

test("all words found is the whole share; a rare word counts more than a frequent one", async () => {
  expect(await sharesOf("total")).toEqual([100, 100, 0, 0]);
  const [withThank = 0, withInvoices = 0] = await sharesOf("total thank");
  expect(withThank).toBe(100);
  expect(withInvoices).toBeLessThan(50);
});

test("a word is a whole word, or the beginning of one when it is long", async () => {
  expect(await sharesOf("invoice")).toEqual([0, 100, 0, 0]);
  expect(await sharesOf("cat")).toEqual([0, 0, 0, 0]);
  expect(await sharesOf("cafe")).toEqual([0, 0, 100, 0]);
});

test("words without a meaning of their own, and words nobody wrote", async () => {
  expect(await sharesOf("the of in")).toEqual([0, 0, 0, 0]);
  expect(await sharesOf("")).toEqual([0, 0, 0, 0]);
  const [share = 0] = await sharesOf("total unheard");
  expect(share).toBeGreaterThan(20);
  expect(share).toBeLessThan(80);
});

test("several texts are asked together, and the words are told with their region", async () => {
  const found = await writtenWords(["Thank", "42"], facts, 1000);
  expect(found.get(imageId(0))).toMatchObject({
    words: ["thank"],
    region: part(0, "text", 0.25).id,
    share: 1,
  });
});
