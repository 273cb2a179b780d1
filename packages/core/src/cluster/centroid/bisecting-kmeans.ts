/**
 * Bisecting k-means: all vectors are one cluster, and again and again one cluster is divided by
 * 2-means until there are enough. Cheaper than k-means for many clusters (a division looks at one
 * cluster and two centres), and its groups are nested; the inertia is a little higher, because no
 * vector crosses a border drawn earlier.
 *
 * After Steinbach, Karypis & Kumar (2000). New vectors walk down the tree of divisions
 * (`fitted-divisions.ts`).
 */
import { type Matrix, matrix, normaliseRows, row, selectRows, squaredDistance } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import type { Metric } from "../../method/metric.ts";
import { type Random, random } from "../../random.ts";
import { clusterCountOption, resolveClusterCount } from "../cluster-count.ts";
import { clusteringFromLabels } from "../clustering.ts";
import { defineMethod } from "../method.ts";
import { setOutliersApartOption, withOutliersApart } from "../outliers.ts";
import { type Division, fittedDivisions } from "./fitted-divisions.ts";
import { firstCentres, type SeedingOptions } from "./kmeans.ts";
import {
  maxIterationsOption,
  metricOption,
  restartsOption,
  seedingOption,
  toleranceOption,
} from "./kmeans-options.ts";
import { type LloydOptions, type LloydResult, lloyd } from "./lloyd.ts";

export const bisectingKmeans = defineMethod(
  {
    id: "bisecting-kmeans",
    title: "Bisecting k-means",
    summary: "Divides one cluster in two until there are enough; fast for many clusters of even size.",
    options: [
      clusterCountOption,
      metricOption,
      {
        name: "divides",
        aliases: ["bisecting_strategy"],
        type: "choice",
        choices: ["largest-inertia", "largest-cluster"],
        default: "largest-inertia",
        meaning: "Which cluster is divided next: the one with the most scatter, or with the most vectors.",
      },
      seedingOption,
      {
        ...restartsOption,
        default: 1,
        meaning: "How many seedings to try for each division; the best is kept.",
      },
      maxIterationsOption,
      toleranceOption,
      setOutliersApartOption,
    ],
    complexity: "O(n d log k) per iteration for even divisions; memory O(n d)",
    findsCount: false,
    marksNoise: false,
    placesNewPoints: false,
    constraints: [],
    source: "Steinbach, Karypis & Kumar (2000)",
  },
  async (vectors, { clusterCount, metric, divides, setOutliersApart, ...options }, run) => {
    const count = resolveClusterCount(clusterCount, vectors.rows);
    const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
    const chance = random(run.seed);
    const priority = (part: Part) => (divides === "largest-inertia" ? part.inertia : part.members.length);
    const parts: Part[] = [
      partOf(
        measured,
        Int32Array.from({ length: measured.rows }, (_, i) => i),
        metric,
      ),
    ];
    const divisions: Division<Part>[] = [];
    while (parts.length < count) {
      await run.step({ stage: "divide", done: parts.length, total: count });
      const divisible = parts.filter((part) => part.inertia > 0);
      if (divisible.length === 0) break;
      const next = divisible.reduce((best, part) => (priority(part) > priority(best) ? part : best));
      const { halves, centres } = await divide(measured, next, { ...options, metric }, chance, run);
      divisions.push({ centres, of: next, into: halves });
      parts.splice(parts.indexOf(next), 1, ...halves);
    }
    const assignment = new Int32Array(measured.rows);
    for (const [label, { members }] of parts.entries())
      for (const index of members) assignment[index] = label;
    const { labels, noise } = await withOutliersApart(vectors, assignment, {
      isWanted: setOutliersApart,
      metric,
      run,
    });
    const inertia = parts.reduce((sum, part) => sum + part.inertia, 0);
    const clustering = await clusteringFromLabels(vectors, labels, {
      metric,
      kernels: run.kernels,
      noise,
      extras: { inertia },
    });
    return { ...clustering, fitted: fittedDivisions(clustering, { divisions, metric, noise }) };
  },
);

/** A cluster while it may still be divided. */
interface Part {
  readonly members: Int32Array;
  /** Σ squared distance to the mean; 0 when all members are equal. */
  readonly inertia: number;
}

interface DivisionOptions extends LloydOptions, Pick<SeedingOptions, "seeding"> {
  readonly restarts: number;
}

async function divide(
  vectors: Matrix,
  { members }: Part,
  { restarts, seeding, ...limits }: DivisionOptions,
  chance: Random,
  run: MethodRun,
): Promise<{ halves: Part[]; centres: Matrix }> {
  const own = members.length === vectors.rows ? vectors : selectRows(vectors, members);
  let best: LloydResult | undefined;
  for (let restart = 0; restart < restarts; restart++) {
    const initial = await firstCentres(own, { clusterCount: 2, seeding }, chance, run);
    const result = await lloyd(own, initial, limits, run);
    if (best === undefined || result.inertia < best.inertia) best = result;
  }
  const halves = [0, 1].map((half) => members.filter((_, i) => best?.assignment[i] === half));
  // Random seeds can be equal vectors: then nothing was divided, and one differing vector and its copies go their own way.
  if (best !== undefined && halves.every((half) => half.length > 0)) {
    return { halves: halves.map((half) => partOf(vectors, half, limits.metric)), centres: best.centres };
  }
  const separated = firstAgainstFarthest(vectors, members);
  return {
    halves: separated.map((half) => partOf(vectors, half, limits.metric)),
    centres: selectRows(
      vectors,
      separated.map((half) => half[0]),
    ),
  };
}

function firstAgainstFarthest(vectors: Matrix, members: Int32Array): Int32Array[] {
  const toFirst = (index: number) => squaredDistance(row(vectors, members[0]), row(vectors, index));
  const farthest = members.reduce((best, index) => (toFirst(index) > toFirst(best) ? index : best));
  const isAway = (index: number) => squaredDistance(row(vectors, farthest), row(vectors, index)) === 0;
  return [members.filter((index) => !isAway(index)), members.filter(isAway)];
}

function partOf(vectors: Matrix, members: Int32Array, metric: Metric): Part {
  if (areEqual(vectors, members)) return { members, inertia: 0 };
  const sums = new Float64Array(vectors.columns);
  for (const index of members) {
    const start = index * vectors.columns;
    for (let j = 0; j < sums.length; j++) sums[j] += vectors.data[start + j];
  }
  const mean = matrix(
    1,
    vectors.columns,
    Float32Array.from(sums, (sum) => sum / members.length),
  );
  const centre = metric === "cosine" ? normaliseRows(mean) : mean;
  let inertia = 0;
  for (const index of members) inertia += squaredDistance(row(vectors, index), centre.data);
  return { members, inertia };
}

function areEqual(vectors: Matrix, members: Int32Array): boolean {
  const first = row(vectors, members[0]);
  return members.every((index) => row(vectors, index).every((value, j) => value === first[j]));
}
