/** The pixels of an image of the library, from wherever they can still be had. */
import { decodePixels } from "../decode/decode.ts";
import type { Pixels } from "../domain/pixels.ts";
import { readScanned } from "../scan/read.ts";
import { readOriginal } from "../scan/read-original.ts";
import type { Store } from "../store/open-store.ts";

/** Longest side of what comes back, in pixels. */
const SIDE = 1024;

/** The file itself, else the large thumbnail. @throws ImanticsError `image-unavailable`, `image-changed`. */
export async function pixelsOfImage(
  image: string,
  { facts, files }: Pick<Store, "facts" | "files">,
): Promise<Pixels> {
  const entry = await facts.images.get(image);
  const thumbnail = await files.thumbnail(image, "large");
  try {
    return decodePixels((await readOriginal(image, entry?.paths ?? [])).bytes, SIDE);
  } catch (error) {
    if (thumbnail === null) throw error;
    return decodePixels(await readScanned(thumbnail), SIDE);
  }
}
