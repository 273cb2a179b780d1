/**
 * How the repulsion of t-SNE acts on waves: the Fourier transforms of q = 1 / (1 + d²) and of the force
 * q² (y − y′), for charges on a square grid that do not meet their periodic copies.
 *
 * Charges are spread over the nodes by cubic splines and forces are read by the same splines. What that
 * does to waves is undone here, in the way that is best in the sense of least squares when waves too
 * short for the grid are there as well (Hockney & Eastwood, 1981).
 */
import { FourierPlan, twiddleSize } from "../compute/fourier-plan.ts";
import { LANES, type Lanes, ROW } from "../compute/lanes.ts";

/**
 * Factors by frequency (kx, ky), for a grid of `size` × `size` nodes filled up with zeros to twice that.
 * Strip after strip of `LANES` frequencies ky (see `frequencyOf`), each with rows of kx: first the `size`
 * even ones, then the odd ones. The transforms of the forces are imaginary; here they stand without i.
 */
export interface RepulsionSpectrum {
  readonly size: number;
  /** Width of a square. */
  readonly spacing: number;
  readonly forceX: Float32Array;
  readonly forceY: Float32Array;
  /** Their sum with the squared amplitudes is Σ q over all pairs of charges. */
  readonly closeness: Float32Array;
}

/** Who does the arithmetic, with room for so many numbers. */
export type OpenLanes = (size: number) => Lanes;

/** O(size² log size); done when a map has outgrown its grid. */
export function repulsionSpectrum(openLanes: OpenLanes, size: number, spacing: number): RepulsionSpectrum {
  const period = 2 * size;
  // Of each ky: distances dx up to `size`, filled up to whole strips.
  const reach = size + LANES;
  const rowsAt = 2 * period * ROW;
  const twiddlesAt = rowsAt + 2 * size * reach;
  const lanes = openLanes(twiddlesAt + twiddleSize(period));
  const plan = new FourierPlan(lanes, period, twiddlesAt);
  alongY(plan, lanes.numbers, { size, spacing, reach, rowsAt });
  return alongX(plan, lanes.numbers, { size, spacing, reach, rowsAt });
}

/** ky of a lane, below `size`: even frequencies fill the first half of the strips, odd ones the second. */
function frequencyOf(lane: number, size: number): number {
  return lane < size / 2 ? 2 * lane : 2 * (lane - size / 2) + 1;
}

interface Layout {
  readonly size: number;
  readonly spacing: number;
  readonly reach: number;
  readonly rowsAt: number;
}

/** Both kernels are even along y, so their two real transforms are the two parts of a complex one. */
function alongY(plan: FourierPlan, x: Float32Array, { size, spacing, reach, rowsAt }: Layout): void {
  const period = 2 * size;
  for (let start = 0; start < reach; start += LANES) {
    for (let row = 0; row < period; row++) {
      const dy = spacing * Math.min(row, period - row);
      for (let l = 0; l < LANES; l++) {
        const dx = spacing * (start + l);
        const q = 1 / (1 + dx * dx + dy * dy);
        x[row * ROW + l] = q;
        x[row * ROW + LANES + l] = q * q * dx;
      }
    }
    const done = plan.transform(0, period * ROW);
    for (let lane = 0; lane < size; lane++) {
      const from = done + frequencyOf(lane, size) * ROW;
      const to = rowsAt + Math.floor(lane / LANES) * reach * ROW + start * ROW + (lane % LANES);
      for (let l = 0; l < LANES; l++) {
        x[to + l * ROW] = x[from + l];
        x[to + l * ROW + LANES] = x[from + LANES + l];
      }
    }
  }
}

/** Along x, q is even and gives the real part of one transform; the force is odd and gives the imaginary part. */
function alongX(
  plan: FourierPlan,
  x: Float32Array,
  { size, spacing, reach, rowsAt }: Layout,
): RepulsionSpectrum {
  const period = 2 * size;
  const [forceX, forceY, closeness] = [0, 1, 2].map(() => new Float32Array(period * size)) as Three;
  const byFrequency = new Float32Array(size * size);
  const undoing = splineUndoing(period);
  const place = (lane: number, kx: number) =>
    (Math.floor(lane / LANES) * period + (kx % 2) * size + Math.floor(kx / 2)) * LANES + (lane % LANES);
  for (let start = 0; start < size; start += LANES) {
    x.fill(0, 0, period * ROW);
    for (let row = 0; row <= size; row++) {
      const from = rowsAt + (start / LANES) * reach * ROW + row * ROW;
      for (let l = 0; l < LANES; l++) {
        const even = x[from + l];
        // Halfway round, both ways are equally far: an odd kernel is 0 there.
        const odd = row === size ? 0 : x[from + LANES + l];
        x[row * ROW + l] = even + odd;
        if (row > 0) x[(period - row) * ROW + l] = even - odd;
      }
    }
    const done = plan.transform(0, period * ROW);
    for (let l = 0; l < LANES; l++) {
      const ky = frequencyOf(start + l, size);
      for (let kx = 0; kx < period; kx++) {
        // The frequency that is its own mirror stays 0 along both axes: it cannot tell left from right.
        if (kx === size) continue;
        const at = place(start + l, kx);
        const scale = undoing[kx] * undoing[ky];
        // A frequency ky above 0 stands for -ky as well.
        closeness[at] = (ky === 0 ? 1 : 2) * scale * x[done + kx * ROW + l];
        forceX[at] = scale * x[done + kx * ROW + LANES + l];
        if (kx < size) byFrequency[kx * size + ky] = forceX[at];
      }
    }
  }
  for (let lane = 0; lane < size; lane++) {
    const ky = frequencyOf(lane, size);
    for (let kx = 0; kx < period; kx++) {
      if (kx !== size) forceY[place(lane, kx)] = byFrequency[ky * size + Math.min(kx, period - kx)];
    }
  }
  return { size, spacing, forceX, forceY, closeness };
}

type Three = [Float32Array, Float32Array, Float32Array];

/**
 * By frequency along one axis, (w / Σ w²)² / period: w is the transform of the cubic spline, and the sum
 * over the waves that look alike at the nodes is the transform of the spline of twice the order there.
 * The period is what a transform and its inverse multiply by.
 */
function splineUndoing(period: number): Float64Array {
  return Float64Array.from({ length: period }, (_, k) => {
    const angle = (2 * Math.PI * Math.min(k, period - k)) / period;
    const wave = k === 0 ? 1 : (Math.sin(angle / 2) / (angle / 2)) ** 4;
    const alike = (1208 + 1191 * Math.cos(angle) + 120 * Math.cos(2 * angle) + Math.cos(3 * angle)) / 2520;
    return (wave / alike) ** 2 / period;
  });
}
