/**
 * A sensible clustering for a collection nobody has described, with the reasons in words.
 *
 * Three questions, answered on a seeded sample of at most 1,500 vectors:
 * 1. Is there structure at all (`tendency.ts`)? If not: one cluster, and it says so.
 * 2. Does one number of clusters stand out? Ward's tree is cut at a ladder of counts, and the
 *    silhouette of each cut is taken. A clear count is a high maximum inside the ladder that falls off
 *    on both sides.
 * 3. Otherwise the collection is a continuum, as photo collections are: every count is a choice. Then
 *    √(n/2) groups, for looking through, and it says that this is a choice.
 *
 * Where there is structure, vectors far from everything are set apart. Ward, because it was the most
 * stable on 80 % subsamples of photo vectors, directly or in two stages by size. Deliberately no elbow:
 * see Schubert (2023), "Stop using the elbow criterion". Options for one given method, with the curves
 * behind them, are in `choose/`.
 */

import { silhouetteFromDistances } from "../../evaluate/silhouette.ts";
import { type Matrix, selectRows } from "../../matrix.ts";
import { type ClusterContext, type MethodRun, methodRun } from "../../method/context.ts";
import { requireFiniteVectors } from "../../method/finite-vectors.ts";
import type { OptionValues } from "../../method/options.ts";
import { random, sample } from "../../random.ts";
import { browsingCount } from "../cluster-count.ts";
import { countLadder, studyCounts, wardAtCounts } from "./count-study.ts";
import { clusterTendency } from "./tendency.ts";

export interface Suggestion {
  /** `none`: no clusters beyond chance; `clear`: one count stands out; `continuum`: any count is a choice. */
  readonly structure: "none" | "clear" | "continuum";
  /** A registered method and its options. */
  readonly method: string;
  readonly options: OptionValues;
  /** Sentences for the person who sees the result, most important first. */
  readonly reasons: readonly string[];
}

const SAMPLE_SIZE = 1500;
/** Above this ward in one piece takes minutes and gigabytes; two stages give nearly the same. */
const LARGEST_DENSE = 10_000;
/** More groups than this nobody looks through. */
const MOST_TO_BROWSE = 120;
/** Silhouettes below this are no evidence for a count (Rousseeuw calls below .25 "no substantial structure"). */
const LEAST_SILHOUETTE = 0.25;
/** How much higher the best must be than the ends of the ladder. */
const LEAST_PROMINENCE = 0.05;

/**
 * O(1500² d) whatever the size. Meant for unit vectors under the Euclidean distance.
 * @throws RangeError for no vectors or a number that is not finite.
 */
export async function suggest(vectors: Matrix, context: ClusterContext): Promise<Suggestion> {
  requireFiniteVectors(vectors);
  const run = methodRun(context);
  const rows = sample(vectors.rows, SAMPLE_SIZE, random(context.seed));
  const part = rows.length === vectors.rows ? vectors : selectRows(vectors, rows);
  const seen = part === vectors ? `all ${vectors.rows}` : `a sample of ${part.rows} of ${vectors.rows}`;

  const { crowding, hasStructure } = await clusterTendency(part, run);
  if (!hasStructure) {
    return suggestion("none", 1, vectors.rows, false, [
      vectors.rows < 20
        ? `There are only ${vectors.rows} pictures: too few to tell groups from chance.`
        : `No cluster structure: in ${seen}, neighbours are no closer than in a shapeless cloud of the same spread.`,
      "Everything is shown as one group. Choose a number of clusters to divide it anyway.",
    ]);
  }

  const closeness = `In ${seen}, neighbours are ${Math.round(100 * (1 - Math.exp(-crowding)))} % closer than chance would put them.`;
  const judged = await judgeCounts(part, run);
  const clear = clearCount(judged);
  if (clear !== undefined) {
    return suggestion("clear", clear.count, vectors.rows, true, [
      `${clear.count} clusters stand out: groups are most separate at this number (silhouette ${clear.score.toFixed(2)}).`,
      closeness,
    ]);
  }
  const count = Math.min(MOST_TO_BROWSE, browsingCount(vectors.rows));
  return suggestion("continuum", count, vectors.rows, true, [
    `No number of clusters stands out, so this is a choice: ${count} groups of about ${Math.round(vectors.rows / count)} are easy to look through.`,
    closeness,
    "Ask for fewer or more to see it coarser or finer.",
  ]);
}

interface JudgedCount {
  readonly count: number;
  readonly score: number;
}

async function judgeCounts(vectors: Matrix, run: MethodRun): Promise<JudgedCount[]> {
  const { counts, assignments, distancesFrom } = await studyCounts(
    vectors,
    countLadder(vectors.rows),
    wardAtCounts(run),
    run,
  );
  const judged: JudgedCount[] = [];
  for (const [i, count] of counts.entries()) {
    judged.push({ count, score: silhouetteFromDistances(distancesFrom, assignments[i]).mean });
    await run.step({ stage: "judge counts", done: judged.length, total: counts.length });
  }
  return judged;
}

function clearCount(judged: readonly JudgedCount[]): JudgedCount | undefined {
  const best = judged.reduce<JudgedCount | undefined>(
    (leader, each) => (leader === undefined || each.score > leader.score ? each : leader),
    undefined,
  );
  if (best === undefined || best.score < LEAST_SILHOUETTE) return undefined;
  const last = judged[judged.length - 1];
  const isInside = best.count < last.count;
  return isInside && best.score - last.score >= LEAST_PROMINENCE ? best : undefined;
}

function suggestion(
  structure: Suggestion["structure"],
  clusterCount: number,
  vectorCount: number,
  setOutliersApart: boolean,
  reasons: readonly string[],
): Suggestion {
  if (vectorCount <= LARGEST_DENSE) {
    const options = { linkage: "ward", clusterCount, setOutliersApart };
    return { structure, method: "agglomerative", options, reasons };
  }
  return {
    structure,
    method: "two-stage",
    options: { clusterCount, setOutliersApart },
    reasons: [
      ...reasons,
      `${vectorCount} are clustered in two stages: small groups first, then groups of groups.`,
    ],
  };
}
