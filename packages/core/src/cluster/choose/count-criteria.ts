/**
 * The criteria for the number of clusters. One entry adds a criterion to the command line, the page
 * and the documentation. None is right by itself: on photos most of them only rise or fall.
 */
import { noiseAsSingletons } from "../../evaluate/agreement.ts";
import { contingency } from "../../evaluate/contingency.ts";
import { adjustedMutualInformation } from "../../evaluate/information.ts";
import { silhouetteFromDistances } from "../../evaluate/silhouette.ts";
import { calinskiHarabasz, daviesBouldin } from "../../evaluate/validity.ts";
import { selectRows } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import { random, sample } from "../../random.ts";
import { numberBySize } from "../clustering.ts";
import type { CountStudy } from "./count-study.ts";
import { type CriterionDescription, type Curve, indexOfLargest } from "./curve.ts";
import { gapCurve } from "./gap.ts";
import { kneeOf } from "./knee.ts";
import { withinClusters } from "./within.ts";

export interface CountCriterion extends CriterionDescription {
  curve(study: CountStudy, run: MethodRun): Promise<Curve>;
}

/** Parts that are clustered again, and how large each is (as Hennig 2007 takes them). */
const PARTS = 5;
const PART_SHARE = 0.8;
/** AMI with the whole that the most stable number of clusters must reach. */
const STABLE = 0.8;

const ofCount = { option: "clusterCount" } as const;

export const countCriteria: readonly CountCriterion[] = [
  {
    ...ofCount,
    id: "silhouette",
    title: "Silhouette",
    meaning: "How much closer the own cluster is than the next. Speaks for the highest value.",
    warning:
      "Favours few round clusters. On ten kinds of handwritten digits it peaks at 9 and 16, and on photo collections it only falls.",
    complexity: "O(n² counts)",
    source: "Rousseeuw (1987)",
    curve: async (study) =>
      extreme("silhouette", study, "largest", (assignment) => {
        const { mean } = silhouetteFromDistances((i) => study.distancesFrom(i), assignment);
        return mean;
      }),
  },
  {
    ...ofCount,
    id: "calinskiHarabasz",
    title: "Calinski-Harabasz",
    meaning: "Variance between clusters over variance within. Speaks for the highest value.",
    warning: "Favours round clusters of equal size, and often the smallest number that is offered.",
    complexity: "O(n d counts)",
    source: "Caliński & Harabasz (1974)",
    curve: async (study) =>
      extreme("calinskiHarabasz", study, "largest", (assignment) =>
        calinskiHarabasz(study.vectors, assignment),
      ),
  },
  {
    ...ofCount,
    id: "daviesBouldin",
    title: "Davies-Bouldin",
    meaning: "Spread of neighbouring clusters over their distance. Speaks for the lowest value.",
    warning: "Falls for many tiny clusters, whose spread is small.",
    complexity: "O((n d + k² d) counts)",
    source: "Davies & Bouldin (1979)",
    curve: async (study) =>
      extreme("daviesBouldin", study, "smallest", (assignment) => daviesBouldin(study.vectors, assignment)),
  },
  {
    ...ofCount,
    id: "gap",
    title: "Gap statistic",
    meaning:
      "How much tighter clusters are than those of evenly spread vectors. Speaks for the first number that the next does not beat; it can say 1.",
    warning:
      "Assumes evenly spread vectors where there is no structure; many dimensions make every collection differ from that.",
    complexity: "8 times the clusterings, and O(d³)",
    source: "Tibshirani, Walther & Hastie (2001)",
    curve: gapCurve,
  },
  {
    ...ofCount,
    id: "bic",
    title: "BIC",
    meaning:
      "Likelihood under round clusters of one width, less a price for every cluster (as X-means has it). Speaks for the lowest value.",
    warning:
      "Clusters of vectors are neither round nor of one width; with many dimensions the price is too high, without them too low.",
    complexity: "O(n d counts)",
    source: "Schwarz (1978); Pelleg & Moore (2000)",
    curve: async (study) =>
      extreme("bic", study, "smallest", (assignment) => sphericalBic(study, assignment)),
  },
  {
    ...ofCount,
    id: "stability",
    title: "Stability",
    meaning:
      "Whether 80 % of the vectors give the same clusters (AMI). Speaks for the largest number within one standard error of the best, if that reaches .8.",
    warning: "Stable is not right: halves of a round cloud along its longest axis are stable too.",
    complexity: "5 times the clusterings",
    source: "Ben-Hur, Elisseeff & Guyon (2002); Hennig (2007)",
    curve: stabilityCurve,
  },
  {
    ...ofCount,
    id: "sse",
    title: "Sum of squares (elbow)",
    meaning: "Squared distances to the cluster means. Speaks for the knee of the curve.",
    warning:
      "The elbow is not to be trusted: the sum falls for any data, evenly spread data included, and always has a knee somewhere. On ten kinds of digits there is none to see. Never choose by it alone (Schubert 2023).",
    complexity: "O(n d counts)",
    source: "Thorndike (1953); knee: Satopää, Albrecht, Irwin & Raghavan (2011)",
    curve: sumOfSquaresCurve,
  },
];

