/**
 * The SIMD kernel of exact search: products of rows of signed bytes with one query.
 *
 * `codes`, `query` and `products` are byte addresses: rows × columns signed bytes, the query as 16-bit
 * integers, and room for one 32-bit product a row. `columns` is a multiple of 16. The caller scales the
 * query so that no sum exceeds 31 bits. Four rows go side by side, so that the query is read once for four.
 */

const COLUMNS_AT_ONCE: usize = 16;

/** `sum` and the products of sixteen columns of a row with the same ones of the query. */
@inline
function addProducts(sum: v128, row: usize, queryLow: v128, queryHigh: v128): v128 {
  const low = i32x4.add(sum, i32x4.dot_i16x8_s(v128.load_ext<i8>(row, 0), queryLow));
  return i32x4.add(low, i32x4.dot_i16x8_s(v128.load_ext<i8>(row, 8), queryHigh));
}

@inline
function total(sums: v128): i32 {
  return (
    i32x4.extract_lane(sums, 0) +
    i32x4.extract_lane(sums, 1) +
    (i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3))
  );
}

export function byteProducts(codes: usize, query: usize, products: usize, rows: u32, columns: usize): void {
  const queryEnd = query + 2 * columns;
  while (rows >= 4) {
    let row0 = codes;
    let row1 = row0 + columns;
    let row2 = row1 + columns;
    let row3 = row2 + columns;
    let sum0 = i32x4.splat(0);
    let sum1 = i32x4.splat(0);
    let sum2 = i32x4.splat(0);
    let sum3 = i32x4.splat(0);
    let at = query;
    while (at < queryEnd) {
      const low = v128.load(at, 0);
      const high = v128.load(at, 16);
      sum0 = addProducts(sum0, row0, low, high);
      sum1 = addProducts(sum1, row1, low, high);
      sum2 = addProducts(sum2, row2, low, high);
      sum3 = addProducts(sum3, row3, low, high);
      row0 += COLUMNS_AT_ONCE;
      row1 += COLUMNS_AT_ONCE;
      row2 += COLUMNS_AT_ONCE;
      row3 += COLUMNS_AT_ONCE;
      at += 2 * COLUMNS_AT_ONCE;
    }
    store<i32>(products, total(sum0), 0);
    store<i32>(products, total(sum1), 4);
    store<i32>(products, total(sum2), 8);
    store<i32>(products, total(sum3), 12);
    products += 16;
    codes += 4 * columns;
    rows -= 4;
  }
  while (rows) {
    let sum = i32x4.splat(0);
    let at = query;
    while (at < queryEnd) {
      sum = addProducts(sum, codes, v128.load(at, 0), v128.load(at, 16));
      codes += COLUMNS_AT_ONCE;
      at += 2 * COLUMNS_AT_ONCE;
    }
    store<i32>(products, total(sum));
    products += 4;
    rows--;
  }
}
