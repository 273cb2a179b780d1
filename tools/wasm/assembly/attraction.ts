/**
 * The SIMD kernel of t-SNE's attraction.
 *
 * All arguments are byte addresses. A point is 32 bytes: its place (x, y, z, 0) and, to be added to, the
 * force on it. Pairs come in fours: four addresses of other points, then four weights; `ends` holds for
 * each point where its fours end. The others of one four differ from each other, except where the weight
 * is 0: forces are read and written one after the other.
 */

const FORCE: usize = 16;
const POINT_BYTES: usize = 32;
const WEIGHTS: usize = 16;
const FOUR_BYTES: usize = 32;

/** Lanes 0 and 1 of two vectors with their lanes 2 and 3 added: two half sums of each. */
@inline
function halfSums(one: v128, other: v128): v128 {
  return f32x4.add(v128.shuffle<f32>(one, other, 0, 1, 4, 5), v128.shuffle<f32>(one, other, 2, 3, 6, 7));
}

@inline
function addForce(point: usize, force: v128): void {
  v128.store(point, f32x4.add(v128.load(point, FORCE), force), FORCE);
}

@inline
function takeForce(point: usize, force: v128): void {
  v128.store(point, f32x4.sub(v128.load(point, FORCE), force), FORCE);
}

export function attract(point: usize, pairs: usize, ends: usize, endsEnd: usize): void {
  while (ends < endsEnd) {
    const end = load<usize>(ends);
    const own = v128.load(point);
    let sum = f32x4.splat(0);
    while (pairs < end) {
      const a = load<usize>(pairs, 0);
      const b = load<usize>(pairs, 4);
      const c = load<usize>(pairs, 8);
      const d = load<usize>(pairs, 12);
      const fromA = f32x4.sub(own, v128.load(a));
      const fromB = f32x4.sub(own, v128.load(b));
      const fromC = f32x4.sub(own, v128.load(c));
      const fromD = f32x4.sub(own, v128.load(d));
      const ab = halfSums(f32x4.mul(fromA, fromA), f32x4.mul(fromB, fromB));
      const cd = halfSums(f32x4.mul(fromC, fromC), f32x4.mul(fromD, fromD));
      const squared = f32x4.add(v128.shuffle<f32>(ab, cd, 0, 2, 4, 6), v128.shuffle<f32>(ab, cd, 1, 3, 5, 7));
      const pulls = f32x4.div(v128.load(pairs, WEIGHTS), f32x4.add(f32x4.splat(1), squared));

      const onA = f32x4.mul(fromA, v128.shuffle<f32>(pulls, pulls, 0, 0, 0, 0));
      sum = f32x4.add(sum, onA);
      takeForce(a, onA);
      const onB = f32x4.mul(fromB, v128.shuffle<f32>(pulls, pulls, 1, 1, 1, 1));
      sum = f32x4.add(sum, onB);
      takeForce(b, onB);
      const onC = f32x4.mul(fromC, v128.shuffle<f32>(pulls, pulls, 2, 2, 2, 2));
      sum = f32x4.add(sum, onC);
      takeForce(c, onC);
      const onD = f32x4.mul(fromD, v128.shuffle<f32>(pulls, pulls, 3, 3, 3, 3));
      sum = f32x4.add(sum, onD);
      takeForce(d, onD);
      pairs += FOUR_BYTES;
    }
    addForce(point, sum);
    point += POINT_BYTES;
    ends += 4;
  }
}
