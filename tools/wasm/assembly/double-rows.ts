/**
 * The SIMD kernels of `double-rows.ts` and `lower-triangle.ts`, two float64 numbers at a time.
 *
 * All arguments are byte addresses or byte lengths in one memory; rows lie `rowBytes` apart, and `bytes`
 * of each, a multiple of 16, are looked at.
 */

const PAIR_BYTES: usize = 16;

/** The sums of the lanes of two vectors. */
@inline
function laneSums(one: v128, other: v128): v128 {
  return f64x2.add(v128.shuffle<f64>(one, other, 0, 2), v128.shuffle<f64>(one, other, 1, 3));
}

@inline
function plusProduct(sum: v128, a: v128, b: v128): v128 {
  return f64x2.add(sum, f64x2.mul(a, b));
}

@inline
function addTo(place: usize, values: v128): void {
  v128.store(place, f64x2.add(v128.load(place), values));
}

/**
 * Left rows in fours, right rows in pairs: their products are added to a table with a row for each right
 * row, of one float64 for each left row.
 */
export function addProducts(
  left: usize,
  leftEnd: usize,
  right: usize,
  rightEnd: usize,
  products: usize,
  bytes: usize,
  rowBytes: usize,
): void {
  let productBytes: usize = 0;
  for (let row = left; row < leftEnd; row += rowBytes) productBytes += 8;
  while (right < rightEnd) {
    let group = left;
    let cell = products;
    while (group < leftEnd) {
      let left0 = group;
      let left1 = left0 + rowBytes;
      let left2 = left1 + rowBytes;
      let left3 = left2 + rowBytes;
      let right0 = right;
      let right1 = right + rowBytes;
      const end = right + bytes;
      let sum00 = f64x2.splat(0);
      let sum01 = f64x2.splat(0);
      let sum02 = f64x2.splat(0);
      let sum03 = f64x2.splat(0);
      let sum10 = f64x2.splat(0);
      let sum11 = f64x2.splat(0);
      let sum12 = f64x2.splat(0);
      let sum13 = f64x2.splat(0);
      while (right0 < end) {
        const factor0 = v128.load(right0);
        const factor1 = v128.load(right1);
        let value = v128.load(left0);
        sum00 = plusProduct(sum00, value, factor0);
        sum10 = plusProduct(sum10, value, factor1);
        value = v128.load(left1);
        sum01 = plusProduct(sum01, value, factor0);
        sum11 = plusProduct(sum11, value, factor1);
        value = v128.load(left2);
        sum02 = plusProduct(sum02, value, factor0);
        sum12 = plusProduct(sum12, value, factor1);
        value = v128.load(left3);
        sum03 = plusProduct(sum03, value, factor0);
        sum13 = plusProduct(sum13, value, factor1);
        left0 += PAIR_BYTES;
        left1 += PAIR_BYTES;
        left2 += PAIR_BYTES;
        left3 += PAIR_BYTES;
        right0 += PAIR_BYTES;
        right1 += PAIR_BYTES;
      }
      // Of the second right row the sums stand one row of the table further on.
      const nextCell = cell + productBytes;
      addTo(cell, laneSums(sum00, sum01));
      addTo(cell + 16, laneSums(sum02, sum03));
      addTo(nextCell, laneSums(sum10, sum11));
      addTo(nextCell + 16, laneSums(sum12, sum13));
      group += 4 * rowBytes;
      cell += 32;
    }
    right += 2 * rowBytes;
    products += 2 * productBytes;
  }
}

@inline
function combined(
  a: v128, shareA: v128,
  b: v128, shareB: v128,
  c: v128, shareC: v128,
  d: v128, shareD: v128,
): v128 {
  return f64x2.add(
    f64x2.add(f64x2.mul(a, shareA), f64x2.mul(b, shareB)),
    f64x2.add(f64x2.mul(c, shareC), f64x2.mul(d, shareD)),
  );
}

/**
 * Target rows in pairs, source rows in fours: target += Σ weight · source, the weights in a table of rows
 * of `weightBytes`, one for each source row.
 */
