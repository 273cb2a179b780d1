/**
 * Colours that HEIF and AVIF describe by code points (`nclx`) instead of a profile: wide primaries
 * and the HDR curves PQ and HLG. libvips ignores them, which leaves HDR photos grey and dull.
 *
 * Works on the finished preview, so 8 bits of a PQ signal are all it has: fine for looking and for
 * encoders, not for grading. Code points after ITU-T H.273; PQ and HLG after ITU-R BT.2100 with
 * 203 nits as white (BT.2408). Above that a smooth shoulder by the largest channel, which keeps hues.
 */
import type { Pixels } from "../domain/pixels.ts";
import { linearToSrgb, srgbToLinear } from "./colour.ts";

export interface CodedColours {
  readonly primaries: number;
  readonly transfer: number;
}

/** Linear RGB of these primaries (both with white D65) to linear sRGB, row by row. */
const toSrgbPrimaries: Readonly<Record<number, readonly number[]>> = {
  // BT.2020
  9: [1.660491, -0.587641, -0.07285, -0.12455, 1.1329, -0.008349, -0.018151, -0.100579, 1.11873],
  // Display P3
  12: [1.22494, -0.22494, 0, -0.042057, 1.042057, 0, -0.019638, -0.078636, 1.098274],
};
const identity: readonly number[] = [1, 0, 0, 0, 1, 0, 0, 0, 1];

const PQ = 16;
const HLG = 18;
/** Where the shoulder begins, as a share of white. */
const KNEE = 0.8;

/** The first coded colours in the file's head, where the properties of the main picture come first. */
export function readCodedColours(bytes: Uint8Array): CodedColours | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1 << 16));
  const at = head.indexOf("colrnclx", 0, "latin1");
  if (at < 0 || at + 12 > head.length) return null;
  return { primaries: head.readUInt16BE(at + 8), transfer: head.readUInt16BE(at + 10) };
}

/** Returns `pixels` itself when the colours are sRGB's, or ones that nothing is known about. */
export function codedColoursToSrgb(pixels: Pixels, colours: CodedColours): Pixels {
  const matrix = toSrgbPrimaries[colours.primaries];
  const isHdr = colours.transfer === PQ || colours.transfer === HLG;
  if (matrix === undefined && !isHdr) return pixels;
  const m = matrix ?? identity;
  const linear = Float64Array.from({ length: 256 }, (_, level) => toLinear(level / 255, colours.transfer));
  const encoded = encodingTable();
  const data = new Uint8Array(pixels.data.length);
  for (let at = 0; at < data.length; at += 3) {
    const r = linear[pixels.data[at]!]!;
    const g = linear[pixels.data[at + 1]!]!;
    const b = linear[pixels.data[at + 2]!]!;
    const red = m[0]! * r + m[1]! * g + m[2]! * b;
    const green = m[3]! * r + m[4]! * g + m[5]! * b;
    const blue = m[6]! * r + m[7]! * g + m[8]! * b;
    const scale = isHdr ? shoulder(Math.max(red, green, blue)) : 1;
    data[at] = encoded[toIndex(red * scale)]!;
    data[at + 1] = encoded[toIndex(green * scale)]!;
    data[at + 2] = encoded[toIndex(blue * scale)]!;
  }
  return { ...pixels, data };
}

/** Signal 0..1 to light, where 1 is the white of an ordinary picture. */
function toLinear(signal: number, transfer: number): number {
  if (transfer === PQ) {
    const p = signal ** (1 / 78.84375);
    const nits = 10_000 * (Math.max(p - 0.8359375, 0) / (18.8515625 - 18.6875 * p)) ** (1 / 0.1593017578125);
    return nits / 203;
  }
  if (transfer === HLG) return (hlgScene(signal) / hlgScene(0.75)) ** 1.2;
  return srgbToLinear(signal);
}

function hlgScene(signal: number): number {
  return signal <= 0.5 ? signal ** 2 / 3 : (Math.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12;
}

/** Factor that brings a peak back below white: nothing up to the knee, then ever more gently. */
function shoulder(peak: number): number {
  if (peak <= KNEE) return 1;
  return (KNEE + (1 - KNEE) * (1 - Math.exp(-(peak - KNEE) / (1 - KNEE)))) / peak;
}

/** Light in 4,096 steps of its square root (fine in the shadows) to an sRGB byte. */
function encodingTable(): Uint8Array {
  return Uint8Array.from({ length: 4096 }, (_, step) => Math.round(255 * linearToSrgb((step / 4095) ** 2)));
}

function toIndex(light: number): number {
  return Math.round(4095 * Math.sqrt(Math.min(1, Math.max(0, light))));
}
