/**
 * Colour management around sharp: when a profile can be left out, and how pixels that have already
 * left their file are brought to sRGB.
 *
 * libvips converts a profile on the large picture, before it is shrunk; for a 12-megapixel photo
 * that costs more than all the rest. So the commonest profile, sRGB itself, is recognised and
 * skipped, and other RGB profiles are applied to the preview. Transfer curves that are not in a
 * profile (PQ, HLG) are in `./nclx.ts`.
 */
import type { Pixels } from "../domain/pixels.ts";
import { sharp, toPixels } from "./sharp.ts";

/** Primaries of sRGB adapted to the D50 of profiles, as `rXYZ`, `gXYZ`, `bXYZ` hold them. */
const srgbPrimaries: readonly (readonly [tag: string, xyz: readonly [number, number, number]])[] = [
  ["rXYZ", [0.436, 0.2224, 0.0139]],
  ["gXYZ", [0.3851, 0.7169, 0.0971]],
  ["bXYZ", [0.1431, 0.0606, 0.7141]],
];

/** Whether the profile describes sRGB: its primaries and its tone curve, not its name. */
export function isSrgbProfile(icc: Uint8Array): boolean {
  const profile = readProfile(icc);
  if (profile === null || profile.has("A2B0")) return false;
  const primariesAgree = srgbPrimaries.every(([tag, expected]) => {
    const data = profile.get(tag);
    if (data === undefined || data.byteLength < 20) return false;
    return expected.every((value, axis) => Math.abs(data.getInt32(8 + 4 * axis) / 65536 - value) < 0.002);
  });
  return primariesAgree && ["rTRC", "gTRC", "bTRC"].every((tag) => isSrgbCurve(profile.get(tag)));
}

/** The tags of an RGB display profile, or null when it is something else or damaged. */
function readProfile(icc: Uint8Array): Map<string, DataView> | null {
  if (icc.length < 132) return null;
  const view = new DataView(icc.buffer, icc.byteOffset, icc.byteLength);
  const text = (at: number) => String.fromCharCode(...icc.subarray(at, at + 4));
  if (text(16) !== "RGB ") return null;
  const tags = new Map<string, DataView>();
  const count = view.getUint32(128);
  for (let at = 132; at + 12 <= icc.length && tags.size < count; at += 12) {
    const [offset, length] = [view.getUint32(at + 4), view.getUint32(at + 8)];
    if (offset + length > icc.length) return null;
    tags.set(text(at), new DataView(icc.buffer, icc.byteOffset + offset, length));
  }
  return tags;
}

/** Compares a table at a dark, a middle and a light point, or the parameters of a formula. */
function isSrgbCurve(curve: DataView | undefined): boolean {
  if (curve === undefined || curve.byteLength < 12) return false;
  const type = curve.getUint32(0);
  if (type === 0x70617261 /* para */) {
    if (curve.getUint16(8) !== 3 || curve.byteLength < 32) return false;
    const parameters = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045];
    return parameters.every(
      (value, index) => Math.abs(curve.getInt32(12 + 4 * index) / 65536 - value) < 0.002,
    );
  }
  const entries = curve.getUint32(8);
  if (entries < 256 || curve.byteLength < 12 + 2 * entries) return false;
  return [0.1, 0.5, 0.8].every((share) => {
    const index = Math.round(share * (entries - 1));
    const expected = srgbToLinear(index / (entries - 1));
    return Math.abs(curve.getUint16(12 + 2 * index) / 65535 - expected) < 0.004;
  });
}

/** IEC 61966-2-1, 0..1 to 0..1. */
export function srgbToLinear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** IEC 61966-2-1, 0..1 to 0..1. */
export function linearToSrgb(value: number): number {
  return value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
}

/**
 * Converts RGB pixels from `icc` to sRGB. sharp takes a profile only from a file, so the pixels
 * travel in a TIFF made in memory. About 20 CPU-ms a megapixel.
 */
export function convertToSrgb(pixels: Pixels, icc: Uint8Array): Promise<Pixels> {
  return toPixels(sharp(tiffWithProfile(pixels, icc), { limitInputPixels: false }));
}

/** A baseline TIFF: header, one directory, the bit depths, the profile, one strip. */
function tiffWithProfile({ width, height, data }: Pixels, icc: Uint8Array): Uint8Array {
  const entryCount = 11;
  const depthsAt = 8 + 2 + 12 * entryCount + 4;
  const iccAt = depthsAt + 6;
  const stripAt = iccAt + icc.length + (icc.length % 2);
  const file = new Uint8Array(stripAt + data.length);
  const view = new DataView(file.buffer);
  const [short, long, undefinedType] = [3, 4, 7];
  const entries: readonly (readonly [tag: number, type: number, count: number, value: number])[] = [
    [256, long, 1, width],
    [257, long, 1, height],
    [258, short, 3, depthsAt],
    [259, short, 1, 1],
    [262, short, 1, 2],
    [273, long, 1, stripAt],
    [277, short, 1, 3],
    [278, long, 1, height],
    [279, long, 1, data.length],
    [284, short, 1, 1],
    [34675, undefinedType, icc.length, iccAt],
  ];
  view.setUint32(0, 0x49492a00);
  view.setUint32(4, 8, true);
  view.setUint16(8, entryCount, true);
  for (const [index, [tag, type, count, value]] of entries.entries()) {
    const at = 10 + 12 * index;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, count, true);
    view.setUint32(at + 8, value, true);
  }
  for (const channel of [0, 1, 2]) view.setUint16(depthsAt + 2 * channel, 8, true);
  file.set(icc, iccAt);
  file.set(data, stripAt);
  return file;
}
