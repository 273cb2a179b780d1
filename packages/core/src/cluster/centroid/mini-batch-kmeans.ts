/**
 * Mini-batch k-means: each step looks at a few vectors and draws their centres a little towards them,
 * the less the more a centre has seen. A few passes over part of the data come within some per cent
 * of the inertia of k-means; every vector is compared with all centres once, at the end.
 *
 * After Sculley (2010). Centres that almost nobody chooses start again at vectors drawn from a batch,
 * and the run ends when the smoothed objective stops falling, as in scikit-learn.
 */
import { type Matrix, matrix, normaliseRows, row, selectRows, squaredDistance } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import type { Metric } from "../../method/metric.ts";
import { type Random, random, sample, weightedIndex } from "../../random.ts";
import { clusterCountOption, resolveClusterCount } from "../cluster-count.ts";
import { clusteringOfAll } from "../clustering-of-all.ts";
import { defineMethod } from "../method.ts";
import { setOutliersApartOption } from "../outliers.ts";
import { nearestByBlocks } from "./assign.ts";
import { firstCentres } from "./kmeans.ts";
import { metricOption, seedingOption } from "./kmeans-options.ts";
import { inertiaOf } from "./lloyd.ts";

/** Seeding looks at this many batches, at least at this many vectors for each cluster. */
const SEEDING_BATCHES = 3;
const SEEDING_PER_CLUSTER = 10;
/** Steps without a new low of the smoothed objective after which a run ends. */
const PATIENCE = 10;
/** A centre chosen by less than this share of the most popular one's vectors starts again. */
const LEAST_POPULARITY = 0.01;

export const miniBatchKmeans = defineMethod(
  {
    id: "mini-batch-kmeans",
    title: "Mini-batch k-means",
    summary: "k-means from small random batches: nearly its result for a fraction of the work, for millions.",
    options: [
      clusterCountOption,
      metricOption,
      seedingOption,
      {
        name: "batchSize",
        type: "integer",
        default: 1024,
        min: 1,
        max: 1_000_000,
        meaning: "Vectors looked at in one step.",
      },
      {
        name: "maxPasses",
        aliases: ["max_iter"],
        type: "integer",
        default: 100,
        min: 1,
        max: 100_000,
        meaning:
          "When to stop a run that still improves: as many steps as make this many passes over the data.",
      },
      setOutliersApartOption,
    ],
    complexity: "O(b d k) per step of b vectors, O(n d k) once at the end; memory O(n + k d)",
    findsCount: false,
    marksNoise: false,
    placesNewPoints: true,
    constraints: [],
    source: "Sculley (2010)",
  },
  async (vectors, { clusterCount, metric, seeding, batchSize, maxPasses, setOutliersApart }, run) => {
    const count = resolveClusterCount(clusterCount, vectors.rows);
    const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
    const chance = random(run.seed);
    await run.step({ stage: "seed", done: 0, total: 1 });
    const seen = sample(
      measured.rows,
      Math.max(SEEDING_BATCHES * batchSize, SEEDING_PER_CLUSTER * count),
      chance,
    );
    const drawnFrom = seen.length === measured.rows ? measured : selectRows(measured, seen);
    const initial = await firstCentres(drawnFrom, { clusterCount: count, seeding }, chance, run);
    const { centres, iterations } = await miniBatches(
      measured,
      initial,
      { batchSize, maxSteps: maxPasses * Math.ceil(measured.rows / batchSize), metric },
      chance,
      run,
    );
    const { indices } = await nearestByBlocks(measured, centres, {
      kernels: run.kernels,
      between: (done, total) => run.step({ stage: "assign", done, total }),
    });
    return clusteringOfAll(vectors, indices, {
      metric,
      setOutliersApart,
      run,
      deciding: { prototypes: centres, owners: indices },
      extras: { inertia: inertiaOf(measured, indices, centres), iterations },
    });
  },
);

