/**
 * Objects in pictures: a network makes guesses, options say which of them become regions. Which networks
 * exist is `detector-catalogue.ts`.
 */

import { ImanticsError } from "../../domain/errors.ts";
import {
  type DetectorEntry,
  detectorCatalogue,
  EMBEDDED_DETECTOR,
} from "../../models/catalogue/object-detectors.ts";
import { requireModel } from "../../models/resolve.ts";
import { shortDigest } from "../../models/space-of.ts";
import type { Detector, DetectorSettings } from "../detector.ts";
import { openCenterNet } from "./centernet.ts";
import { cocoLabels } from "./coco-classes.ts";
import type { ObjectNetwork } from "./object-network.ts";
import { defaultObjectOptions, type ObjectOptions } from "./object-options.ts";
import { selectRegions } from "./select-regions.ts";

/** Raise when the same guesses would become other regions than before. */
const SELECTION_VERSION = 1;

export interface ObjectDetectorOptions extends Partial<ObjectOptions> {
  /** Id in `detectorCatalogue`. Default: `centernet`, which is always there. */
  readonly model?: string;
  /** Folders with models a person keeps, searched before the cache. Default none. */
  readonly folders?: readonly string[];
  /** What to look for, for detectors by words; others find what they were trained on. Default: COCO's 80. */
  readonly words?: readonly string[];
}

/**
 * Opens an object detector that is on this machine. Its networks load at the first picture.
 * @throws ImanticsError `detector-not-found` for an unknown id, `model-not-found` with how to get the files,
 * `model-invalid` when they are damaged, `words-missing` and `too-many-words` of detectors by words.
 */
export async function openObjectDetector(
  settings: DetectorSettings,
  options: ObjectDetectorOptions = {},
): Promise<Detector> {
  const { model = EMBEDDED_DETECTOR, folders = [], words = cocoLabels, ...chosen } = options;
  const entry = detectorEntry(model);
  const network = await openNetwork(entry, { ...settings, folders, words });
  const selection = { ...defaultObjectOptions, ...chosen };
  const { minConfidence = entry.minConfidence } = selection;
  return {
    id: "objects",
    version: shortDigest(
      JSON.stringify([SELECTION_VERSION, network.version, { ...selection, minConfidence }]),
    ),
    longestSide: network.longestSide,
    space: null,
    detect: async (picture) =>
      selectRegions(await network.find(picture, minConfidence), selection, minConfidence),
    close: () => network.close(),
  };
}

function detectorEntry(id: string): DetectorEntry {
  const entry = detectorCatalogue.find((one) => one.id === id);
  if (entry !== undefined) return entry;
  const ids = detectorCatalogue.map((one) => one.id).join(", ");
  throw new ImanticsError("detector-not-found", `No object detector is called "${id}". Known: ${ids}.`);
}

async function openNetwork(
  entry: DetectorEntry,
  settings: DetectorSettings & Required<Pick<ObjectDetectorOptions, "folders" | "words">>,
): Promise<ObjectNetwork> {
  if (entry.form.kind === "centernet") return openCenterNet(settings);
  const found = await requireModel(entry, settings, EMBEDDED_DETECTOR);
  if (found.folder === null) {
    throw new ImanticsError("internal:catalogue", `"${entry.id}" has a form that needs a folder, but none.`);
  }
  // Tokenizers bring a library that takes half a second to load.
  const { openHubNetwork } = await import("./hub-network.ts");
  return openHubNetwork({ ...found, folder: found.folder }, entry.form, settings);
}
