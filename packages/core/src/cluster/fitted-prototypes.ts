/**
 * Clusters by their nearest prototype: the model of every method that draws borders between points.
 * k-means and its kin have a centre for each cluster; two-stage and BIRCH have several, which were merged;
 * methods without centres (agglomerative, spectral, density) keep the vectors themselves, and a new vector
 * joins the cluster of the nearest member, or of the nearest dense one within reach.
 *
 * Prototypes stay in the order in which the method compared them, so that ties fall as they did.
 */
import { requireSameWidth } from "../compute/plain.ts";
import { tileRows, tiles } from "../compute/tile-rows.ts";
import { type Matrix, row, selectRows, squaredDistance } from "../matrix.ts";
import type { Sections } from "../method/byte-layout.ts";
import { requireFiniteVectors } from "../method/finite-vectors.ts";
import { type Assigned, type Fitted, type UseOptions, useOf } from "../method/fitted.ts";
import type { Metric } from "../method/metric.ts";
import { kernelDoubt, toSquared } from "../method/metric-scale.ts";
import type { SectionReader } from "../method/section-reader.ts";
import { nearestByBlocks } from "./centroid/assign.ts";
import { isFarFromAll, type NoiseRule, noiseSections, readNoise } from "./noise-rule.ts";
import { type ClusterShapes, measuredBy, typicality } from "./typicality.ts";

export interface FittedPrototypes extends Fitted, ClusterShapes {
  readonly kind: "prototypes";
  readonly clusterCount: number;
  readonly metric: Metric;
  /** m × columns. Members are as they were given, under the cosine metric of any length; centres of unit length then. */
  readonly prototypes: Matrix;
  /** Rows of `prototypes` that count; null: all. So that a model of some of the vectors needs no copy. */
  readonly rows: Int32Array | null;
  /** Cluster of each that counts; -1 is noise. */
  readonly labels: Int32Array;
  /** They are the vectors that were clustered, so close calls are decided by exact distances. */
  readonly areMembers: boolean;
  /** Beyond this distance from the nearest prototype a vector is noise; null: no limit. */
  readonly reach: number | null;
  /** By which outliers were set apart; null: they were not. */
  readonly noise: NoiseRule | null;
}

/** Points that decided a clustering: each vector belongs to one of them, its owner. */
export interface Deciding {
  readonly prototypes: Matrix;
  readonly owners: Int32Array;
  /** Default: no limit. */
  readonly reach?: number | null;
  /** They are some of the vectors. Default: they are not. */
  readonly areMembers?: boolean;
}

/** New vectors join the nearest dense vector within `reach`: what density methods decide by. */
export function coresWithin(vectors: Matrix, cores: Uint8Array, reach: number): Deciding {
  return {
    prototypes: vectors,
    owners: Int32Array.from(cores, (isCore, i) => (isCore ? i : -1)),
    reach,
    areMembers: true,
  };
}

/** Below every cluster and noise. */
const NOBODYS = -2;

/** The prototypes that own a vector, each with the cluster of those it owns that are no outliers. O(n). */
export function ownedPrototypes(
  { prototypes, owners, reach = null, areMembers = false }: Deciding,
  assignment: Int32Array,
) {
  const labels = new Int32Array(prototypes.rows).fill(NOBODYS);
  for (let i = 0; i < owners.length; i++) {
    const owner = owners[i];
    if (owner >= 0) labels[owner] = Math.max(labels[owner], assignment[i]);
  }
  const owning = Int32Array.from([...labels.keys()].filter((prototype) => labels[prototype] !== NOBODYS));
  return {
    prototypes,
    rows: owning.length === prototypes.rows ? null : owning,
    labels: owning.map((owner) => labels[owner]),
    areMembers,
    reach,
  };
}

/**
 * O(new × prototypes × columns).
 * @throws RangeError for vectors of another width or with a number that is not finite.
 */
