/**
 * Are faces found, told apart and put together? Portraits of 15 persons (faces-gt), photos of strangers
 * (flickr8k) and pictures without people.
 *
 * Persons are halved by the order of their names. The bar of verification, the way of grouping and the
 * curve of confidence are chosen on one half (with half of the strangers), all figures are those of the
 * other. Whatever can be had by chance stands beside them. One setting of the detector did not
 * keep to the halves: its least confidence was chosen by looking at what it finds in photos of all sets.
 *
 *   npx tsx --conditions=source evals/faces.ts [photos]
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { MIN_LIKENESS, personFrom, suggestPerson } from "../packages/engine/src/organise/face-likeness.ts";
import { openFaceDetector } from "../packages/engine/src/regions/faces/face-detector.ts";
import { agreementOf, type Grouping, groupings, uneven } from "./faces/grouping.ts";
import { decode, decodeSmall, findIn, type LabelledFace, type Photo, readPhotos } from "./faces/pictures.ts";
import { accuracyAt, bestBar, fitConfidence, pairsOf, verify } from "./faces/verification.ts";
import { writeEvaluation } from "./results.ts";

const folder = resolve(process.argv[2] ?? new URL("../../shared/data/photos", import.meta.url).pathname);
const settings = { cacheFolder: mkdtempSync(join(tmpdir(), "imantics-faces-")), threads: 1 };
const photos = readPhotos(folder);
const detector = await openFaceDetector(settings);
const of = (dataset: string) => photos.filter((photo) => photo.dataset === dataset);
const find = (some: readonly Photo[]) => findIn(detector, some, (photo) => decode(folder, photo));

const portraits = await find(of("faces-gt"));
const people = await find(of("flickr8k"));
const persons = [...new Set(portraits.faces.map(({ person }) => person ?? ""))].sort();
const pictures = of("flickr8k").map(({ path }) => path);
const halfOf = ({ person, picture }: LabelledFace) =>
  person === null ? pictures.indexOf(picture) % 2 : persons.indexOf(person) % 2;
const [tuning, reported] = [halfNumber(0), halfNumber(1)];

interface Half {
  readonly portraits: readonly LabelledFace[];
  readonly strangers: readonly LabelledFace[];
}

function halfNumber(half: number): Half {
  return {
    portraits: portraits.faces.filter((face) => halfOf(face) === half),
    strangers: people.faces.filter((face) => halfOf(face) === half),
  };
}

const result = {
  detection: await detection(),
  verification: verification(),
  bySize: await bySize(),
  grouping: await grouping(),
  naming: naming(),
};
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
writeEvaluation("faces", result);
await detector.close();

async function detection() {
  const withoutPeople = {
    caltech101: of("caltech101"),
    "pacs photos but persons": of("pacs/photo").filter(({ label }) => label !== "person"),
    receipts: of("receipts"),
    "traffic signs": of("gtsrb"),
  };
  const whereThereAreNone: Record<string, object> = {};
  for (const [name, some] of Object.entries(withoutPeople)) {
    const { pictures: count, faces, cpuMsPerPicture } = await find(some);
    whereThereAreNone[name] = { pictures: count, faces: faces.length, cpuMsPerPicture };
  }
  const { pictures: count, withFaces, cpuMsPerPicture } = portraits;
  return {
    portraits: { pictures: count, found: withFaces, cpuMsPerPicture },
    flickr8k: {
      pictures: people.pictures,
      faces: people.faces.length,
      withFaces: people.withFaces,
      cpuMsPerPicture: people.cpuMsPerPicture,
    },
    whereThereAreNone,
  };
}

function verification() {
  const bar = bestBar(pairsOf(tuning.portraits));
  const pairs = pairsOf(reported.portraits);
  return {
    bar,
    accuracy: accuracyAt(pairs, bar),
    accuracyWhereFacesAreGrouped: accuracyAt(pairs, MIN_LIKENESS),
    ...verify(pairs),
    chance: { accuracy: 0.5, areaUnderCurve: 0.5, acceptedAt1Percent: 0.01, acceptedAt1PerThousand: 0.001 },
  };
}

/** Shrunk faces of the reported persons against their other pictures in full size. */
async function bySize() {
  const shown = new Set(reported.portraits.map(({ picture }) => picture));
  const some = of("faces-gt").filter(({ path }) => shown.has(path));
  const tiny = await openFaceDetector(settings, { minSize: 8, minConfidence: 0.5, minClarity: 0 });
  const rows: object[] = [];
  for (const share of [0.2, 0.25, 0.3, 0.4, 0.6]) {
    const { faces } = await findIn(tiny, some, (photo) => decodeSmall(folder, photo, share));
    const width = faces.reduce((sum, face) => sum + face.width, 0) / faces.length;
    rows.push({
      meanWidth: width,
      found: faces.length / some.length,
      ...verify(pairsOf(faces, reported.portraits)),
    });
  }
  await tiny.close();
  return rows;
}

