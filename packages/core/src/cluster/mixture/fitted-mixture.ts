/** A Gaussian mixture as a fitted clustering: a vector belongs to its likeliest component. */
import { requireSameWidth } from "../../compute/plain.ts";
import { type Matrix, matrix } from "../../matrix.ts";
import type { Sections } from "../../method/byte-layout.ts";
import { requireFiniteVectors } from "../../method/finite-vectors.ts";
import { type Assigned, type Fitted, type UseOptions, useOf } from "../../method/fitted.ts";
import type { SectionReader } from "../../method/section-reader.ts";
import { assignToMixture, type CovarianceType, type MixtureParameters } from "./mixture-model.ts";

export interface FittedMixture extends Fitted, MixtureParameters {
  readonly kind: "mixture";
  /** Components beyond it are nobody's likeliest in the fit; what falls to one later is noise. */
  readonly clusterCount: number;
}

export function fittedMixture(parameters: MixtureParameters, clusterCount: number): FittedMixture {
  const { covarianceType, columns, weights, means, covariances } = parameters;
  return { kind: "mixture", columns, clusterCount, covarianceType, weights, means, covariances };
}

/** As `assignToMixture`; strengths are probabilities. */
export async function assignByMixture(
  model: FittedMixture,
  vectors: Matrix,
  options: UseOptions = {},
): Promise<Assigned> {
  const { kernels, check } = useOf(options);
  check();
  requireSameWidth(vectors, matrix(0, model.columns));
  if (vectors.rows > 0) requireFiniteVectors(vectors);
  const { indices, probabilities } = await assignToMixture(vectors, model, { kernels });
  const isKnown = (component: number) => component < model.clusterCount;
  return {
    assignment: indices.map((component) => (isKnown(component) ? component : -1)),
    strength: probabilities.map((probability, i) => (isKnown(indices[i]) ? probability : 0)),
  };
}

export function mixtureSections(model: FittedMixture): Sections {
  const { kind, columns, clusterCount, covarianceType, weights, means, covariances } = model;
  return {
    kind,
    scalars: { columns, clusterCount, covarianceType },
    arrays: { weights, means, covariances },
  };
}

export function readMixture(read: SectionReader): FittedMixture {
  const columns = read.integer("columns", 1);
  const count = read.lengthOf("weights");
  const covarianceType = read.choice("covarianceType", ["full", "tied", "diagonal", "spherical"]);
  const sizes: Record<CovarianceType, number> = {
    full: count * columns * columns,
    tied: columns * columns,
    diagonal: count * columns,
    spherical: count,
  };
  return {
    kind: "mixture",
    columns,
    clusterCount: read.integer("clusterCount", 0),
    covarianceType,
    weights: read.float64("weights", count),
    means: read.float64("means", count * columns),
    covariances: read.float64("covariances", sizes[covarianceType]),
  };
}
