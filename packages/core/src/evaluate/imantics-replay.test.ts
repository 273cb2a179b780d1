/**
 * Figures that a published comparison printed for eleven clusterings of 5,000 images, scored again
 * from its own label files; and the mistake in its twelfth row, which is refused here.
 */
import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { agreementReport, coveredOnly, noiseAsSingletons } from "./agreement.ts";
import { contingency } from "./contingency.ts";
import { adjustedMutualInformation, normalisedMutualInformation } from "./information.ts";
import { joinById } from "./join.ts";
import { hungarianAccuracy, purity } from "./matching.ts";
import { adjustedRandIndex } from "./pairs.ts";

const file = new URL("../../../../../shared/data/imantics/eval-labels.json", import.meta.url);

/** Name, clusters, noise, ARI as printed, NMI, AMI, accuracy and purity as scored again. */
const rows = [
  ["DINO_agglo_eucldist1_2", 1449, 0, 0.45219, 0.8986, 0.5409, 0.579, 0.71],
  ["DINO_agglo_eucldist1_5", 813, 0, 0.42122, 0.8767, 0.5405, 0.575, 0.589],
  ["DINO_agglo_eucldist2_0", 402, 0, 0.27819, 0.8293, 0.4992, 0.412, 0.412],
  ["DINO_kmeansplus_1kcluster", 1000, 0, 0.41066, 0.8788, 0.5212, 0.573, 0.619],
  ["DINO_kmeans_1kcluster", 1000, 0, 0.3265, 0.8572, 0.4456, 0.494, 0.55],
  ["DINO_dbscan_eps_08_minsamples2", 470, 2928, 0.00179, 0.545, 0.1987, 0.298, 0.308],
  ["DINO_dbscan_eps_08_minsamples3", 297, 3274, 0.00141, 0.4784, 0.1766, 0.244, 0.245],
  ["DINO_dbscan_eps_09_minsamples2", 442, 1955, 0.00586, 0.6365, 0.3112, 0.313, 0.321],
  ["DINO_optics_minsample_3", 460, 2643, 0.0026, 0.6037, 0.2462, 0.364, 0.367],
  ["DINO_optics_minsample_4", 311, 2947, 0.00215, 0.546, 0.2244, 0.296, 0.296],
  ["DINO_optics_minsample_5", 211, 3279, 0.00163, 0.4762, 0.191, 0.227, 0.227],
] as const;

describe.skipIf(!existsSync(file))("replay of the published table", () => {
  let labels: number[] = [];
  let methods: Record<string, number[]> = {};
  beforeAll(() => {
    ({ labels, methods } = JSON.parse(readFileSync(file).toString()));
  });

  test.each(rows)("%s", (name, clusters, noise, ari, nmi, ami, accuracy, pure) => {
    const predicted = methods[name]!;
    expect(predicted.filter((label) => label < 0).length).toBe(noise);
    const table = contingency(labels, predicted);
    expect(table.predictedSizes.length).toBe(clusters);
    expect(adjustedRandIndex(table)).toBeCloseTo(ari, 5);
    expect(normalisedMutualInformation(table)).toBeCloseTo(nmi, 4);
    expect(adjustedMutualInformation(table)).toBeCloseTo(ami, 4);
    expect(hungarianAccuracy(table)).toBeCloseTo(accuracy, 3);
    expect(purity(table)).toBeCloseTo(pure, 3);
  });

  // Counting noise as one cluster made these look like chance (ARI .002, .003, .006).
  test.each([
    ["DINO_dbscan_eps_08_minsamples2", 0.41, 0.305, 0.552],
    // biome-ignore lint/suspicious/noApproximativeNumericConstant: a measured figure that happens to be near √½.
    ["DINO_optics_minsample_3", 0.47, 0.395, 0.707],
    ["DINO_dbscan_eps_09_minsamples2", 0.61, 0.065, 0.067],
  ])("%s covers %f of the images, and how well", (name, coverage, alone, covered) => {
    const kept = coveredOnly(labels, methods[name]!);
    expect(kept.coverage).toBeCloseTo(coverage, 2);
    expect(adjustedRandIndex(contingency(labels, noiseAsSingletons(methods[name]!)))).toBeCloseTo(alone, 3);
    expect(adjustedRandIndex(contingency(kept.truth, kept.assignment))).toBeCloseTo(covered, 3);
  });

  test("OPTICS was precise where it dared to say anything; shuffled, its NMI stays high and its AMI does not", () => {
    const { covered, shuffledCovered } = agreementReport(labels, methods.DINO_optics_minsample_3!);
    expect(covered.adjustedMutualInformation).toBeCloseTo(0.807, 3);
    expect(covered.purity).toBeCloseTo(0.775, 3);
    expect(shuffledCovered.normalisedMutualInformation).toBeGreaterThan(0.7);
    expect(Math.abs(shuffledCovered.adjustedMutualInformation)).toBeLessThan(0.02);
  });

  test("predictions for other images are refused, however well the lists can be zipped", () => {
    const nameOf = (image: number) => `ILSVRC2012_val_${String(image).padStart(8, "0")}.JPEG`;
    const named = (first: number, step: number, values: number[]) =>
      values.map((label, i) => [nameOf(first + step * i), label] as const);
    const truth = named(1, 1, labels);
    const elsewhere = named(5031, 8, methods.DINO_agglo_eucldist1_2!);
    expect(() => joinById(truth, elsewhere)).toThrow(
      /^Ids on both sides: 0, of 5000 true and 5000 predicted labels; 5000 ids are without a prediction \("ILSVRC2012_val_00000001.JPEG"/,
    );
    // The published script sorted by the last four digits of the name and zipped.
    const byLastDigits = elsewhere.map(([name, label]) => [name.slice(19, -5), label] as const);
    expect(() => joinById(byLastDigits, byLastDigits)).toThrow(/there more than once/);
    const zipped = byLastDigits.toSorted(([a], [b]) => Number(a) - Number(b)).map(([, label]) => label);
    const table = contingency(labels, zipped);
    expect(normalisedMutualInformation(table)).toBeGreaterThan(0.75);
    expect(Math.abs(adjustedRandIndex(table))).toBeLessThan(0.001);
  });
});
