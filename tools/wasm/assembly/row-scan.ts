/**
 * The SIMD kernel of `row-scan.ts`: which products of a row pass a bar.
 *
 * Column c passes when products[c] - halves[c] >= bar or products[c] - half >= bars[c]. `settings` holds
 * bar and half and takes the address after the last hit; `hits` takes the numbers of those that pass,
 * counted from `column`, and must have room for one beyond the last. Sixteen columns at a time; all but
 * few of these groups have none that passes.
 */

const GROUP: u32 = 16;

/** All bits of the lanes of four columns that pass. NaN passes no bar. */
@inline
function passing(products: usize, halves: usize, bars: usize, bar: v128, half: v128, offset: usize): v128 {
  return v128.or(
    f32x4.ge(f32x4.sub(v128.load(products + offset), v128.load(halves + offset)), bar),
    f32x4.ge(f32x4.sub(v128.load(products + offset), half), v128.load(bars + offset)),
  );
}

/** Every number is written; the place moves on only behind those that pass. */
@inline
function keepLane(hits: usize, signs: u32, column: u32, lane: u32): usize {
  store<u32>(hits, column + lane);
  return hits + (((signs >> lane) & 1) << 2);
}

@inline
function keep(hits: usize, passes: v128, column: u32): usize {
  const signs: u32 = i32x4.bitmask(passes);
  hits = keepLane(hits, signs, column, 0);
  hits = keepLane(hits, signs, column, 1);
  hits = keepLane(hits, signs, column, 2);
  return keepLane(hits, signs, column, 3);
}

export function scanRow(
  products: usize,
  halves: usize,
  bars: usize,
  end: usize,
  settings: usize,
  hits: usize,
  column: u32,
): void {
  const bar = v128.load32_splat(settings, 0);
  const half = v128.load32_splat(settings, 4);
  while (products < end) {
    const a = passing(products, halves, bars, bar, half, 0);
    const b = passing(products, halves, bars, bar, half, 16);
    const c = passing(products, halves, bars, bar, half, 32);
    const d = passing(products, halves, bars, bar, half, 48);
    if (v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) {
      hits = keep(hits, a, column);
      hits = keep(hits, b, column + 4);
      hits = keep(hits, c, column + 8);
      hits = keep(hits, d, column + 12);
    }
    products += 4 * GROUP;
    halves += 4 * GROUP;
    bars += 4 * GROUP;
    column += GROUP;
  }
  store<usize>(settings, hits, 8);
}
