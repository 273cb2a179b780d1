/**
 * Options for one method on one collection, with reasons: proposals from curves (`advice.ts`), each
 * carried out on a sample and scored (`judge.ts`). For a method as well as its options see
 * `../suggest.ts`.
 *
 * First the question that no criterion for k, eps or size answers: is there anything to cluster? On
 * evenly spread vectors the answer is no candidates, and it says so.
 */
import { type Matrix, normaliseRows, selectRows } from "../../matrix.ts";
import { type ClusterContext, methodRun } from "../../method/context.ts";
import { requireFiniteVectors } from "../../method/finite-vectors.ts";
import { type OptionValues, readOptions } from "../../method/options.ts";
import { random, sample } from "../../random.ts";
import { clusterMethod } from "../registry.ts";
import { advisersFor } from "./advice.ts";
import { type Candidate, judge, type Proposal } from "./judge.ts";
import { clusterTendency } from "./tendency.ts";

export interface MethodSuggestions {
  readonly method: string;
  /** Whether neighbours are closer than in a cloud without clusters. */
  readonly hasStructure: boolean;
  /** Best first; empty without structure. */
  readonly candidates: readonly Candidate[];
  /** Sentences for the person who reads the candidates, most important first. */
  readonly reasons: readonly string[];
}

const SAMPLE_SIZE = 1000;
/** With fewer vectors nothing can be told from chance. */
const FEWEST_VECTORS = 20;
/** Below this Rousseeuw speaks of no substantial structure. */
const WEAK = 0.25;

/**
 * O(1000² d) times the proposals, whatever the size; what the method itself costs comes on top.
 * @param given options to keep; values that are the method's defaults count as not given
 * @throws RangeError for an unknown method, an option outside its range, no vectors or numbers that are
 * not finite.
 */
export async function suggestFor(
  methodId: string,
  vectors: Matrix,
  context: ClusterContext,
  given: OptionValues = {},
): Promise<MethodSuggestions> {
  const method = clusterMethod(methodId);
  const fixed = differingFromDefaults(readOptions(method.options, given), method.options);
  requireFiniteVectors(vectors);
  const run = methodRun(context);
  const metric = fixed.metric === "cosine" ? "cosine" : "euclidean";
  const rows = sample(vectors.rows, SAMPLE_SIZE, random(context.seed));
  const part = rows.length === vectors.rows ? vectors : selectRows(vectors, rows);
  const seen = part === vectors ? `all ${vectors.rows} vectors` : `${part.rows} of ${vectors.rows} vectors`;
  const measured = metric === "cosine" ? normaliseRows(part) : part;

  const { hasStructure } = await clusterTendency(measured, run);
  if (!hasStructure) {
    const reason =
      vectors.rows < FEWEST_VECTORS
        ? `There are only ${vectors.rows} vectors: too few to tell groups from chance.`
        : `No cluster structure: in ${seen}, neighbours are no closer than in a shapeless cloud of the same spread.`;
    return { method: methodId, hasStructure, candidates: [], reasons: [reason] };
  }

  const advice = {
    method,
    given: fixed,
    sample: measured,
    metric,
    scale: vectors.rows / part.rows,
    run,
  } as const;
  const proposals: Proposal[] = [];
  for (const adviser of advisersFor(method, fixed)) proposals.push(...(await adviser.propose(advice)));
  if (proposals.length === 0) {
    proposals.push({ options: fixed, optionsForSample: fixed, reason: "There is nothing to choose." });
  }
  const candidates: Candidate[] = [];
  for (const [done, proposal] of proposals.entries()) {
    await run.step({ stage: "try proposals", done, total: proposals.length });
    const candidate = await judge(method, measured, metric, proposal, run);
    if (candidate !== undefined) candidates.push(candidate);
  }
  candidates.sort((a, b) => b.score - a.score);
  return {
    method: methodId,
    hasStructure,
    candidates,
    reasons: reasonsFor(candidates, proposals.length, seen),
  };
}

function reasonsFor(candidates: readonly Candidate[], tried: number, seen: string): string[] {
  const best = candidates[0];
  if (best === undefined) {
    return [`${tried} settings were tried on ${seen}; none gives clusters that can be compared.`];
  }
  return [
    `${candidates.length} of ${tried} settings tried on ${seen} give clusters that can be compared; the best has ${scoreInWords(best)}.`,
    best.scoredBy !== "bic" && best.score < WEAK
      ? "No setting separates groups well: every choice here is one of many, so look at the clusters before believing any."
      : "Scores compare settings of one method, not one method with another.",
  ];
}

function scoreInWords({ score, scoredBy }: Candidate): string {
  if (scoredBy === "bic") return `the lowest BIC, ${(-score).toFixed(2)} per vector`;
  return `a ${scoredBy === "silhouette" ? "silhouette" : "density validity"} of ${score.toFixed(2)}`;
}

function differingFromDefaults(
  values: OptionValues,
  options: readonly { readonly name: string; readonly default: unknown }[],
): OptionValues {
  return Object.fromEntries(
    options
      .filter(({ name, default: usual }) => values[name] !== usual)
      .map(({ name }) => [name, values[name]]),
  );
}
