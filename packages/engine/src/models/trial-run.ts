/** Shows a model a picture that we draw, to learn whether it runs at all and what it gives. */
import type { Matrix } from "@imantics/core";
import { ImanticsError } from "../domain/errors.ts";
import type { Pixels } from "../domain/pixels.ts";

/** A red disc on a slanted blue and green gradient, 96 × 72. Always the same bytes. */
export function drawnPicture(): Pixels {
  const [width, height] = [96, 72];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isDisc = (x - 48) ** 2 + (y - 36) ** 2 < 24 ** 2;
      const blue = Math.round((255 * (x + y)) / (width + height - 2));
      data.set(isDisc ? [220, 40, 30] : [20, 255 - blue, blue], (y * width + x) * 3);
    }
  }
  return { width, height, data };
}

/**
 * Passes vectors of a trial on when they can be vectors of pictures.
 * @throws ImanticsError `model-invalid` for no row, one number, numbers that are not finite, or nothing
 * but zeros.
 */
export function requireVector(vectors: Matrix, model: string): Matrix {
  const length = Math.hypot(...vectors.data.subarray(0, vectors.columns));
  if (vectors.rows >= 1 && vectors.columns >= 2 && Math.abs(length - 1) < 1e-3) return vectors;
  throw new ImanticsError(
    "model-invalid",
    `"${model}" gave a vector of ${vectors.columns} numbers and length ${length} for a drawn picture; expected at ` +
      "least two finite numbers, not all zero. Check input size, scale and output of the model.",
  );
}
