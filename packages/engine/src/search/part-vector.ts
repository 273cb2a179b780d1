/** From an ingredient of a query to a vector of the space. */
import { row } from "@imantics/core";
import { ImanticsError } from "../domain/errors.ts";
import type { Pixels } from "../domain/pixels.ts";
import type { QueryPart } from "../domain/query.ts";
import { wholeRegionId } from "../domain/region-id.ts";
import type { Encoder } from "../embed/encoder.ts";
import { encodePrompted } from "../embed/prompted-texts.ts";
import { crop } from "../regions/crop.ts";

export interface PartVectorTools {
  /** Opened only when words or pixels must be encoded. */
  readonly encoder: () => Promise<Encoder>;
  readonly templates: readonly string[];
  readonly decode: (bytes: Uint8Array) => Promise<Pixels>;
  /** The pixels of an image of the library. */
  readonly pixelsOf: (image: string) => Promise<Pixels>;
  /** The vector of a region, or null when it has none in this space. */
  readonly vectorOf: (region: string) => Float32Array | null;
}

/**
 * @throws ImanticsError `image-not-found`, `region-not-found` when the library has no vector for it,
 *   `text-not-supported` when words cannot enter the space.
 */
export async function partVector(part: QueryPart, tools: PartVectorTools): Promise<Float32Array> {
  switch (part.kind) {
    case "text":
      return row(await encodePrompted(await tools.encoder(), [part.text], tools.templates), 0);
    case "picture":
      return encodePixels(await tools.decode(part.bytes), part.box, tools);
    case "image": {
      if (part.box) return encodePixels(await tools.pixelsOf(part.id), part.box, tools);
      const vector = tools.vectorOf(wholeRegionId(part.id));
      if (vector) return vector;
      throw new ImanticsError(
        "image-not-found",
        `There is no vector for image "${part.id}" in this space; index its folder again or pick another image.`,
      );
    }
    case "region": {
      const vector = tools.vectorOf(part.id);
      if (vector) return vector;
      throw new ImanticsError(
        "region-not-found",
        `There is no vector for region "${part.id}" in this space; look for parts again or draw it.`,
      );
    }
  }
}

async function encodePixels(
  pixels: Pixels,
  box: Parameters<typeof crop>[1] | undefined,
  { encoder }: PartVectorTools,
): Promise<Float32Array> {
  return row(await (await encoder()).encodeImages([box ? crop(pixels, box) : pixels]), 0);
}
