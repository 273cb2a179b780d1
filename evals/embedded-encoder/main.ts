/**
 * How good the embedded encoder is, on pictures that no head was fitted on, beside the plain recipe it
 * began from and beside chance. About eight minutes on one core.
 *
 *   npx tsx --conditions=source evals/embedded-encoder/main.ts --data ../shared/data
 */
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Matrix, matrix, normaliseRows, row } from "@imantics/core";
import { convertibleModel } from "../../packages/engine/src/embed/embedded/converted-models.ts";
import { openEmbeddedEncoder } from "../../packages/engine/src/embed/embedded/embedded-encoder.ts";
import { openSentenceEncoder } from "../../packages/engine/src/embed/embedded/text-tower.ts";
import type { Tier } from "../../packages/engine/src/models/catalogue/embedded-description.ts";
import { type Picture, readClassNames, readPictures } from "../../tools/fit-embedded-heads/dataset.ts";
import { decodePicture, extractFeatures } from "../../tools/fit-embedded-heads/extract.ts";
import { sentencesOf } from "../../tools/fit-embedded-heads/fit-heads.ts";
import { drawnVectors, measureLikeness, measureNaming, measureRetrieval } from "./measures.ts";
import { fitPlainRecipe, inOrder, stack } from "./plain-recipe.ts";
import { type Figures, type Report, renderReport } from "./report.ts";

const { values: settings } = parseArgs({
  options: {
    data: { type: "string", default: "../shared/data" },
    cache: { type: "string", default: join(tmpdir(), "imantics-embedded") },
  },
});

const pictures = await readPictures(settings.data);
const reported = pictures.filter(({ role }) => role === "report");
const sets = {
  caltech: reported.filter(({ dataset }) => dataset === "caltech101"),
  imagenette: reported.filter(({ dataset }) => dataset === "imagenette"),
  pacs: reported.filter(({ dataset }) => dataset.startsWith("pacs/")),
  flickr: reported.filter(({ dataset }) => dataset === "flickr8k"),
};

/** Whatever turns pictures and words into vectors; likeness and meaning may live in different spaces. */
interface Method {
  likeness(pictures: readonly Picture[]): Promise<Matrix>;
  meaning(pictures: readonly Picture[]): Promise<Matrix>;
  texts(texts: readonly string[]): Promise<Matrix>;
}

const methods: Record<string, Figures> = {};
for (const tier of ["full", "light"] as const) methods[`${tier} tier`] = await measureTier(tier);
const plain = await plainMethod();
methods["plain recipe"] = await measure(plain.method);
methods.chance = await measure({
  likeness: async (some) => drawnVectors(some.length, 64, 1),
  meaning: async (some) => drawnVectors(some.length, 64, 2),
  texts: async (some) => drawnVectors(some.length, 64, 3),
});

const report: Report = {
  pools: Object.fromEntries(Object.entries(sets).map(([name, set]) => [name, set.length])),
  methods,
  plainRecipeRidge: plain.strength,
  machine: { cpu: cpus()[0]?.model ?? "unknown", node: process.version },
};
const folder = fileURLToPath(new URL("../results/", import.meta.url));
await mkdir(folder, { recursive: true });
await writeFile(join(folder, "embedded-encoder.json"), `${JSON.stringify(report, null, 2)}\n`);
await writeFile(join(folder, "embedded-encoder.md"), renderReport(report));
console.log(renderReport(report));

async function measureTier(tier: Tier): Promise<Figures> {
  const encoder = await openEmbeddedEncoder({ tier, cacheFolder: settings.cache });
  // Converts, opens and warms up, so that the clock below sees only encoding.
  await encoder.encodeImages([{ width: 2, height: 1, data: new Uint8Array(6) }]);
  await encoder.encodeTexts(["warm"]);
  let imageMs = 0;
  let textMs = 0;
  let imageCount = 0;
  let textCount = 0;
  const encodePictures = async (some: readonly Picture[]): Promise<Matrix> => {
    const vectors: Float32Array[] = [];
    for (const picture of some) {
      const pixels = await decodePicture(picture);
      const start = cpuMs();
      vectors.push(row(await encoder.encodeImages([pixels]), 0));
      imageMs += cpuMs() - start;
    }
    imageCount += some.length;
    return stack(vectors);
  };
  const figures = await measure({
    likeness: encodePictures,
    meaning: encodePictures,
    async texts(texts) {
      const start = cpuMs();
      const vectors = await encoder.encodeTexts(texts);
      textMs += cpuMs() - start;
      textCount += texts.length;
      return vectors;
    },
  });
  await encoder.close();
  return { ...figures, cpuMsPerImage: imageMs / imageCount, cpuMsPerText: textMs / textCount };
}

async function plainMethod(): Promise<{ method: Method; strength: number }> {
  const fitted = pictures.filter(({ role }) => role !== "report");
  const features = await extractFeatures([...fitted, ...reported], "middle", settings.cache, (done) => {
    if (done % 1000 === 0) console.log(`Plain recipe: features of ${done} pictures`);
  });
  const sentences = await openSentenceEncoder(await convertibleModel("sentences", settings.cache), 1);
  const classNames = await readClassNames(settings.data);
  const recipe = await fitPlainRecipe(fitted, features.slice(0, fitted.length), classNames, sentences.encode);
  const featuresOf = new Map(reported.map((picture, i) => [picture, features[fitted.length + i]]));
  const mapped =
    (vectorOf: typeof recipe.likeness) =>
    async (some: readonly Picture[]): Promise<Matrix> =>
      stack(some.flatMap((picture) => featuresOf.get(picture) ?? []).map(vectorOf));
  return {
    strength: recipe.strength,
    method: {
      likeness: mapped(recipe.likeness),
      meaning: mapped(recipe.meaning),
      texts: async (texts) => stack(await inOrder(texts, recipe.text)),
    },
  };
}

async function measure(method: Method): Promise<Figures> {
  const likenessOf = async (set: readonly Picture[]) =>
    measureLikeness(
      await method.likeness(set),
      set.map(({ className }) => className),
    );
  const naming = async (set: readonly Picture[]) => {
    const labels = set.map(({ className }) => className);
    const names = [...new Set(labels)].sort();
    return measureNaming(await method.meaning(set), labels, await nameVectors(method, names), names);
  };
  return {
    caltechLikeness: await likenessOf(sets.caltech),
    imagenetteLikeness: await likenessOf(sets.imagenette),
    flickr: measureRetrieval(
      await method.texts(sets.flickr.flatMap(({ captions }) => captions)),
      await method.meaning(sets.flickr),
      sets.flickr.flatMap(({ captions }, owner) => captions.map(() => owner)),
    ),
    caltechNames: await naming(sets.caltech),
    imagenetteNames: await naming(sets.imagenette),
    pacsNames: await naming(sets.pacs),
  };
}

/** Each name's sentences, averaged. */
async function nameVectors(method: Method, names: readonly string[]): Promise<Matrix> {
  const sentences = names.map(sentencesOf);
  const vectors = await method.texts(sentences.flat());
  const sums = matrix(names.length, vectors.columns);
  let next = 0;
  for (const [i, list] of sentences.entries()) {
    for (const _ of list) {
      for (const [j, value] of row(vectors, next).entries()) row(sums, i)[j]! += value;
      next++;
    }
  }
  return normaliseRows(sums);
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