function extreme(
  criterion: string,
  { counts, assignments }: CountStudy,
  wanted: "largest" | "smallest",
  measure: (assignment: Int32Array) => number,
): Curve {
  const values = Float64Array.from(assignments, (labels) => measure(numberBySize(labels).assignment));
  const best = indexOfLargest(wanted === "largest" ? values : values.map((value) => -value));
  const chosen = best < 0 ? null : counts[best];
  return {
    criterion,
    positions: Float64Array.from(counts),
    values,
    chosen,
    reason:
      chosen === null
        ? "It can judge none of the counts."
        : `It is ${wanted} at ${chosen} clusters (${shortNumber(values[best])}).`,
  };
}

function sphericalBic({ vectors: { rows, columns }, vectors }: CountStudy, assignment: Int32Array): number {
  const { sum, sizes } = withinClusters(vectors, assignment);
  const variance = Math.max(sum / (columns * (rows - sizes.length)), Number.MIN_VALUE);
  const shares = sizes.reduce((total, size) => total + size * Math.log(size / rows), 0);
  const logLikelihood =
    shares - (rows * columns * Math.log(2 * Math.PI * variance)) / 2 - (columns * (rows - sizes.length)) / 2;
  const parameters = sizes.length - 1 + sizes.length * columns + 1;
  return parameters * Math.log(rows) - 2 * logLikelihood;
}

async function stabilityCurve(study: CountStudy, run: MethodRun): Promise<Curve> {
  const { vectors, assignments, clusterAt } = study;
  const chance = random(run.seed);
  const size = Math.max(2, Math.round(PART_SHARE * vectors.rows));
  const counts = study.counts.filter((count) => count < size);
  const rounds: Float64Array[] = [];
  for (let round = 0; round < PARTS; round++) {
    await run.step({ stage: "cluster parts", done: round, total: PARTS });
    const rows = sample(vectors.rows, size, chance);
    const found = await clusterAt(selectRows(vectors, rows), counts, chance.integer(2 ** 32));
    rounds.push(
      Float64Array.from(found, (part, c) =>
        adjustedMutualInformation(
          contingency(
            rows.map((i) => assignments[c][i]),
            noiseAsSingletons(part),
          ),
        ),
      ),
    );
  }
  const values = Float64Array.from(counts, (_, c) => rounds.reduce((sum, each) => sum + each[c], 0) / PARTS);
  const spread = values.map((mean, c) =>
    Math.sqrt(rounds.reduce((sum, each) => sum + (each[c] - mean) ** 2, 0) / (PARTS * (PARTS - 1))),
  );
  const best = indexOfLargest(values);
  const isStable = best >= 0 && values[best] >= STABLE;
  const last = isStable ? values.findLastIndex((value) => value >= values[best] - spread[best]) : -1;
  const chosen = last < 0 ? null : counts[last];
  return {
    criterion: "stability",
    positions: Float64Array.from(counts),
    values,
    spread,
    chosen,
    reason:
      chosen === null
        ? `No number of clusters is found again on parts (AMI ${STABLE} or more).`
        : `${chosen} is the largest number of clusters that parts give again (AMI ${shortNumber(values[last])}).`,
  };
}

async function sumOfSquaresCurve({ vectors, counts, assignments }: CountStudy): Promise<Curve> {
  const positions = Float64Array.from(counts);
  const values = Float64Array.from(assignments, (assignment) => withinClusters(vectors, assignment).sum);
  const knee = kneeOf(positions, values);
  return {
    criterion: "sse",
    positions,
    values,
    chosen: knee === undefined ? null : counts[knee.index],
    reason:
      knee === undefined
        ? "The curve has no knee."
        : `The curve bends most at ${counts[knee.index]} clusters, a weak sign: every such curve bends somewhere.`,
  };
}

function shortNumber(value: number): string {
  return Math.abs(value) < 10 ? value.toFixed(2) : value.toPrecision(3);
}
