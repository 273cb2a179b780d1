/**
 * HEIC pixels. libvips reads the box, not HEVC, so the pixels come from libheif in WebAssembly.
 *
 * libheif turns and mirrors by the box's own properties; the EXIF orientation beside them says the
 * same and must not be applied again. Decoding blocks the calling thread (about 1 s for 12
 * megapixels) and holds four bytes a pixel.
 */
import decodeHeic from "heic-decode";
import { messageOf } from "../domain/errors.ts";
import { convertToSrgb, isSrgbProfile } from "./colour.ts";
import { codedColoursToSrgb, readCodedColours } from "./nclx.ts";
import { checkPixelCount, corrupt, type OpenedImage, type PixelBounds } from "./opened-image.ts";
import { blocksOf, fitPreview, readHeader } from "./raster.ts";
import { sharp, toPixels } from "./sharp.ts";
import { isBoxSequence } from "./sniff.ts";

export async function openHeic(bytes: Uint8Array, bounds: PixelBounds): Promise<OpenedImage> {
  const header = await readHeader(bytes, "heif");
  checkPixelCount(header.width, header.height, bounds.maxPixels);
  const missing = missingBytes(bytes);
  if (missing > 0) throw corrupt("heif", `its last ${missing} bytes are missing`);
  const { width, height, data } = await decodePixels(bytes);
  const shrunk = await toPixels(
    fitPreview(sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: false }), bounds.side),
  );
  const { icc } = header;
  const colours = icc === undefined ? readCodedColours(bytes) : null;
  const preview =
    icc !== undefined && !isSrgbProfile(icc)
      ? await convertToSrgb(shrunk, icc)
      : colours === null
        ? shrunk
        : codedColoursToSrgb(shrunk, colours);
  const isAnimated = (header.pages ?? 1) > 1 || isBoxSequence(bytes);
  return { format: "heif", width, height, isAnimated, preview, blocks: blocksOf(header) };
}

/**
 * How much of the boxes with pixels and properties lies beyond the end of the file. libheif leaves
 * tiles that are not there empty and says nothing.
 */
function missingBytes(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 16 <= bytes.length; ) {
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const short = view.getUint32(at);
    // Size 1: a 64-bit size follows. Size 0: up to the end of the file.
    const size = short === 1 ? Number(view.getBigUint64(at + 8)) : short === 0 ? bytes.length - at : short;
    if ((type === "mdat" || type === "meta") && at + size > bytes.length) return at + size - bytes.length;
    if (size < 8) break;
    at += size;
  }
  return 0;
}

async function decodePixels(bytes: Uint8Array): Promise<{ width: number; height: number; data: Uint8Array }> {
  try {
    const { width, height, data } = await decodeHeic({ buffer: withAcceptedBrand(bytes) });
    return { width, height, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
  } catch (error) {
    throw corrupt("heif", messageOf(error), error);
  }
}

/** heic-decode looks at the major brand alone and knows five of them; libheif itself reads more. */
function withAcceptedBrand(bytes: Uint8Array): Uint8Array {
  const major = String.fromCharCode(...bytes.subarray(8, 12));
  if (/^(mif1|msf1|heic|heix|hevc|hevx)$/.test(major)) return bytes;
  const copy = bytes.slice();
  copy.set(new TextEncoder().encode("heic"), 8);
  return copy;
}
