import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { locatePackageFile } from "../../models/package-files.ts";
import { openSession } from "../../models/sessions.ts";
import { convertibleModel } from "./converted-models.ts";
import { sentenceEncoder } from "./recipe.ts";
import { loadSentenceTokenizer } from "./sentence-tokenizer.ts";
import { openSentenceEncoder } from "./text-tower.ts";

interface Reference {
  networks: {
    name: "mobilenet" | "centernet" | "objectron";
    size: number;
    output: string;
    numbers: number[];
  }[];
  sentences: { text: string; pieces: number[]; numbers: number[] }[];
}

/** Recorded from TensorFlow's own runtimes; the file says which. */
const reference: Reference = JSON.parse(
  await readFile(new URL("../../../../../fixtures/reference/embedded-encoder.json", import.meta.url), "utf8"),
);

let cacheFolder: string;
beforeAll(async () => {
  cacheFolder = await mkdtemp(join(tmpdir(), "imantics-embedded-"));
});
afterAll(() => rm(cacheFolder, { recursive: true }));

describe("converted networks give what TensorFlow gives", () => {
  test.each(reference.networks)("$name, $output at $size px", async ({ name, size, output, numbers }) => {
    const session = await openSession(await (await convertibleModel(name, cacheFolder)).convert());
    const data = Uint8Array.from({ length: size * size * 3 }, (_, i) => (i * 7919) % 251);
    const result = await session.run({ pixels: { shape: [1, size, size, 3], data } });
    await session.close();
    for (const [i, expected] of numbers.entries()) {
      expect(Number(result[output]?.data[i])).toBeCloseTo(expected, 4);
    }
  });

  test("the sentence encoder, long and odd texts included", async () => {
    const encoder = await openSentenceEncoder(await convertibleModel("sentences", cacheFolder), 1);
    for (const { text, numbers } of reference.sentences) {
      const vector = await encoder.encode(text);
      for (const [i, expected] of numbers.entries()) expect(vector[i]).toBeCloseTo(expected, 5);
    }
    await expect(encoder.encode("")).rejects.toMatchObject({ code: "text-empty" });
    await encoder.close();
  });
});

test("pieces are those of the tokenizer that ships for these weights", async () => {
  const tokenize = await loadSentenceTokenizer(locatePackageFile(sentenceEncoder.vocabulary));
  for (const { text, pieces } of reference.sentences) expect(tokenize(text)).toEqual(pieces);
});

test("a network is converted once, and no half-written file stays behind", async () => {
  const folder = join(cacheFolder, "once");
  const model = await convertibleModel("mobilenet", folder);
  const [first, second] = await Promise.all([model.convert(), model.convert()]);
  expect(second).toBe(first);
  expect(await readdir(folder)).toHaveLength(1);
});

test("a missing package file is named, with what to do", () => {
  expect(() => locatePackageFile({ package: "@vladmandic/human", path: "models/nothing.bin" })).toThrow(
    /nothing\.bin does not exist.*npm ci/,
  );
  expect(() => locatePackageFile({ package: "@imantics/absent", path: "x" })).toThrow(
    /no node_modules above/,
  );
});
