/** A picture as numbers, and its grey. */

/** Interleaved RGB: `data.length === 3 * width * height`, 0..255, row by row from the top left. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** @throws RangeError when the numbers do not make a picture of that size. */
export function requirePixels({ width, height, data }: Pixels): void {
  const isSize = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0;
  if (!isSize || data.length !== 3 * width * height) {
    throw new RangeError(
      `A picture of ${width} × ${height} pixels needs three bytes each, interleaved RGB; got ${data.length} bytes.`,
    );
  }
}

/** Luma of interleaved RGB (ITU-R BT.601), in the unit of the input. */
export function greyOf(rgb: ArrayLike<number>): Float32Array {
  const grey = new Float32Array(rgb.length / 3);
  for (let pixel = 0; pixel < grey.length; pixel++) {
    grey[pixel] = 0.299 * rgb[3 * pixel] + 0.587 * rgb[3 * pixel + 1] + 0.114 * rgb[3 * pixel + 2];
  }
  return grey;
}
