/**
 * Pixels as every stage hands them on: upright, in sRGB, on white. The type is that of `core`, so that
 * descriptors take what decoding gives.
 */
export type { Pixels } from "@imantics/core";
