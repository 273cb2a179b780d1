/** Draws a region by hand. */
import { z } from "zod";
import { ImanticsError } from "../domain/errors.ts";
import type { RegionRecord } from "../domain/region.ts";
import { regionId } from "../domain/region-id.ts";
import { defineAct } from "./act.ts";
import { Region } from "./change.ts";

export const drawRegion = defineAct({
  name: "draw-region",
  schema: z.object({ image: z.string(), box: Region.shape.box }),
  async plan(facts, { image, box }) {
    if ((await facts.images.get(image)) === null) {
      throw new ImanticsError("image-not-found", `There is no image "${image}" in this library.`);
    }
    requireInside(box);
    const region: RegionRecord = {
      id: regionId(image, "drawn", box),
      imageId: image,
      ...{ type: "drawn", label: null, confidence: null, box, text: null, detector: null },
    };
    return { change: { regions: [{ region, isThere: true }] }, answer: region };
  },
  words: () => "Drew a region",
});

function requireInside({ x, y, width, height }: RegionRecord["box"]): void {
  const isInside = x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= 1 && y + height <= 1;
  if (isInside) return;
  throw new ImanticsError(
    "bad-region",
    `A region lies inside 0..1 and is not empty; this one is ${x}, ${y}, ${width} x ${height}.`,
  );
}
