import { expect, test } from "vitest";
import { digits } from "../../../../fixtures/reference/reference.ts";
import { plainKernels } from "../compute/plain.ts";
import { rowRange } from "../matrix.ts";
import { methodRun } from "../method/context.ts";
import { nearestNeighbours } from "../neighbours/nearest-neighbours.ts";
import { random } from "../random.ts";
import { conditionalAffinities, jointAffinities } from "./affinities.ts";
import { chooseRepulsion } from "./choose-repulsion.ts";
import { interpolatedRepulsion } from "./interpolated-repulsion.ts";
import { exactRepulsion, treeRepulsion } from "./repulsion.ts";
import { descend, divergence } from "./tsne-descent.ts";

test("maps by interpolation are as good as those by the tree", async () => {
  const few = rowRange(digits().vectors, 0, 800);
  const neighbours = await nearestNeighbours(few, 61, { metric: "euclidean", kernels: plainKernels });
  const affinities = jointAffinities(neighbours, conditionalAffinities(neighbours, 20));
  const exact = exactRepulsion(2);
  const [byTree, byInterpolation] = await Promise.all(
    [treeRepulsion(800, 2), interpolatedRepulsion(800)].map(async (repulsion) => {
      const chance = random(1);
      const coordinates = Float64Array.from({ length: 1600 }, () => 1e-4 * chance.normal());
      const settings = { dimensions: 2, iterations: 500, exaggeration: 12, learningRate: 50 } as const;
      await descend(coordinates, affinities, repulsion, settings, methodRun({ seed: 1 }));
      return divergence(coordinates, affinities, 2, exact.compute(coordinates, new Float64Array(1600)));
    }),
  );
  expect(Math.abs(byInterpolation! / byTree! - 1)).toBeLessThan(0.02);
});

test("one point far away does not take a grid that nobody else needs", () => {
  const chance = random(4);
  const coordinates = Float64Array.from({ length: 1200 }, () => 5 * chance.normal());
  coordinates[0] = 1e7;
  const exact = new Float64Array(1200);
  const forces = new Float64Array(1200);
  const total = exactRepulsion(2).compute(coordinates, exact);
  expect(chooseRepulsion(600, 2).compute(coordinates, forces) / total).toBeCloseTo(1, 2);
});
