/** Parts of pictures as a person meets them: switched on, counted, shown, drawn by hand. */
import { readFile } from "node:fs/promises";
import { acts } from "../acts/registry.ts";
import { ImanticsError } from "../domain/errors.ts";
import { EMBEDDED_DETECTOR } from "../models/catalogue/object-detectors.ts";
import type { ModelSettings } from "../models/settings.ts";
import { openObjectDetector } from "../regions/objects/object-detector.ts";
import { renderPart } from "../regions/part-picture.ts";
import { detectors } from "../regions/registry.ts";
import { enabledDetectors, thingsChoice } from "../regions/switches.ts";
import type { Store } from "../store/open-store.ts";
import type { ActVerb } from "./act-verb.ts";
import type { Library } from "./library.ts";

export interface PartTools {
  readonly store: Store;
  readonly models: ModelSettings;
}

export function partVerbs(tools: PartTools, act: ActVerb): Library["parts"] {
  const { facts } = tools.store;

  return {
    detectors: async () => {
      const on = new Set(await enabledDetectors(facts));
      return Promise.all(
        detectors.map(async ({ id, title, summary, finds }) => {
          const seen = (await facts.regions.inspections(id)).size;
          return { id, title, summary, finds, isOn: on.has(id), seen };
        }),
      );
    },
    switch: (detector, isOn) => act(acts.switchDetector, { detector, isOn }),
    things: async () => (await thingsChoice(facts))?.model ?? EMBEDDED_DETECTOR,
    useForThings: async (model, words) => {
      const { folders, cacheFolder } = tools.models;
      // Opened once, so that a network that is not here or wants words is refused now.
      const choice = { model, ...(words && { words }) };
      const detector = await openObjectDetector({ cacheFolder, threads: 1 }, { folders, ...choice });
      await detector.close();
      return act(acts.useForThings, { choice });
    },
    ofImage: async (image) => (await facts.regions.ofImages([image])).filter(({ type }) => type !== "whole"),
    counts: () => facts.regions.counts(),
    picture: async (id, size) => {
      const [region] = await facts.regions.many([id]);
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
      const { sequence, answer: region } = await act(acts.drawRegion, { image, box });
      return { sequence, region };
    },
    erase: (region) => act(acts.eraseRegion, { region }),
    forget: (detector) => act(acts.forgetDetector, { detector }),
  };
}

/**
 * Pictures that a detector could not bear are shown to it again. No paths: all. Answers whether there
 * were any.
 */
export async function forgetFailedInspections(
  facts: Store["facts"],
  paths: readonly string[] | undefined,
): Promise<boolean> {
  const { failures } = await facts.failures.page({ offset: 0, limit: Number.MAX_SAFE_INTEGER });
  const byDetector = new Map<string, string[]>(detectors.map(({ id }) => [id, []]));
  for (const { path, stage } of failures) {
    const image = paths === undefined || paths.includes(path) ? await facts.sources.imageOf(path) : null;
    if (image !== null) byDetector.get(stage)?.push(image);
  }
  for (const [detector, images] of byDetector) await facts.regions.forgetInspections(detector, images);
  return [...byDetector.values()].some((images) => images.length > 0);
}
