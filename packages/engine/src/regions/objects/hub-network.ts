/**
 * Detectors of the hub: one ONNX graph each, run as it is. The families differ in how a picture is
 * prepared and how the answer is read, and that stands in `detector-catalogue.ts`.
 */
import { join } from "node:path";
import { ImanticsError } from "../../domain/errors.ts";
import { once } from "../../embed/once.ts";
import type { DetectorEntry, NetworkForm } from "../../models/catalogue/object-detectors.ts";
import { filesOf } from "../../models/model-entry.ts";
import { type FoundModel, revisionOf } from "../../models/resolve.ts";
import { openSession } from "../../models/sessions.ts";
import type { ModelSettings } from "../../models/settings.ts";
import type { FoundRegion } from "../detector.ts";
import { coco91Labels, cocoLabels } from "./coco-classes.ts";
import type { ObjectNetwork, Tensors } from "./object-network.ts";
import { longestSideOf, type PreparedPicture, preparePicture } from "./prepare-picture.ts";
import { type GuessReading, readBoxes, readQueries, sigmoidJudge, softmaxJudge } from "./read-guesses.ts";
import { oneSentence, separateTexts } from "./word-queries.ts";

type HubForm = Exclude<NetworkForm, { readonly kind: "centernet" }>;

export interface HubNetworkSettings extends ModelSettings {
  /** Threads inside the network. */
  readonly threads: number;
  /** What to look for; only detectors by words ask. */
  readonly words: readonly string[];
}

/** How a form is fed and read. */
interface Reader {
  feed(picture: PreparedPicture): Tensors;
  read(outputs: Tensors, picture: PreparedPicture, minConfidence: number): FoundRegion[];
}

/**
 * Opens a detector whose files were found in a folder; the graph loads at the first picture.
 * @throws ImanticsError `model-invalid` when its tokenizer cannot be read; `words-missing` and `too-many-words`
 * of detectors by words.
 */
export async function openHubNetwork(
  found: FoundModel<DetectorEntry> & { readonly folder: string },
  form: HubForm,
  settings: HubNetworkSettings,
): Promise<ObjectNetwork> {
  const { entry, folder, variant } = found;
  const paths = filesOf(entry, variant ?? "fp32").map(({ path }) => path);
  const graph = paths.find((path) => path.endsWith(".onnx")) ?? "";
  const reader = await readerOf(form, entry.title, folder, settings.words);
  const session = once(() => openSession(join(folder, graph), { threads: settings.threads }));
  const words = form.kind === "words" ? settings.words : [];
  return {
    version: JSON.stringify([entry.id, variant, await revisionOf(found, settings), form, words]),
    longestSide: longestSideOf(form.preparation),
    async find(picture, minConfidence) {
      const open = await session.get();
      const prepared = await preparePicture(picture, form.preparation);
      // Exports of one family differ in whether they kept the masks.
      const wanted = Object.entries(reader.feed(prepared)).filter(([name]) => open.inputNames.includes(name));
      return reader.read(await open.run(Object.fromEntries(wanted)), prepared, minConfidence);
    },
    close: () => session.end((open) => open.close()),
  };
}

async function readerOf(
  form: HubForm,
  network: string,
  folder: string,
  words: readonly string[],
): Promise<Reader> {
  if (form.kind === "boxes") {
    return {
      feed: ({ planes, height, width }) => ({ image: { shape: [3, height, width], data: planes } }),
      read: (outputs, picture, minConfidence) =>
        readBoxes(outputs, picture, { network, labels: cocoLabels, minConfidence }),
    };
  }
  if (form.kind === "words") {
    if (words.length === 0) {
      throw new ImanticsError(
        "words-missing",
        `${network} finds what it is told, and no words were given. Name at least one thing, such as "dog".`,
      );
    }
    const open = form.reads === "one-sentence" ? oneSentence : separateTexts;
    const { feeds, judge, scoreCount } = await open(folder, words);
    return {
      feed: (picture) => ({ ...feeds, ...pixels(picture, [picture.height, picture.width]) }),
      read: readWith({ network, labels: words, judge, scoreCount }),
    };
  }
  const labels = form.labels === "coco-80" ? cocoLabels : coco91Labels;
  const isSoftmax = form.scores === "softmax";
  return {
    // The mask of DETR has this size whatever the picture's: it is scaled inside.
    feed: (picture) => pixels(picture, [64, 64]),
    read: readWith({
      network,
      labels,
      judge: isSoftmax ? softmaxJudge : sigmoidJudge,
      scoreCount: labels.length + (isSoftmax ? 1 : 0),
    }),
  };
}

function readWith(reading: Omit<GuessReading, "minConfidence">): Reader["read"] {
  return (outputs, picture, minConfidence) => readQueries(outputs, picture, { ...reading, minConfidence });
}

/** The picture, and a mask that says that all of it is picture. */
function pixels({ planes, width, height }: PreparedPicture, mask: readonly [number, number]): Tensors {
  return {
    pixel_values: { shape: [1, 3, height, width], data: planes },
    pixel_mask: { shape: [1, ...mask], data: new BigInt64Array(mask[0] * mask[1]).fill(1n) },
  };
}
