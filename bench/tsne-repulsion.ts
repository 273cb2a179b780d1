/**
 * The repulsion of t-SNE on a flat map, the dearest part of each of its steps, in three ways: all pairs, the tree, and
 * interpolation on a grid. Time of one step and error of the forces (all pairs are the truth, where they
 * can be had), over the number of points. `choose-repulsion.ts` chooses by this.
 *
 * Run: npx tsx --conditions=source bench/tsne-repulsion.ts
 *
 * Points fill a square as wide as finished maps of as many vectors are, in groups with space between them.
 */
import { random } from "@imantics/core";
import { interpolatedRepulsion } from "../packages/core/src/project/interpolated-repulsion.ts";
import { exactRepulsion, type Repulsion, treeRepulsion } from "../packages/core/src/project/repulsion.ts";
import { writeResult } from "./machine.ts";

const POINT_COUNTS = [500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];
const MAX_EXACT_POINTS = 10_000;
/** Of each way the best of so many steps, after as many for the compiler. */
const STEPS = 5;
/** Half of the width of a map of n vectors, over √n. */
const MAP_RADIUS = 0.75;
const GROUP_SIZE = 200;

interface Way {
  readonly milliseconds: number;
  /** Root of the mean squared error, as a share of that of the forces. Null without the truth. */
  readonly error: number | null;
}

const rows = POINT_COUNTS.map((points) => {
  const coordinates = places(points);
  const truth = new Float64Array(coordinates.length);
  const exact = points <= MAX_EXACT_POINTS ? measure(exactRepulsion(2), coordinates, truth) : null;
  const known = exact === null ? null : truth;
  const row = {
    points,
    exactMilliseconds: exact,
    tree: way(treeRepulsion(points, 2), coordinates, known),
    interpolation: way(interpolatedRepulsion(points), coordinates, known),
  };
  console.log(
    [
      `${points} points`,
      `all pairs ${exact?.toFixed(1) ?? "-"} ms`,
      `tree ${shown(row.tree)}`,
      `interpolation ${shown(row.interpolation)}`,
    ].join(", "),
  );
  return row;
});
writeResult("tsne-repulsion", { rows });

function way(repulsion: Repulsion, coordinates: Float64Array, truth: Float64Array | null): Way {
  const forces = new Float64Array(coordinates.length);
  const milliseconds = measure(repulsion, coordinates, forces);
  if (truth === null) return { milliseconds, error: null };
  let missed = 0;
  let all = 0;
  for (const [p, force] of truth.entries()) {
    missed += (force - (forces[p] ?? 0)) ** 2;
    all += force ** 2;
  }
  return { milliseconds, error: Math.sqrt(missed / all) };
}

function measure(repulsion: Repulsion, coordinates: Float64Array, forces: Float64Array): number {
  let best = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 2 * STEPS; step++) {
    const start = performance.now();
    repulsion.compute(coordinates, forces);
    if (step >= STEPS) best = Math.min(best, performance.now() - start);
  }
  return best;
}

function places(points: number): Float64Array {
  const chance = random(points);
  const radius = MAP_RADIUS * Math.sqrt(points);
  const groups = Array.from({ length: Math.ceil(points / GROUP_SIZE) }, () => [
    radius * (2 * chance.uniform() - 1),
    radius * (2 * chance.uniform() - 1),
  ]);
  return Float64Array.from({ length: 2 * points }, (_, p) => {
    const centre = groups[(p >> 1) % groups.length]?.[p % 2] ?? 0;
    return centre + 3 * chance.normal();
  });
}

function shown({ milliseconds, error }: Way): string {
  return `${milliseconds.toFixed(1)} ms${error === null ? "" : ` (error ${(100 * error).toFixed(2)} %)`}`;
}
