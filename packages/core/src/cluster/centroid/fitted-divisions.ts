/**
 * Clusters by a tree of divisions, as bisecting k-means makes them: at each a vector goes to the nearer of
 * two centres, until it reaches a cluster.
 */
import { requireSameWidth } from "../../compute/plain.ts";
import { type Matrix, matrix, rowRange, selectRows } from "../../matrix.ts";
import { damaged, type Sections } from "../../method/byte-layout.ts";
import { requireFiniteVectors } from "../../method/finite-vectors.ts";
import { type Assigned, type Fitted, type UseOptions, useOf } from "../../method/fitted.ts";
import type { Metric } from "../../method/metric.ts";
import type { SectionReader } from "../../method/section-reader.ts";
import type { Clustering } from "../clustering.ts";
import { isFarFromAll, type NoiseRule, noiseSections, readNoise } from "../noise-rule.ts";
import { type ClusterShapes, measuredBy, typicality } from "../typicality.ts";
import { nearestByBlocks } from "./assign.ts";

export interface FittedDivisions extends Fitted, ClusterShapes {
  readonly kind: "divisions";
  readonly clusterCount: number;
  readonly metric: Metric;
  /** Two rows a division, the first division that of everything. Of unit length under the cosine metric. */
  readonly halves: Matrix;
  /** What each half is: a later division d as d + 1, a cluster c as -c - 1, all outliers as 0. */
  readonly leads: Int32Array;
  /** By which outliers were set apart; null: they were not. */
  readonly noise: NoiseRule | null;
}

/** While a method divides. */
export interface Division<Part> {
  readonly centres: Matrix;
  readonly of: Part;
  readonly into: readonly Part[];
}

interface DividedPart {
  readonly members: Int32Array;
}

/** @param divided in the order of the divisions, so that each comes after the one that made it */
export function fittedDivisions<Part extends DividedPart>(
  { assignment, clusterCount, centres, fitted }: Clustering,
  divided: {
    readonly divisions: readonly Division<Part>[];
    readonly metric: Metric;
    readonly noise: NoiseRule | null;
  },
): FittedDivisions {
  const { divisions, metric, noise } = divided;
  const number = new Map(divisions.map(({ of }, index) => [of, index]));
  const leadTo = (part: Part): number => {
    const next = number.get(part);
    if (next !== undefined) return next + 1;
    return -1 - part.members.reduce((cluster, member) => Math.max(cluster, assignment[member]), -1);
  };
  const { columns } = fitted;
  const halves = matrix(2 * divisions.length, columns);
  for (const [d, division] of divisions.entries()) halves.data.set(division.centres.data, 2 * d * columns);
  return {
    kind: "divisions",
    columns,
    clusterCount,
    metric,
    halves,
    leads: Int32Array.from(divisions.flatMap(({ into }) => into.map(leadTo))),
    noise,
    centres,
    spreads: "spreads" in fitted ? fitted.spreads : new Float64Array(clusterCount),
  };
}

/**
 * O(new × depth × columns).
 * @throws RangeError for vectors of another width or with a number that is not finite.
 */
export async function assignByDivisions(
  model: FittedDivisions,
  vectors: Matrix,
  options: UseOptions = {},
): Promise<Assigned> {
  const { kernels, check } = useOf(options);
  requireSameWidth(vectors, model.centres);
  if (vectors.rows > 0) requireFiniteVectors(vectors);
  const measured = measuredBy(model.metric, vectors);
  const assignment = new Int32Array(vectors.rows).fill(model.clusterCount > 0 ? 0 : -1);
  const waiting = Array.from({ length: model.leads.length / 2 }, (): number[] => []);
  for (const i of assignment.keys()) waiting[0]?.push(i);
  for (const [d, rows] of waiting.entries()) {
    check();
    if (rows.length === 0) continue;
    const { indices } = await nearestByBlocks(
      selectRows(measured, rows),
      rowRange(model.halves, 2 * d, 2 * d + 2),
      { kernels },
    );
    for (const [r, half] of indices.entries()) {
      const lead = model.leads[2 * d + half];
      if (lead > 0) waiting[lead - 1].push(rows[r]);
      else assignment[rows[r]] = -lead - 1;
    }
  }
  if (model.noise !== null && vectors.rows > 0) {
    const isFar = await isFarFromAll(model.noise, vectors, model.metric, kernels);
    for (const [i, far] of isFar.entries()) if (far) assignment[i] = -1;
  }
  return { assignment, strength: typicality(measured, assignment, model) };
}

export function divisionSections(model: FittedDivisions): Sections {
  const { kind, columns, clusterCount, metric, halves, leads, noise, centres, spreads } = model;
  const apart = noiseSections(noise);
  return {
    kind,
    scalars: { columns, clusterCount, metric, ...apart.scalars },
    arrays: { halves, leads, centres, spreads, ...apart.arrays },
  };
}

export function readDivisions(read: SectionReader): FittedDivisions {
  const columns = read.integer("columns", 1);
  const clusterCount = read.integer("clusterCount", 0);
  const halves = read.matrix("halves", columns);
  const leads = read.indices("leads", halves.rows, -clusterCount, halves.rows / 2 + 1);
  // A division leads to later ones only, so that every walk ends.
  const back = leads.findIndex((lead, at) => lead > 0 && lead - 1 <= Math.floor(at / 2));
  if (back >= 0 || halves.rows % 2 !== 0) throw damaged("its divisions are no tree");
  return {
    kind: "divisions",
    columns,
    clusterCount,
    metric: read.choice("metric", ["euclidean", "cosine"]),
    halves,
    leads,
    noise: readNoise(read, columns),
    centres: read.matrix("centres", columns, clusterCount),
    spreads: read.float64("spreads", clusterCount),
  };
}
