/**
 * The k-distance curve: how far each vector must reach to have `minSamples` vectors, itself included,
 * within reach, ascending. Up to the knee vectors are dense; after it they are noise. After Ester,
 * Kriegel, Sander & Xu (1996); the knee after Satopää et al. (2011).
 */
import type { Matrix } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import type { Metric } from "../../method/metric.ts";
import { nearestNeighbours } from "../../neighbours/nearest-neighbours.ts";
import type { CriterionDescription, Curve } from "./curve.ts";
import { kneeOf } from "./knee.ts";

export const kDistanceDescription: CriterionDescription = {
  id: "kDistance",
  title: "k-distance",
  option: "eps",
  meaning:
    "Distance of every vector to its k-th neighbour, ascending. Speaks for the reach at the knee, where dense vectors end.",
  warning:
    "There is one knee only where all clusters are equally dense and noise is sparse; on photos the curve often just rises.",
  complexity: "O(n² d)",
  source: "Ester, Kriegel, Sander & Xu (1996)",
};

/**
 * `positions` are shares of the vectors (0..1), `values` their reach, `chosen` is a reach. O(n² d).
 * @param minSamples vectors within reach, itself included, that make a vector dense; from 2
 */
export async function kDistanceCurve(
  vectors: Matrix,
  minSamples: number,
  metric: Metric,
  run: MethodRun,
): Promise<Curve> {
  await run.step({ stage: "measure reach", done: 0, total: 1 });
  const { kernels } = run;
  const { count, distances } = await nearestNeighbours(vectors, minSamples - 1, { metric, kernels });
  const values = Float64Array.from(
    { length: count === 0 ? 0 : vectors.rows },
    (_, i) => distances[(i + 1) * count - 1],
  ).sort();
  const positions = values.map((_, i) => (i + 1) / values.length);
  const knee = kneeOf(positions, values);
  return {
    criterion: kDistanceDescription.id,
    positions,
    values,
    chosen: knee === undefined ? null : values[knee.index],
    reason:
      knee === undefined
        ? "The curve has no knee."
        : `${Math.round(100 * positions[knee.index])} % of the vectors are dense at a reach of ${values[knee.index].toPrecision(3)}, where the curve bends most.`,
  };
}