interface BatchOptions {
  readonly batchSize: number;
  readonly maxSteps: number;
  readonly metric: Metric;
}

async function miniBatches(
  vectors: Matrix,
  initial: Matrix,
  { batchSize, maxSteps, metric }: BatchOptions,
  chance: Random,
  run: MethodRun,
): Promise<{ centres: Matrix; iterations: number }> {
  const size = Math.min(batchSize, vectors.rows);
  const counts = new Float64Array(initial.rows);
  // Half-life of the smoothing: about one pass, as in scikit-learn.
  const freshness = Math.min(1, (2 * size) / (vectors.rows + 1));
  let centres = initial;
  let smoothed: number | undefined;
  let least = Infinity;
  let stepsWithoutGain = 0;
  let sinceRestart = 0;
  for (let step = 1; step <= maxSteps; step++) {
    const rows = Int32Array.from({ length: size }, () => chance.integer(vectors.rows));
    const batch = selectRows(vectors, rows);
    const { indices, squaredDistances } = await run.kernels.nearest(batch, centres);
    const objective = squaredDistances.reduce((sum, distance) => sum + distance, 0) / size;
    await run.step({ stage: "iterate", done: step, total: maxSteps, objective: objective * vectors.rows });

    const moved = await drawTowards(centres, counts, batch, indices, run);
    if (squaredDistance(centres.data, moved.data) === 0) return { centres, iterations: step };
    sinceRestart += size;
    if (sinceRestart >= SEEDING_PER_CLUSTER * centres.rows) {
      sinceRestart = 0;
      restartUnpopular(moved, counts, batch, squaredDistances, chance);
    }
    centres = metric === "cosine" ? normaliseRows(moved) : moved;

    // The first batch is measured before any centre has moved and would set the bar too high.
    if (step === 1) continue;
    smoothed = smoothed === undefined ? objective : smoothed + freshness * (objective - smoothed);
    if (smoothed < least) {
      least = smoothed;
      stepsWithoutGain = 0;
    } else if (++stepsWithoutGain >= PATIENCE) {
      return { centres, iterations: step };
    }
  }
  return { centres, iterations: maxSteps };
}

/** Each centre becomes the mean of all it has seen; `counts` grows. */
async function drawTowards(
  centres: Matrix,
  counts: Float64Array,
  batch: Matrix,
  assignment: Int32Array,
  { kernels }: MethodRun,
): Promise<Matrix> {
  const { columns } = centres;
  const added = await kernels.sumByLabel(batch, assignment, centres.rows);
  const moved = matrix(centres.rows, columns, centres.data.slice());
  for (let c = 0; c < centres.rows; c++) {
    if (added.counts[c] === 0) continue;
    const total = counts[c] + added.counts[c];
    for (let j = c * columns; j < (c + 1) * columns; j++) {
      moved.data[j] = (counts[c] * centres.data[j] + added.sums[j]) / total;
    }
    counts[c] = total;
  }
  return moved;
}

/** At most half of the batch is taken, by chance in proportion to the squared distance. */
function restartUnpopular(
  centres: Matrix,
  counts: Float64Array,
  batch: Matrix,
  distances: Float32Array,
  chance: Random,
): void {
  const bar = LEAST_POPULARITY * counts.reduce((most, count) => Math.max(most, count), 0);
  const unpopular = [...counts.keys()].filter((c) => counts[c] < bar || counts[c] === 0);
  const kept = counts.filter((count) => count >= bar && count > 0);
  const count = kept.reduce((least, each) => Math.min(least, each), Infinity);
  const weights = Float64Array.from(distances);
  for (const c of unpopular.slice(0, Math.floor(batch.rows / 2))) {
    if (weights.every((weight) => weight === 0)) return;
    const index = weightedIndex(weights, chance);
    centres.data.set(row(batch, index), c * centres.columns);
    weights[index] = 0;
    counts[c] = count;
  }
}
