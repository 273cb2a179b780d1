/**
 * How well text is read: the 24 receipts of the photo collection against tesseract in the same run, the
 * same receipts turned, and what is read in photos where next to nothing is written.
 *
 * Thresholds were chosen on receipts whose name hashes even; the figures are for the odd ones. Of the photos
 * both halves have been looked at; what is read in the odd ones is listed, to be judged by eye.
 * Tesseract's best setting is chosen on the odd ones themselves, by its character error: to its advantage.
 * Chance: the text found on the next receipt of the list.
 *
 *   npx tsx --conditions=source evals/ocr/main.ts [photos]
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { readSettings } from "@imantics/engine";
import { decodePixels } from "../../packages/engine/src/decode/decode.ts";
import { turned } from "../../packages/engine/src/decode/turn.ts";
import type { Pixels } from "../../packages/engine/src/domain/pixels.ts";
import { openTextDetector } from "../../packages/engine/src/regions/text/text-detector.ts";
import { writeEvaluation } from "../results.ts";
import { runTesseract, tesseractSettings, tesseractVersion } from "./tesseract.ts";
import { type Agreement, addUp, agreementOf } from "./text-agreement.ts";

const photos = resolve(process.argv[2] ?? new URL("../../../shared/data/photos", import.meta.url).pathname);
const { cacheFolder } = readSettings();

interface Row {
  readonly dataset: string;
  readonly path: string;
  readonly text: readonly string[];
}
interface Page {
  readonly lines: readonly string[];
  readonly cpuSeconds: number;
}

const rows: Row[] = JSON.parse(readFileSync(join(photos, "manifest.json"), "utf8"));
const receipts = rows.filter(({ dataset, path }) => dataset === "receipts" && isReported(path));
const everyday = rows.filter(({ dataset }) => dataset === "coco" || dataset === "flickr8k");
const version = tesseractVersion();
const detector = await openTextDetector({ cacheFolder, threads: 1 });

const ours: Page[] = [];
const theirs = new Map<string, Page[]>(tesseractSettings.map(({ name }) => [name, []]));
for (const { path } of receipts) {
  const picture = await decodePixels(await readFile(join(photos, path)), detector.longestSide);
  if (ours.length === 0) await read(picture); // the first run prepares buffers
  ours.push(await read(picture));
  for (const settings of tesseractSettings) {
    theirs.get(settings.name)!.push(await runTesseract(join(photos, path), settings));
  }
}
const tesseract = [...theirs].map(([name, pages]) => ({ settings: name, ...figures(pages) }));
tesseract.sort((a, b) => a.characterError - b.characterError);

const turns = [];
for (const degrees of [15, 90, 180]) {
  const pages: Page[] = [];
  for (const { path } of receipts) {
    const picture = await decodePixels(await readFile(join(photos, path)), detector.longestSide);
    pages.push(await read(await turned(picture, (degrees * Math.PI) / 180)));
  }
  turns.push({ degrees, ...figures(pages) });
}

const result = {
  tesseract: version,
  receipts: receipts.length,
  ours: figures(ours),
  chance: figures(ours.map((_, i) => ours[(i + 1) % ours.length]!)),
  peer: tesseract,
  turned: turns,
  photos: await readEveryday(),
};
await detector.close();
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
writeEvaluation("ocr", result);

async function read(picture: Pixels): Promise<Page> {
  const before = process.cpuUsage();
  const regions = await detector.detect(picture);
  const { user, system } = process.cpuUsage(before);
  return {
    lines: regions.flatMap(({ text = "" }) => text.split("\n")),
    cpuSeconds: (user + system) / 1e6,
  };
}

function figures(pages: readonly Page[]) {
  const all: Agreement = addUp(pages.map(({ lines }, i) => agreementOf(receipts[i]!.text, lines)));
  return {
    /** Wrong or missing characters by true ones. */
    characterError: all.wrongCharacters / all.characters,
    /** The same with found characters that are nowhere in the truth. */
    characterErrorWithExtra: (all.wrongCharacters + all.extraCharacters) / all.characters,
    lineRecall: all.exactLines / all.lines,
    lineRecallSansSpaces: all.exactLinesSansSpaces / all.lines,
    wordRecall: all.foundWords / all.words,
    cpuSecondsPerPicture: pages.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0) / pages.length,
  };
}

/** Everything read in everyday photos of the reported half, for eyes to judge. */
async function readEveryday() {
  const found = [];
  let [count, cpuSeconds] = [0, 0];
  for (const { path } of everyday) {
    if (!isReported(path)) continue;
    const picture = await decodePixels(await readFile(join(photos, path)), detector.longestSide);
    const page = await read(picture);
    count++;
    cpuSeconds += page.cpuSeconds;
    if (page.lines.length > 0) found.push({ path, lines: page.lines });
  }
  return { count, cpuSecondsPerPicture: cpuSeconds / count, withText: found.length, found };
}

function isReported(path: string): boolean {
  return createHash("sha256").update(path).digest()[0]! % 2 === 1;
}
