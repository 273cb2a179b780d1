/**
 * Two SIMD kernels for products of float32 vectors. Arguments but counts are byte addresses or byte lengths.
 *
 * The order of summation of one product depends on nothing but its width: equal rows give equal products
 * wherever in a tile they lie. Loops are unrolled by hand: eight sums stay in registers, and an inlined
 * function can give back only one of them.
 */

@inline
function plusProduct(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b));
}

/**
 * Everything with everything. `left` holds `groups` × 4 rows of `rowBytes` (a multiple of 16). A panel
 * holds 8 right rows column by column, so that two loads fetch one column of all eight; four left numbers
 * are spread over lanes. Tile 4 × 8, panel outermost: the panel stays in the first cache, 96 left rows in
 * the second.
 */
export function panelProducts(
  left: usize,
  panels: usize,
  products: usize,
  groups: u32,
  panelCount: u32,
  rowBytes: usize,
  productBytes: usize,
): void {
  while (panelCount) {
    const panelEnd = panels + 8 * rowBytes;
    let row3 = left - rowBytes;
    let productAt = products;
    for (let group = groups; group; group--) {
      // Each pointer ends its row at the start of the next one, so the fourth leads to the next group.
      let row0 = row3 + rowBytes;
      let row1 = row0 + rowBytes;
      let row2 = row1 + rowBytes;
      row3 = row2 + rowBytes;
      let low0 = f32x4.splat(0);
      let high0 = f32x4.splat(0);
      let low1 = f32x4.splat(0);
      let high1 = f32x4.splat(0);
      let low2 = f32x4.splat(0);
      let high2 = f32x4.splat(0);
      let low3 = f32x4.splat(0);
      let high3 = f32x4.splat(0);
      let panel = panels;
      while (panel < panelEnd) {
        let low: v128;
        let high: v128;
        let value: v128;
        low = v128.load(panel, 0);
        high = v128.load(panel, 16);
        value = v128.load32_splat(row0, 0);
        low0 = plusProduct(low0, value, low);
        high0 = plusProduct(high0, value, high);
        value = v128.load32_splat(row1, 0);
        low1 = plusProduct(low1, value, low);
        high1 = plusProduct(high1, value, high);
        value = v128.load32_splat(row2, 0);
        low2 = plusProduct(low2, value, low);
        high2 = plusProduct(high2, value, high);
        value = v128.load32_splat(row3, 0);
        low3 = plusProduct(low3, value, low);
        high3 = plusProduct(high3, value, high);
        low = v128.load(panel, 32);
        high = v128.load(panel, 48);
        value = v128.load32_splat(row0, 4);
        low0 = plusProduct(low0, value, low);
        high0 = plusProduct(high0, value, high);
        value = v128.load32_splat(row1, 4);
        low1 = plusProduct(low1, value, low);
        high1 = plusProduct(high1, value, high);
        value = v128.load32_splat(row2, 4);
        low2 = plusProduct(low2, value, low);
        high2 = plusProduct(high2, value, high);
        value = v128.load32_splat(row3, 4);
        low3 = plusProduct(low3, value, low);
        high3 = plusProduct(high3, value, high);
        low = v128.load(panel, 64);
        high = v128.load(panel, 80);
        value = v128.load32_splat(row0, 8);
        low0 = plusProduct(low0, value, low);
        high0 = plusProduct(high0, value, high);
        value = v128.load32_splat(row1, 8);
        low1 = plusProduct(low1, value, low);
        high1 = plusProduct(high1, value, high);
        value = v128.load32_splat(row2, 8);
        low2 = plusProduct(low2, value, low);
        high2 = plusProduct(high2, value, high);
        value = v128.load32_splat(row3, 8);
        low3 = plusProduct(low3, value, low);
        high3 = plusProduct(high3, value, high);
        low = v128.load(panel, 96);
        high = v128.load(panel, 112);
        value = v128.load32_splat(row0, 12);
        low0 = plusProduct(low0, value, low);
        high0 = plusProduct(high0, value, high);
        value = v128.load32_splat(row1, 12);
        low1 = plusProduct(low1, value, low);
        high1 = plusProduct(high1, value, high);
        value = v128.load32_splat(row2, 12);
        low2 = plusProduct(low2, value, low);
        high2 = plusProduct(high2, value, high);
        value = v128.load32_splat(row3, 12);
        low3 = plusProduct(low3, value, low);
        high3 = plusProduct(high3, value, high);
        row0 += 16;
        row1 += 16;
        row2 += 16;
        row3 += 16;
        panel += 128;
      }
      v128.store(productAt, low0);
      v128.store(productAt, high0, 16);
      productAt += productBytes;
      v128.store(productAt, low1);
      v128.store(productAt, high1, 16);
      productAt += productBytes;
      v128.store(productAt, low2);
      v128.store(productAt, high2, 16);
      productAt += productBytes;
      v128.store(productAt, low3);
      v128.store(productAt, high3, 16);
      productAt += productBytes;
      row3 -= rowBytes;
    }
    products += 32;
    panels = panelEnd;
    panelCount--;
  }
}

