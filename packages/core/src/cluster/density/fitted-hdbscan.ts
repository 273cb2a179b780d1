/**
 * HDBSCAN as a fitted clustering: of the model what `approximatePredict` needs. Keeps the vectors of the
 * fit, for a new one joins the tree at the one that it reaches first.
 */
import type { Matrix } from "../../matrix.ts";
import { damaged, type Sections } from "../../method/byte-layout.ts";
import { type Assigned, type Fitted, type UseOptions, useOf } from "../../method/fitted.ts";
import type { SectionReader } from "../../method/section-reader.ts";
import type { CondensedTree } from "./condensed-tree.ts";
import { approximatePredict, type PredictingModel } from "./hdbscan-prediction.ts";

export interface FittedHdbscan extends Fitted, PredictingModel {
  readonly kind: "hdbscan";
  readonly clusterCount: number;
}

export function fittedHdbscan(model: PredictingModel): FittedHdbscan {
  const { vectors, coreDistances, condensed, selected } = model;
  const { metric, minSamples, epsilon } = model.options;
  return {
    kind: "hdbscan",
    columns: vectors.columns,
    clusterCount: selected.length,
    options: { metric, minSamples, epsilon },
    vectors,
    coreDistances,
    condensed,
    selected,
  };
}

/** As `approximatePredict`. */
export async function assignByHdbscan(
  model: FittedHdbscan,
  vectors: Matrix,
  options: UseOptions = {},
): Promise<Assigned> {
  const { kernels } = useOf(options);
  if (vectors.rows === 0) return { assignment: new Int32Array(0), strength: new Float32Array(0) };
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  return approximatePredict(model, vectors, { seed: 0, kernels, ...signal });
}

export function hdbscanSections(model: FittedHdbscan): Sections {
  const { kind, columns, options, vectors, coreDistances, selected } = model;
  const { clusterCount: nodeCount, ...tree } = model.condensed;
  return {
    kind,
    scalars: { columns, nodeCount, ...options },
    arrays: { vectors, coreDistances, selected: Int32Array.from(selected), ...tree },
  };
}

export function readHdbscan(read: SectionReader): FittedHdbscan {
  const columns = read.integer("columns", 1);
  const nodeCount = read.integer("nodeCount", 1);
  const vectors = read.matrix("vectors", columns);
  const selected = [...read.indices("selected", read.lengthOf("selected"), 0, nodeCount)];
  const condensed: CondensedTree = {
    clusterCount: nodeCount,
    parent: parentsOf(read, nodeCount),
    birth: read.float64("birth", nodeCount),
    size: read.int32("size", nodeCount),
    stability: read.float64("stability", nodeCount),
    death: read.float64("death", nodeCount),
    leftCluster: read.indices("leftCluster", vectors.rows, 0, nodeCount),
    leftAt: read.float64("leftAt", vectors.rows),
  };
  return {
    kind: "hdbscan",
    columns,
    clusterCount: selected.length,
    options: {
      metric: read.choice("metric", ["euclidean", "cosine"]),
      minSamples: read.integer("minSamples", 1),
      epsilon: read.number("epsilon", 0),
    },
    vectors,
    coreDistances: read.float64("coreDistances", vectors.rows),
    condensed,
    selected,
  };
}

/** Parents come before their children, so that every way up ends. */
function parentsOf(read: SectionReader, count: number): Int32Array {
  const parent = read.indices("parent", count, -1, count);
  if (parent.some((above, node) => above >= node || above < 0 !== (node === 0))) {
    throw damaged("its clusters are no tree");
  }
  return parent;
}
