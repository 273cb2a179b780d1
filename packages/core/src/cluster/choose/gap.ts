/**
 * The gap statistic: how much tighter the clusters are than clusters of as many vectors spread evenly
 * over the same box along the principal axes. After Tibshirani, Walther & Hastie (2001), reference (b).
 *
 * The only criterion here that can answer "one cluster".
 */
import { type Matrix, matrix } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import { random } from "../../random.ts";
import { applyPca, fitPca } from "../../reduce/pca.ts";
import type { CountStudy } from "./count-study.ts";
import type { Curve } from "./curve.ts";
import { withinClusters } from "./within.ts";

/** References; the standard error of the mean log is then about a third of its deviation. */
const REFERENCES = 8;

/** O(d³) for the axes, then `REFERENCES` times the clusterings. */
export async function gapCurve(study: CountStudy, run: MethodRun): Promise<Curve> {
  const counts = [1, ...study.counts];
  const logs = logWithin(study.vectors, study.assignments);
  const references: Float64Array[] = [];
  const spreadEvenly = evenReference(study.vectors);
  for (let b = 0; b < REFERENCES; b++) {
    await run.step({ stage: "compare with even spread", done: b, total: REFERENCES });
    const reference = await spreadEvenly(run.seed + 1 + b, run);
    references.push(logWithin(reference, await study.clusterAt(reference, study.counts, run.seed)));
  }
  const values = new Float64Array(counts.length);
  const spread = new Float64Array(counts.length);
  for (let c = 0; c < counts.length; c++) {
    const mean = references.reduce((sum, each) => sum + each[c], 0) / REFERENCES;
    const variance = references.reduce((sum, each) => sum + (each[c] - mean) ** 2, 0) / REFERENCES;
    values[c] = mean - logs[c];
    spread[c] = Math.sqrt(variance * (1 + 1 / REFERENCES));
  }
  // The first count that the next does not beat by more than chance.
  const first = counts.findIndex(
    (_, c) => c + 1 < counts.length && values[c] >= values[c + 1] - spread[c + 1],
  );
  const chosen = first < 0 ? null : counts[first];
  return {
    criterion: "gap",
    positions: Float64Array.from(counts),
    values,
    spread,
    chosen,
    reason:
      chosen === null
        ? "The gap to evenly spread vectors grows up to the largest count looked at."
        : chosen === 1
          ? "Dividing gains no more than it would on evenly spread vectors: one cluster."
          : `Up to ${chosen} clusters every division gains more than on evenly spread vectors.`,
  };
}

/** log of the sum of squares for one cluster, then for each clustering. */
function logWithin(vectors: Matrix, assignments: readonly Int32Array[]): Float64Array {
  return Float64Array.from([new Int32Array(vectors.rows), ...assignments], (assignment) =>
    Math.log(Math.max(withinClusters(vectors, assignment).sum, Number.MIN_VALUE)),
  );
}

function evenReference(vectors: Matrix) {
  const axes = fitPca(vectors, { dimensions: Math.min(vectors.columns, vectors.rows - 1) });
  const coordinates = applyPca(axes, vectors);
  const { dimensions } = axes;
  const low = new Float64Array(dimensions).fill(Infinity);
  const high = new Float64Array(dimensions).fill(-Infinity);
  for (let p = 0; p < coordinates.data.length; p++) {
    const axis = p % dimensions;
    low[axis] = Math.min(low[axis], coordinates.data[p]);
    high[axis] = Math.max(high[axis], coordinates.data[p]);
  }
  const turned = matrix(vectors.columns, dimensions);
  for (let a = 0; a < dimensions; a++) {
    for (let j = 0; j < vectors.columns; j++) {
      turned.data[j * dimensions + a] = axes.axes[a * vectors.columns + j];
    }
  }
  // Left where the axes have it, around 0: no sum of squares depends on the place.
  return async (seed: number, run: MethodRun): Promise<Matrix> => {
    const chance = random(seed);
    const drawn = matrix(vectors.rows, dimensions);
    for (let p = 0; p < drawn.data.length; p++) {
      const axis = p % dimensions;
      drawn.data[p] = low[axis] + chance.uniform() * (high[axis] - low[axis]);
    }
    return run.kernels.products(drawn, turned);
  };
}
