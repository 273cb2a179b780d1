/**
 * Every detector of parts. A new one is a folder with a file that opens it, one line here, one test.
 * Each is imported when it is first needed, with the networks behind it.
 */
import { ImanticsError } from "../domain/errors.ts";
import type { RegionType } from "../domain/region.ts";
import type { Detector, DetectorSettings } from "./detector.ts";

export interface DetectorDescription {
  readonly id: string;
  readonly title: string;
  /** One line for a person who decides whether to switch it on. */
  readonly summary: string;
  readonly finds: RegionType;
  /** Faces are looked for only where a person has asked for it. */
  readonly isOnByDefault: boolean;
  readonly open: (settings: DetectorSettings) => Promise<Detector>;
}

export const detectors: readonly DetectorDescription[] = [
  {
    id: "objects",
    title: "Things",
    summary: "People, animals, vehicles and everyday things, each with a box and a vector of its own.",
    finds: "object",
    isOnByDefault: true,
    open: async ({ folders = [], things, ...settings }) =>
      (await import("./objects/object-detector.ts")).openObjectDetector(settings, { folders, ...things }),
  },
  {
    id: "text",
    title: "Text",
    summary: "What is written in a picture: receipts, signs, screenshots, book covers.",
    finds: "text",
    isOnByDefault: true,
    open: async (settings) => (await import("./text/text-detector.ts")).openTextDetector(settings),
  },
  {
    id: "faces",
    title: "Faces",
    summary: "Faces, grouped into people that can be named. Off unless switched on: faces are private.",
    finds: "face",
    isOnByDefault: false,
    open: async (settings) => (await import("./faces/face-detector.ts")).openFaceDetector(settings),
  },
];

/** @throws ImanticsError `detector-not-found` naming what there is. */
export function detectorById(id: string): DetectorDescription {
  const found = detectors.find((candidate) => candidate.id === id);
  if (found) return found;
  const known = detectors.map((candidate) => candidate.id).join(", ");
  throw new ImanticsError("detector-not-found", `There is no detector "${id}"; there are ${known}.`);
}

/** Opens the detectors named, in the order of the registry. */
export async function openDetectors(
  ids: readonly string[],
  settings: DetectorSettings,
): Promise<readonly Detector[]> {
  const wanted = new Set(ids.map((id) => detectorById(id).id));
  const opened: Detector[] = [];
  for (const { id, open } of detectors) if (wanted.has(id)) opened.push(await open(settings));
  return opened;
}
