/** Parts of pictures as a person meets them: switched on, counted, shown, drawn by hand. */
import { readFile } from "node:fs/promises";
import { ImanticsError } from "../domain/errors.ts";
import type { JournalEntry } from "../domain/journal.ts";
import type { RegionRecord } from "../domain/region.ts";
import { regionId } from "../domain/region-id.ts";
import type { ActiveEncoder } from "../embed/active-encoder.ts";
import { EMBEDDED_DETECTOR } from "../models/catalogue/object-detectors.ts";
import type { ModelSettings } from "../models/settings.ts";
import { crop } from "../regions/crop.ts";
import { pixelsOfImage } from "../regions/image-pixels.ts";
import { openObjectDetector } from "../regions/objects/object-detector.ts";
import { renderPart } from "../regions/part-picture.ts";
import { detectors } from "../regions/registry.ts";
import { chooseThings, enabledDetectors, switchDetector, thingsChoice } from "../regions/switches.ts";
import type { Store } from "../store/open-store.ts";
import { perform } from "./journal.ts";
import type { Library } from "./library.ts";

export interface PartTools {
  readonly store: Store;
  readonly encoder: ActiveEncoder;
  readonly models: ModelSettings;
}

export function partVerbs(tools: PartTools): Library["parts"] {
  const { facts } = tools.store;

  async function setDrawn(region: RegionRecord, isThere: boolean): Promise<void> {
    await perform(facts, "draw-region", { region, isThere });
    await embedDrawn(region.id, tools);
  }

  return {
    detectors: async () => {
      const on = new Set(await enabledDetectors(facts));
      return Promise.all(
        detectors.map(async ({ id, title, summary, finds }) => {
          const seen = (await facts.inspections(id)).size;
          return { id, title, summary, finds, isOn: on.has(id), seen };
        }),
      );
    },
    switch: (id, isOn) => switchDetector(facts, id, isOn),
    things: async () => (await thingsChoice(facts))?.model ?? EMBEDDED_DETECTOR,
    useForThings: async (model, words) => {
      const { folders, cacheFolder } = tools.models;
      // Opened once, so that a network that is not here or wants words is refused now.
      const choice = { model, ...(words && { words }) };
      const detector = await openObjectDetector({ cacheFolder, threads: 1 }, { folders, ...choice });
      await detector.close();
      await chooseThings(facts, choice);
    },
    ofImage: async (image) => (await facts.regionsOf([image])).filter(({ type }) => type !== "whole"),
    counts: () => facts.partCounts(),
    picture: async (id, size) => {
      const [region] = await facts.regions([id]);
      if (!region) throw new ImanticsError("region-not-found", `There is no region "${id}" in this library.`);
      const path = await tools.store.files.thumbnail(region.imageId, "large");
      const thumbnail = path && (await readFile(path).catch(() => null));
      if (thumbnail) return renderPart(thumbnail, region, size);
      throw new ImanticsError(
        "thumbnail-missing",
        `There is no thumbnail of image "${region.imageId}"; "imantics doctor" makes missing ones.`,
      );
    },
    draw: async (image, box) => {
      if ((await facts.image(image)) === null) {
        throw new ImanticsError("image-not-found", `There is no image "${image}" in this library.`);
      }
      requireInside(box);
      const id = regionId(image, "drawn", box);
      const rest = { type: "drawn", label: null, confidence: null, box, text: null, detector: null } as const;
      const region: RegionRecord = { id, imageId: image, ...rest };
      await setDrawn(region, true);
      return region;
    },
    erase: async (id) => {
      const [region] = await facts.regions([id]);
      if (region?.type !== "drawn") {
        throw new ImanticsError(
          "region-not-found",
          `There is no drawn region "${id}"; what detectors found is not erased by hand.`,
        );
      }
      await setDrawn(region, false);
    },
    forget: async (id) => {
      await switchDetector(facts, id, false);
      const { vectors } = tools.store;
      const found = await facts.regionsOfDetector(id);
      await facts.removeRegions(found);
      await facts.forgetInspections(id);
      await forgetGuesses(found, facts);
      for (const space of await facts.spaces()) await vectors.remove(space, found);
    },
  };
}

/** Whose faces these may be goes with the faces; what people have said stays. */
async function forgetGuesses(regions: readonly string[], facts: Store["facts"]): Promise<void> {
  const gone = new Set(regions);
  const places = await facts.facePlaces();
  const guesses = places.filter(({ region, isConfirmed }) => gone.has(region) && !isConfirmed);
  await facts.removeFacePlaces(guesses.map(({ region }) => region));
}

/** After an undo or redo: a drawn region that is there has its vector, one that is gone has none. */
export async function followJournal(entry: JournalEntry | null, tools: PartTools): Promise<void> {
  if (entry?.act !== "draw-region") return;
  const { region } = entry.detail;
  const id = typeof region === "object" && region !== null && "id" in region ? String(region.id) : "";
  await embedDrawn(id, tools);
}

/**
 * Pictures that a detector could not bear are shown to it again. No paths: all. Answers whether there
 * were any.
 */
export async function forgetFailedInspections(
  facts: Store["facts"],
  paths: readonly string[] | undefined,
): Promise<boolean> {
  const { failures } = await facts.failures({ offset: 0, limit: Number.MAX_SAFE_INTEGER });
  const byDetector = new Map<string, string[]>(detectors.map(({ id }) => [id, []]));
  for (const { path, stage } of failures) {
    const image = paths === undefined || paths.includes(path) ? await facts.imageOfPath(path) : null;
    if (image !== null) byDetector.get(stage)?.push(image);
  }
  for (const [detector, images] of byDetector) await facts.forgetInspections(detector, images);
  return [...byDetector.values()].some((images) => images.length > 0);
}

async function embedDrawn(id: string, { store, encoder }: PartTools): Promise<void> {
  const { space, encodeImages } = await encoder.open();
  const [region] = await store.facts.regions([id]);
  if (region) {
    const pixels = await pixelsOfImage(region.imageId, store);
    await store.vectors.put(space, { ids: [id], vectors: await encodeImages([crop(pixels, region.box)]) });
  } else {
    await store.vectors.remove(space, [id]);
  }
}

function requireInside({ x, y, width, height }: RegionRecord["box"]): void {
  const isInside = x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= 1 && y + height <= 1;
  if (isInside) return;
  throw new ImanticsError(
    "bad-region",
    `A region lies inside 0..1 and is not empty; this one is ${x}, ${y}, ${width} x ${height}.`,
  );
}