interface GroupingRow {
  readonly name: string;
  readonly chosenOn: Awaited<ReturnType<typeof agreements>>;
  readonly reportedOn: Awaited<ReturnType<typeof agreements>>;
}

async function grouping() {
  const rows: GroupingRow[] = [];
  for (const grouping of groupings) {
    rows.push({
      name: grouping.name,
      chosenOn: await agreements(grouping, tuning),
      reportedOn: await agreements(grouping, reported),
    });
  }
  const merit = ({ chosenOn: { withStrangers, unevenWithStrangers } }: GroupingRow) =>
    withStrangers.adjustedRandIndex + unevenWithStrangers.adjustedRandIndex;
  const best = rows.reduce((a, b) => (merit(b) > merit(a) ? b : a));
  return { chosen: best.name, rows };
}

async function agreements({ group }: Grouping, { portraits: known, strangers }: Half) {
  const agreement = async (faces: readonly LabelledFace[]) => agreementOf(faces, await group(faces));
  return {
    persons: await agreement(known),
    withStrangers: await agreement([...known, ...strangers]),
    unevenWithStrangers: await agreement([...uneven(known), ...strangers]),
  };
}

/** The curve is fitted on one half; on the other, faces are asked for among persons of whom few are confirmed. */
function naming() {
  const fitted = fitConfidence([
    ...pairsOf(tuning.portraits),
    ...pairsOf(tuning.portraits, tuning.strangers),
    ...pairsOf(tuning.strangers),
  ]);
  return { fitted, ...Object.fromEntries([1, 3, 5].map((count) => [`after ${count}`, namedAfter(count)])) };
}

function namedAfter(confirmed: number) {
  const names = persons.filter((_, i) => i % 2 === 1);
  const facesOf = (name: string) => reported.portraits.filter(({ person }) => person === name);
  const known = names.map((name) =>
    personFrom(
      facesOf(name)
        .slice(0, confirmed)
        .map(({ vector }) => vector),
    ),
  );
  const asked = [...names.flatMap((name) => facesOf(name).slice(confirmed)), ...reported.strangers];
  const answers = asked.map(({ person, vector }) => {
    const [best] = suggestPerson(vector, known);
    return {
      isKnown: person !== null,
      isRight: best !== undefined && person === names[best.person],
      confidence: best?.confidence ?? 0,
    };
  });
  const ofKnown = answers.filter(({ isKnown }) => isKnown);
  const sure = answers.filter(({ confidence }) => confidence >= 0.9);
  return {
    facesOfKnown: ofKnown.length,
    strangers: answers.length - ofKnown.length,
    firstIsRight: shareOf(ofKnown, ({ isRight }) => isRight),
    chance: 1 / names.length,
    sureAndRight: shareOf(ofKnown, ({ confidence, isRight }) => confidence >= 0.9 && isRight),
    rightWhenSure: shareOf(sure, ({ isRight }) => isRight),
    /** Mean squared difference of confidence and truth; 0.25 for always ½. */
    brier:
      answers.reduce((sum, { confidence, isRight }) => sum + (confidence - Number(isRight)) ** 2, 0) /
      answers.length,
  };
}

function shareOf<Item>(items: readonly Item[], is: (item: Item) => boolean): number {
  return items.filter(is).length / items.length;
}
