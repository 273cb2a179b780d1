/** The two headers and the palette of a Windows or OS/2 bitmap. */
import { corrupt, unsupported } from "./opened-image.ts";

export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  readonly isTopDown: boolean;
  readonly bitCount: number;
  readonly compression: "none" | "rle4" | "rle8" | "masks";
  /** Bits of each channel in a 16- or 32-bit pixel. */
  readonly masks: {
    readonly red: number;
    readonly green: number;
    readonly blue: number;
    readonly alpha: number;
  };
  /** Where rows begin. */
  readonly pixelsAt: number;
  readonly paletteAt: number;
  readonly paletteEntryBytes: 3 | 4;
}

const compressions = ["none", "rle8", "rle4", "masks"] as const;
/** BI_ALPHABITFIELDS: as `masks`, with a fourth mask after the three. */
const ALPHA_MASKS = 6;

/** Throws `decode-corrupt` or `unsupported-format`. */
export function readBmpHeader(bytes: Uint8Array): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerSize = view.getUint32(14, true);
  if (bytes.length < 14 + headerSize) throw corrupt("bmp", `the header ends after ${bytes.length} bytes`);
  const pixelsAt = view.getUint32(10, true);
  if (headerSize === 12) {
    return {
      ...size(view.getUint16(18, true), view.getUint16(20, true)),
      bitCount: view.getUint16(24, true),
      compression: "none",
      masks: defaultMasks(view.getUint16(24, true)),
      pixelsAt,
      paletteAt: 26,
      paletteEntryBytes: 3,
    };
  }
  const bitCount = view.getUint16(28, true);
  const code = view.getUint32(30, true);
  const compression = code === ALPHA_MASKS ? "masks" : compressions[code];
  if (compression === undefined) throw unsupported(`BMP with compression ${code}`);
  const outsideMasks = headerSize > 40 || compression !== "masks" ? 0 : code === ALPHA_MASKS ? 16 : 12;
  if (bytes.length < 54 + outsideMasks) throw corrupt("bmp", "the colour masks are missing");
  const hasAlphaMask = headerSize >= 56 || code === ALPHA_MASKS;
  return {
    ...size(view.getInt32(18, true), view.getInt32(22, true)),
    bitCount,
    compression,
    masks:
      compression === "masks"
        ? {
            red: view.getUint32(54, true),
            green: view.getUint32(58, true),
            blue: view.getUint32(62, true),
            alpha: hasAlphaMask ? view.getUint32(66, true) : 0,
          }
        : defaultMasks(bitCount),
    pixelsAt,
    paletteAt: 14 + headerSize + outsideMasks,
    paletteEntryBytes: 4,
  };
}

/** RGB triples, 256 of them: an index beyond the stored ones is black. */
export function bmpPalette(bytes: Uint8Array, header: BmpHeader): Uint8Array {
  const palette = new Uint8Array(256 * 3);
  const { paletteAt, paletteEntryBytes, pixelsAt } = header;
  const stored = Math.floor((Math.min(pixelsAt, bytes.length) - paletteAt) / paletteEntryBytes);
  for (let index = 0; index < Math.min(stored, 1 << header.bitCount); index++) {
    const at = paletteAt + index * paletteEntryBytes;
    palette.set([bytes[at + 2]!, bytes[at + 1]!, bytes[at]!], 3 * index);
  }
  return palette;
}

function size(width: number, signedHeight: number): Pick<BmpHeader, "width" | "height" | "isTopDown"> {
  const height = Math.abs(signedHeight);
  if (width <= 0 || height === 0) throw corrupt("bmp", `the size is ${width} x ${height}`);
  return { width, height, isTopDown: signedHeight < 0 };
}

function defaultMasks(bitCount: number): BmpHeader["masks"] {
  return bitCount === 16
    ? { red: 0x7c00, green: 0x03e0, blue: 0x001f, alpha: 0 }
    : { red: 0xff0000, green: 0x00ff00, blue: 0x0000ff, alpha: 0 };
}