@inline
function halfTotals(one: v128, other: v128): v128 {
  return f32x4.add(v128.shuffle<f32>(one, other, 0, 4, 1, 5), v128.shuffle<f32>(one, other, 2, 6, 3, 7));
}

/** The four lanes of each of four sums added up: four products. */
@inline
function totals(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = halfTotals(a, b);
  const cd = halfTotals(c, d);
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

/**
 * Rows that lie anywhere, named by lists of byte addresses; `rowBytes` is a multiple of 64, the left list
 * of 4 and the right list of 2 entries. Products come right row by right row, so that four results are
 * stored at once.
 */
export function gatheredProducts(
  leftList: usize,
  leftEnd: usize,
  rightList: usize,
  rightEnd: usize,
  products: usize,
  rowBytes: usize,
): void {
  const productBytes = leftEnd - leftList;
  for (let left = leftList; left < leftEnd; left += 16) {
    let productAt = products;
    for (let right = rightList; right < rightEnd; right += 8) {
      let left0 = load<usize>(left, 0);
      let left1 = load<usize>(left, 4);
      let left2 = load<usize>(left, 8);
      let left3 = load<usize>(left, 12);
      let right0 = load<usize>(right, 0);
      let right1 = load<usize>(right, 4);
      const rowEnd = left0 + rowBytes;
      let sum00 = f32x4.splat(0);
      let sum01 = f32x4.splat(0);
      let sum02 = f32x4.splat(0);
      let sum03 = f32x4.splat(0);
      let sum10 = f32x4.splat(0);
      let sum11 = f32x4.splat(0);
      let sum12 = f32x4.splat(0);
      let sum13 = f32x4.splat(0);
      while (left0 < rowEnd) {
        let factor0: v128;
        let factor1: v128;
        let value: v128;
        factor0 = v128.load(right0, 0);
        factor1 = v128.load(right1, 0);
        value = v128.load(left0, 0);
        sum00 = plusProduct(sum00, value, factor0);
        sum10 = plusProduct(sum10, value, factor1);
        value = v128.load(left1, 0);
        sum01 = plusProduct(sum01, value, factor0);
        sum11 = plusProduct(sum11, value, factor1);
        value = v128.load(left2, 0);
        sum02 = plusProduct(sum02, value, factor0);
        sum12 = plusProduct(sum12, value, factor1);
        value = v128.load(left3, 0);
        sum03 = plusProduct(sum03, value, factor0);
        sum13 = plusProduct(sum13, value, factor1);
        factor0 = v128.load(right0, 16);
        factor1 = v128.load(right1, 16);
        value = v128.load(left0, 16);
        sum00 = plusProduct(sum00, value, factor0);
        sum10 = plusProduct(sum10, value, factor1);
        value = v128.load(left1, 16);
        sum01 = plusProduct(sum01, value, factor0);
        sum11 = plusProduct(sum11, value, factor1);
        value = v128.load(left2, 16);
        sum02 = plusProduct(sum02, value, factor0);
        sum12 = plusProduct(sum12, value, factor1);
        value = v128.load(left3, 16);
        sum03 = plusProduct(sum03, value, factor0);
        sum13 = plusProduct(sum13, value, factor1);
        factor0 = v128.load(right0, 32);
        factor1 = v128.load(right1, 32);
        value = v128.load(left0, 32);
        sum00 = plusProduct(sum00, value, factor0);
        sum10 = plusProduct(sum10, value, factor1);
        value = v128.load(left1, 32);
        sum01 = plusProduct(sum01, value, factor0);
        sum11 = plusProduct(sum11, value, factor1);
        value = v128.load(left2, 32);
        sum02 = plusProduct(sum02, value, factor0);
        sum12 = plusProduct(sum12, value, factor1);
        value = v128.load(left3, 32);
        sum03 = plusProduct(sum03, value, factor0);
        sum13 = plusProduct(sum13, value, factor1);
        factor0 = v128.load(right0, 48);
        factor1 = v128.load(right1, 48);
        value = v128.load(left0, 48);
        sum00 = plusProduct(sum00, value, factor0);
        sum10 = plusProduct(sum10, value, factor1);
        value = v128.load(left1, 48);
        sum01 = plusProduct(sum01, value, factor0);
        sum11 = plusProduct(sum11, value, factor1);
        value = v128.load(left2, 48);
        sum02 = plusProduct(sum02, value, factor0);
        sum12 = plusProduct(sum12, value, factor1);
        value = v128.load(left3, 48);
        sum03 = plusProduct(sum03, value, factor0);
        sum13 = plusProduct(sum13, value, factor1);
        left0 += 64;
        left1 += 64;
        left2 += 64;
        left3 += 64;
        right0 += 64;
        right1 += 64;
      }
      v128.store(productAt, totals(sum00, sum01, sum02, sum03));
      productAt += productBytes;
      v128.store(productAt, totals(sum10, sum11, sum12, sum13));
      productAt += productBytes;
    }
    products += 16;
  }
}