export function addCombinations(
  target: usize,
  targetEnd: usize,
  source: usize,
  sourceEnd: usize,
  weights: usize,
  weightBytes: usize,
  bytes: usize,
  rowBytes: usize,
): void {
  while (target < targetEnd) {
    let group = source;
    let cell = weights;
    while (group < sourceEnd) {
      let sourceA = group;
      const shareA0 = v128.load64_splat(cell, 0);
      const shareA1 = v128.load64_splat(cell, 8);
      cell += weightBytes;
      let sourceB = sourceA + rowBytes;
      const shareB0 = v128.load64_splat(cell, 0);
      const shareB1 = v128.load64_splat(cell, 8);
      cell += weightBytes;
      let sourceC = sourceB + rowBytes;
      const shareC0 = v128.load64_splat(cell, 0);
      const shareC1 = v128.load64_splat(cell, 8);
      cell += weightBytes;
      let sourceD = sourceC + rowBytes;
      const shareD0 = v128.load64_splat(cell, 0);
      const shareD1 = v128.load64_splat(cell, 8);
      cell += weightBytes;
      let target0 = target;
      let target1 = target + rowBytes;
      const end = target + bytes;
      while (target0 < end) {
        const a = v128.load(sourceA);
        const b = v128.load(sourceB);
        const c = v128.load(sourceC);
        const d = v128.load(sourceD);
        addTo(target0, combined(a, shareA0, b, shareB0, c, shareC0, d, shareD0));
        addTo(target1, combined(a, shareA1, b, shareB1, c, shareC1, d, shareD1));
        target0 += PAIR_BYTES;
        target1 += PAIR_BYTES;
        sourceA += PAIR_BYTES;
        sourceB += PAIR_BYTES;
        sourceC += PAIR_BYTES;
        sourceD += PAIR_BYTES;
      }
      group += 4 * rowBytes;
    }
    target += 2 * rowBytes;
    weights += PAIR_BYTES;
  }
}

/** Two entries of a row, less what the update takes; stored and given back. */
@inline
function updated(place: usize, leftShare: v128, rights: v128, rightShare: v128, lefts: v128): v128 {
  const entries = f64x2.sub(
    v128.load(place),
    f64x2.add(f64x2.mul(leftShare, rights), f64x2.mul(rightShare, lefts)),
  );
  v128.store(place, entries);
  return entries;
}

/**
 * The rows of a lower triangle in pairs, up to and with the square of two on the diagonal:
 * rows -= left rightᵀ + right leftᵀ, then product = rows · vector, as if the upper triangle were there as
 * well. `product` starts as zeros.
 */
export function updateAndMultiply(
  row: usize,
  rowsEnd: usize,
  left: usize,
  right: usize,
  vector: usize,
  product: usize,
  rowBytes: usize,
): void {
  // The rows themselves are numbers `offset` of the vectors.
  let offset: usize = 0;
  while (row < rowsEnd) {
    const leftShare0 = v128.load64_splat(left + offset, 0);
    const leftShare1 = v128.load64_splat(left + offset, 8);
    const rightShare0 = v128.load64_splat(right + offset, 0);
    const rightShare1 = v128.load64_splat(right + offset, 8);
    const factor0 = v128.load64_splat(vector + offset, 0);
    const factor1 = v128.load64_splat(vector + offset, 8);
    let sum0 = f64x2.splat(0);
    let sum1 = f64x2.splat(0);
    let first = row;
    let second = row + rowBytes;
    const end = row + offset;
    let atLeft = left;
    let atRight = right;
    let atVector = vector;
    let atProduct = product;
    while (first < end) {
      const lefts = v128.load(atLeft);
      const rights = v128.load(atRight);
      const value0 = updated(first, leftShare0, rights, rightShare0, lefts);
      const value1 = updated(second, leftShare1, rights, rightShare1, lefts);
      const factors = v128.load(atVector);
      sum0 = plusProduct(sum0, value0, factors);
      sum1 = plusProduct(sum1, value1, factors);
      addTo(atProduct, f64x2.add(f64x2.mul(value0, factor0), f64x2.mul(value1, factor1)));
      first += PAIR_BYTES;
      second += PAIR_BYTES;
      atLeft += PAIR_BYTES;
      atRight += PAIR_BYTES;
      atVector += PAIR_BYTES;
      atProduct += PAIR_BYTES;
    }
    // On the diagonal both triangles are there: nothing to mirror.
    const lefts = v128.load(atLeft);
    const rights = v128.load(atRight);
    const factors = v128.load(atVector);
    sum0 = plusProduct(sum0, updated(first, leftShare0, rights, rightShare0, lefts), factors);
    sum1 = plusProduct(sum1, updated(second, leftShare1, rights, rightShare1, lefts), factors);
    addTo(atProduct, laneSums(sum0, sum1));
    row += 2 * rowBytes;
    offset += PAIR_BYTES;
  }
}
