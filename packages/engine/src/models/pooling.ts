/** From a network's output to one unit vector a row. Pure arithmetic, so that it can be checked by hand. */
import { type Matrix, matrix, normaliseRows } from "@imantics/core";
import { ImanticsError } from "../domain/errors.ts";
import type { Pooling } from "../domain/space.ts";

/** A float output with its shape, row-major. */
export interface NetworkOutput {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * One unit vector a row.
 *
 * `projection` and `pooler` take an output that is rows × columns already. `cls` and `mean` take tokens
 * (rows × tokens × columns): `cls` the first token, `mean` the average of all the others. `average` takes
 * feature maps (rows × channels × height × width) and averages each channel.
 * @throws ImanticsError `model-invalid` when the shape does not fit.
 */
export function pool({ shape, data }: NetworkOutput, pooling: Pooling): Matrix {
  const [rows = 0, tokens = 0, columns = 0] = shape;
  if (pooling === "average") {
    if (shape.length === 4) return averageMaps({ shape, data });
  } else if (pooling === "projection" || pooling === "pooler") {
    if (shape.length === 2) return normaliseRows({ rows, columns: tokens, data });
  } else if (shape.length === 3 && tokens > (pooling === "mean" ? 1 : 0)) {
    const pooled = matrix(rows, columns);
    const [first, last] = pooling === "cls" ? [0, 1] : [1, tokens];
    for (let row = 0; row < rows; row++) {
      for (let token = first; token < last; token++) {
        const from = (row * tokens + token) * columns;
        for (let column = 0; column < columns; column++) {
          pooled.data[row * columns + column]! += data[from + column]!;
        }
      }
    }
    // The sum and the average have the same direction.
    return normaliseRows(pooled);
  }
  throw new ImanticsError(
    "model-invalid",
    `The output [${shape.join(", ")}] cannot be pooled by "${pooling}": projection and pooler need rows × columns, ` +
      "cls and mean need rows × tokens × columns, average needs rows × channels × height × width. " +
      "Import the model with another pooling.",
  );
}

function averageMaps({ shape, data }: NetworkOutput): Matrix {
  const [rows = 0, channels = 0, height = 0, width = 0] = shape;
  const pooled = matrix(rows, channels);
  const area = height * width;
  for (let map = 0; map < rows * channels; map++) {
    for (let at = map * area; at < (map + 1) * area; at++) pooled.data[map]! += data[at]!;
  }
  return normaliseRows(pooled);
}
