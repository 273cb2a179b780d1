/** The pixels of an image of the library, from wherever they can still be had. */
import { decodePixels } from "../decode/decode.ts";
import { ImanticsError } from "../domain/errors.ts";
import type { Pixels } from "../domain/pixels.ts";
import { readScanned } from "../scan/read.ts";
import type { Store } from "../store/open-store.ts";

/** Longest side of what comes back, in pixels. */
const SIDE = 1024;

/** The file itself, else the large thumbnail. @throws ImanticsError `image-unavailable`. */
export async function pixelsOfImage(
  image: string,
  { facts, files }: Pick<Store, "facts" | "files">,
): Promise<Pixels> {
  const entry = await facts.images.get(image);
  const thumbnail = await files.thumbnail(image, "large");
  for (const path of [...(entry?.paths ?? []), ...(thumbnail === null ? [] : [thumbnail])]) {
    const bytes = await readScanned(path).catch(() => null);
    if (bytes) return decodePixels(bytes, SIDE);
  }
  throw new ImanticsError(
    "image-unavailable",
    `The pixels of image "${image}" cannot be read at present; connect its disk or pick another image.`,
  );
}
