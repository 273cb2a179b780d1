/**
 * Gram and Schmidt's way to perpendicular unit vectors, as subspace iterations need it again and again.
 */

/** Shorter than this share of what they were, vectors hold nothing but rounding. */
const NEGLIGIBLE = 1e-10;

/**
 * Makes `vectors` perpendicular to `fixed` (of length 1 each) and to each other, in place; twice over,
 * for the digits. What has no length left becomes 0. O(vectors² × length).
 */
export function orthonormalise(vectors: readonly Float64Array[], fixed: readonly Float64Array[] = []): void {
  const done = [...fixed];
  for (const vector of vectors) {
    const before = Math.sqrt(product(vector, vector));
    for (let pass = 0; pass < 2; pass++) {
      for (const other of done) addScaled(vector, other, -product(vector, other));
    }
    const length = Math.sqrt(product(vector, vector));
    scaleBy(vector, length > NEGLIGIBLE * before ? 1 / length : 0);
    done.push(vector);
  }
}

export function product(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += left[i] * right[i];
  return sum;
}

export function addScaled(target: Float64Array, other: Float64Array, scale: number): void {
  for (let i = 0; i < target.length; i++) target[i] += scale * other[i];
}

function scaleBy(vector: Float64Array, scale: number): void {
  for (let i = 0; i < vector.length; i++) vector[i] *= scale;
}
