/** What every method asks of vectors before it begins. */
import type { Matrix } from "../matrix.ts";

/** @throws RangeError when there are no vectors, or naming row and column of a number that is not finite. */
export function requireFiniteVectors({ rows, columns, data }: Matrix): void {
  if (rows === 0 || columns === 0) {
    throw new RangeError(
      `There are ${rows} vectors of ${columns} numbers; clustering needs at least one vector.`,
    );
  }
  // A sum of finite float32 numbers is finite in float64, whatever their number.
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i];
  if (Number.isFinite(sum)) return;
  const i = data.findIndex((value) => !Number.isFinite(value));
  throw new RangeError(
    `The vector in row ${Math.floor(i / columns)} holds ${data[i]} at column ${i % columns}; ` +
      "every number must be finite. Leave that vector out or compute it again.",
  );
}
