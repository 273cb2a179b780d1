import { describe, expect, test } from "vitest";
import { expected, iris, matrixOf } from "../../../../../fixtures/reference/reference.ts";
import { matrix } from "../../matrix.ts";
import { methodRun } from "../../method/context.ts";
import { blobs } from "../clustering.contract.ts";
import { dbscan } from "../density/dbscan.ts";
import { cutByHeight } from "../hierarchical/dendrogram.ts";
import { hierarchy } from "../hierarchical/hierarchy.ts";
import { kDistanceCurve } from "./k-distance.ts";
import { thresholdSweep } from "./threshold-sweep.ts";

const run = methodRun({ seed: 1 });
const ward = { linkage: "ward", metric: "euclidean" } as const;

describe("k-distance", () => {
  test("its reach makes exactly the vectors before it dense", async () => {
    const { vectors } = iris();
    const { positions, values } = await kDistanceCurve(vectors, 5, "euclidean", run);
    const { cores } = await dbscan.cluster(vectors, { eps: 0.5, minSamples: 5 }, { seed: 1 });
    const dense = values.findLastIndex((reach) => reach <= 0.5 * (1 + 1e-6));
    expect(Math.round(positions[dense]! * 150)).toBe(cores!.reduce((sum, core) => sum + core, 0));
  });

  test("on the reference demo its knee gives the three clusters that eps = .3 gives", async () => {
    const { X, min_samples } = expected.dbscan750;
    const { chosen } = await kDistanceCurve(matrixOf(X), min_samples, "euclidean", run);
    const found = await dbscan.cluster(
      matrixOf(X),
      { eps: chosen ?? 0, minSamples: min_samples },
      { seed: 1 },
    );
    expect(found.clusterCount).toBe(3);
  });

  test("too few vectors, or copies of one, have no knee", async () => {
    expect((await kDistanceCurve(matrix(1, 2), 5, "euclidean", run)).chosen).toBeNull();
    expect((await kDistanceCurve(matrix(9, 2), 5, "euclidean", run)).chosen).toBeNull();
  });
});

describe("the sweep of thresholds", () => {
  test("each threshold has as many clusters as its cut", async () => {
    const { vectors } = blobs(4, 20, 5, 6, 8);
    const tree = await hierarchy(vectors, ward, run);
    const { positions, values } = thresholdSweep(tree, Float64Array.of(3, 0.5, 1, 2));
    expect([...positions]).toEqual([0.5, 1, 2, 3]);
    for (const [i, threshold] of positions.entries()) {
      expect(values[i]).toBe(new Set(cutByHeight(tree, threshold)).size);
    }
  });

  test("separate groups live longest", async () => {
    const { vectors } = blobs(6, 25, 5, 16, 8);
    const tree = await hierarchy(vectors, { linkage: "average", metric: "euclidean" }, run);
    const { chosen, reason } = thresholdSweep(tree);
    expect(new Set(cutByHeight(tree, chosen ?? 0)).size).toBe(6);
    expect(reason).toMatch(/6 clusters/);
  });

  test("one vector, two vectors and copies have no stretch", async () => {
    for (const rows of [1, 2, 8]) {
      expect(thresholdSweep(await hierarchy(matrix(rows, 2), ward, run)).chosen).toBeNull();
    }
  });
});
