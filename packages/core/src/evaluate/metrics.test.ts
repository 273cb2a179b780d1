/** What every registered metric promises. */
import { describe, expect, test } from "vitest";
import { blobs } from "../cluster/clustering.contract.ts";
import { plainKernels } from "../compute/plain.ts";
import { random, shuffle } from "../random.ts";
import { agreementMetrics } from "./agreement-metrics.ts";
import { clusterClassification } from "./classification.ts";
import { contingency } from "./contingency.ts";
import { metricDescription, metricDescriptions } from "./metrics.ts";
import { projectionQuality } from "./projection.ts";
import { retrievalMetrics } from "./retrieval-metrics.ts";
import { validityMetrics } from "./validity-metrics.ts";

test("ids are unique and found, descriptions survive JSON", () => {
  expect(new Set(metricDescriptions.map(({ id }) => id)).size).toBe(metricDescriptions.length);
  const ids = metricDescriptions.map(({ id }) => id);
  for (const { id } of [...agreementMetrics, ...validityMetrics, ...retrievalMetrics])
    expect(ids).toContain(id);
  expect(JSON.parse(JSON.stringify(metricDescriptions))).toEqual(metricDescriptions);
  expect(metricDescription("adjustedRandIndex").title).toBe("ARI");
  expect(() => metricDescription("nmi")).toThrow(
    /no metric "nmi"; the metrics are adjustedMutualInformation/,
  );
});

function expectInside(value: number, [min, max]: readonly [number | null, number | null]): void {
  expect(value).toBeGreaterThanOrEqual((min ?? -Infinity) - 1e-9);
  expect(value).toBeLessThanOrEqual((max ?? Infinity) + 1e-9);
}

test("projection quality and classification give exactly the figures that are described", async () => {
  const described = (judges: string) =>
    metricDescriptions
      .filter((each) => each.judges === judges && each.needs !== "scores")
      .map(({ id }) => id);
  const { vectors, labels } = blobs(2, 10, 2, 5, 1);
  const quality = await projectionQuality(vectors, vectors, {
    metric: "euclidean",
    kernels: plainKernels,
    seed: 1,
  });
  expect(Object.keys(quality)).toEqual(expect.arrayContaining(described("projection")));
  const { macro } = clusterClassification(labels, labels).figures;
  expect(Object.keys(macro).sort()).toEqual(described("classification").sort());
});

describe.each(agreementMetrics.map((metric) => [metric.title, metric] as const))("%s", (_, metric) => {
  const truth = Array.from({ length: 120 }, (_, i) => i % 6);
  test("is best for the truth, keeps its range, and is 0 for chance exactly where it says so", () => {
    expect(metric.measure(contingency(truth, truth))).toBeCloseTo(1, 9);
    const byChance = Array.from({ length: 40 }, (_, seed) =>
      metric.measure(contingency(truth, shuffle(truth, random(seed)))),
    );
    for (const value of byChance) expectInside(value, metric.range);
    const mean = byChance.reduce((sum, value) => sum + value, 0) / byChance.length;
    expect(Math.abs(mean) < 0.02).toBe(metric.isChanceCorrected);
  });
});

describe.each(validityMetrics.map((metric) => [metric.title, metric] as const))("%s", (_, metric) => {
  const { vectors, labels } = blobs(4, 25, 8, 8, 3);
  const shuffled = Int32Array.from(shuffle(labels, random(1)));
  test.each(["euclidean", "cosine"] as const)("prefers the truth to shuffled labels, %s", async (how) => {
    const options = { metric: how, kernels: plainKernels };
    const right = await metric.measure(vectors, labels, options);
    const wrong = await metric.measure(vectors, shuffled, options);
    expect(right > wrong).toBe(metric.better === "higher");
    expectInside(right, metric.range);
    expectInside(wrong, metric.range);
  });
});

test.each(retrievalMetrics.map((metric) => [metric.title, metric] as const))(
  "%s is 1 for the perfect ranking, 0 for one without right answers",
  (_, metric) => {
    expect(metric.measure(3, [4, 2, 7, 1], new Set([2, 4, 7]))).toBe(1);
    expect(metric.measure(3, [1, 3, 5], new Set([2, 4, 7]))).toBe(0);
  },
);