export async function assignToPrototypes(
  model: FittedPrototypes,
  vectors: Matrix,
  options: UseOptions = {},
): Promise<Assigned> {
  const { kernels, check } = useOf(options);
  check();
  requireSameWidth(vectors, model.prototypes);
  if (vectors.rows > 0) requireFiniteVectors(vectors);
  const measured = measuredBy(model.metric, vectors);
  const counting = countingRows(model);
  // Centres have the length that the method compared them at.
  const prototypes = model.areMembers ? measuredBy(model.metric, counting) : counting;
  const assignment = new Int32Array(vectors.rows).fill(-1);
  if (vectors.rows > 0 && prototypes.rows > 0) {
    const found = await nearestByBlocks(measured, prototypes, { kernels, between: async () => check() });
    if (model.areMembers) await decideCloseCalls(measured, prototypes, found, { kernels, check });
    const limit = model.reach === null ? Infinity : toSquared(model.metric)(model.reach);
    for (const [i, nearest] of found.indices.entries()) {
      const isWithin =
        limit === Infinity || squaredDistance(row(measured, i), row(prototypes, nearest)) <= limit;
      if (isWithin) assignment[i] = model.labels[nearest];
    }
    if (model.noise !== null) {
      check();
      const isFar = await isFarFromAll(model.noise, vectors, model.metric, kernels);
      for (const [i, far] of isFar.entries()) if (far) assignment[i] = -1;
    }
  }
  return { assignment, strength: typicality(measured, assignment, model) };
}

type Found = Awaited<ReturnType<typeof nearestByBlocks>>;

/** Kernels round in float32: where the two nearest are closer than that, exact distances decide. */
async function decideCloseCalls(
  measured: Matrix,
  prototypes: Matrix,
  { indices, squaredDistances, secondSquaredDistances }: Found,
  { kernels, check }: ReturnType<typeof useOf>,
): Promise<void> {
  const norms = [await kernels.squaredNorms(measured), await kernels.squaredNorms(prototypes)];
  const doubt = 2 * Math.max(...norms.map(kernelDoubt));
  const close = [...indices.keys()].filter((i) => secondSquaredDistances[i] - squaredDistances[i] <= doubt);
  for (const { start, end } of tiles(close.length, tileRows(prototypes.rows))) {
    check();
    const part = selectRows(measured, close.slice(start, end));
    const { data } = await kernels.squaredDistances(part, prototypes);
    for (let p = 0; p < part.rows; p++) {
      const i = close[start + p];
      const limit = squaredDistances[i] + doubt;
      let least = Infinity;
      for (let j = 0; j < prototypes.rows; j++) {
        if (data[p * prototypes.rows + j] > limit) continue;
        const exact = squaredDistance(row(part, p), row(prototypes, j));
        if (exact >= least) continue;
        least = exact;
        indices[i] = j;
      }
    }
  }
}

const countingRows = ({ prototypes, rows }: FittedPrototypes): Matrix =>
  rows === null ? prototypes : selectRows(prototypes, rows);

export function prototypeSections(model: FittedPrototypes): Sections {
  const { kind, columns, clusterCount, metric, labels, areMembers, reach, noise, centres, spreads } = model;
  const apart = noiseSections(noise);
  return {
    kind,
    scalars: {
      columns,
      clusterCount,
      metric,
      areMembers,
      reach,
      ...apart.scalars,
    },
    arrays: {
      prototypes: countingRows(model),
      labels,
      centres,
      spreads,
      ...apart.arrays,
    },
  };
}

export function readPrototypes(read: SectionReader): FittedPrototypes {
  const columns = read.integer("columns", 1);
  const clusterCount = read.integer("clusterCount", 0);
  const prototypes = read.matrix("prototypes", columns);
  return {
    kind: "prototypes",
    columns,
    clusterCount,
    metric: read.choice("metric", ["euclidean", "cosine"]),
    prototypes,
    rows: null,
    labels: read.indices("labels", prototypes.rows, -1, clusterCount),
    areMembers: read.choice("areMembers", [true, false]),
    reach: read.numberOrNull("reach"),
    noise: readNoise(read, columns),
    centres: read.matrix("centres", columns, clusterCount),
    spreads: read.float64("spreads", clusterCount),
  };
}
