/**
 * Which way of grouping faces finds the people among them, strangers included: persons with two to fifteen
 * pictures each, and the faces of photos of other people, each taken for a person of their own.
 */
import { agreementReport, clusterMethod, fitHdbscan, type Matrix, matrix } from "@imantics/core";
import { groupFaces } from "../../packages/engine/src/organise/group-faces.ts";
import type { LabelledFace } from "./pictures.ts";

export interface Grouping {
  readonly name: string;
  group(faces: readonly LabelledFace[]): Promise<Int32Array>;
}

const nothingSaid = { confirmed: new Map<string, string>(), denied: [] };

const averageBars = [0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65];

/** Minimum size, samples, epsilon and selection; the first is what Ente Photos uses for faces. */
const densities = [
  [3, 5, 0.6, "leaf"],
  [3, 3, 0.6, "leaf"],
  [2, 2, 0.6, "eom"],
  [3, 3, 0, "eom"],
  [2, 2, 0, "eom"],
  [2, 2, 0.5, "eom"],
] as const;

export const groupings: readonly Grouping[] = [
  ...averageBars.map((minLikeness) => ({
    name: `people from likeness ${minLikeness}`,
    group: async (faces: readonly LabelledFace[]) =>
      (
        await groupFaces(
          {
            ids: faces.map((_, i) => String(i)),
            images: faces.map(({ picture }) => picture),
            vectors: stack(faces),
          },
          nothingSaid,
          { seed: 0 },
          { minLikeness },
        )
      ).personOf,
  })),
  ...averageBars.map((minLikeness) => ({
    name: `agglomerative average, cosine distance ${(1 - minLikeness).toFixed(2)}`,
    group: async (faces: readonly LabelledFace[]) => {
      const options = {
        linkage: "average",
        metric: "cosine",
        clusterCount: null,
        distanceThreshold: 1 - minLikeness,
      };
      return (await clusterMethod("agglomerative").cluster(stack(faces), options, { seed: 0 })).assignment;
    },
  })),
  ...densities.map(([minClusterSize, minSamples, epsilon, selection]) => ({
    name: `HDBSCAN ${minClusterSize}/${minSamples} epsilon ${epsilon} ${selection}`,
    group: async (faces: readonly LabelledFace[]) => {
      const options = { minClusterSize, minSamples, epsilon, selection, metric: "cosine" } as const;
      const cannotLink = faces.flatMap((one, i) =>
        faces.slice(0, i).flatMap((other, j) => (one.picture === other.picture ? [[j, i] as const] : [])),
      );
      return (await fitHdbscan(stack(faces), { ...options, cannotLink }, { seed: 0 })).assignment;
    },
  })),
];

/** Every figure with noise as singletons, and the same with shuffled labels. */
export function agreementOf(faces: readonly LabelledFace[], groups: Int32Array) {
  const persons = faces.map(({ person }, i) => person ?? `stranger ${i}`);
  const { asSingletons, shuffled } = agreementReport(persons, groups);
  const figures = ({
    adjustedRandIndex,
    normalisedMutualInformation,
    purity,
    pairPrecision,
    pairRecall,
  }: typeof shuffled) => ({
    adjustedRandIndex,
    normalisedMutualInformation,
    purity,
    pairPrecision,
    pairRecall,
  });
  return { ...figures(asSingletons), shuffled: figures(shuffled) };
}

/** Persons with 15, 12, 10 … 2 pictures in turn, as people appear in a collection. */
export function uneven(faces: readonly LabelledFace[]): LabelledFace[] {
  const counts = [15, 12, 10, 8, 6, 4, 3, 2];
  const persons = [...new Set(faces.map(({ person }) => person))].sort();
  return persons.flatMap((person, i) =>
    faces.filter((face) => face.person === person).slice(0, counts[i % counts.length]),
  );
}

function stack(faces: readonly LabelledFace[]): Matrix {
  const [first] = faces;
  const vectors = matrix(faces.length, first?.vector.length ?? 0);
  for (const [i, { vector }] of faces.entries()) vectors.data.set(vector, i * vectors.columns);
  return vectors;
}
