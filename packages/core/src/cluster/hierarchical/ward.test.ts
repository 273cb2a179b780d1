import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainKernels } from "../../compute/plain.ts";
import { portableKernels } from "../../compute/wasm/wasm-kernels.ts";
import { type Matrix, matrix } from "../../matrix.ts";
import { methodRun } from "../../method/context.ts";
import { coarseMatrices, normalVectors } from "../clustering.contract.ts";
import type { Merge } from "./dendrogram.ts";
import { mergeByWard } from "./ward.ts";

const run = methodRun({ seed: 0 });
const ones = ({ rows }: Matrix) => new Float64Array(rows).fill(1);

/**
 * Replays merges from the lowest on, with all pairs measured in float64 before each: the largest share
 * by which a merge is above the closest pair of its time, or its height beside its distance.
 */
function worstExcess({ rows, columns, data }: Matrix, weights: ArrayLike<number>, merges: readonly Merge[]) {
  const group = Array.from({ length: rows }, (_, i) => ({
    weight: weights[i]!,
    mean: Float64Array.from(data.subarray(i * columns, (i + 1) * columns)),
  }));
  const holder = Int32Array.from({ length: rows }, (_, i) => i);
  const living = new Set(holder);
  const distances = new Float64Array(rows * rows);
  const measure = (a: number, b: number) => {
    const [x, y] = [group[a]!, group[b]!];
    const squared = x.mean.reduce((sum, value, j) => sum + (value - y.mean[j]!) ** 2, 0);
    const distance = Math.sqrt(((2 * x.weight * y.weight) / (x.weight + y.weight)) * squared);
    distances[a * rows + b] = distance;
    distances[b * rows + a] = distance;
  };
  for (let a = 0; a < rows; a++) for (let b = 0; b < a; b++) measure(a, b);
  let worst = 0;
  for (const { a, b, height } of merges.toSorted((x, y) => x.height - y.height)) {
    let closest = Infinity;
    for (const x of living)
      for (const y of living) if (x < y) closest = Math.min(closest, distances[x * rows + y]!);
    const [kept, gone] = [holder[a]!, holder[b]!];
    const distance = distances[kept * rows + gone]!;
    const scale = closest || 1;
    worst = Math.max(worst, (distance - closest) / scale, Math.abs(height - distance) / scale);
    const [x, y] = [group[kept]!, group[gone]!];
    const weight = x.weight + y.weight;
    group[kept] = {
      weight,
      mean: x.mean.map((value, j) => (x.weight * value + y.weight * y.mean[j]!) / weight),
    };
    living.delete(gone);
    for (const [i, held] of holder.entries()) if (held === gone) holder[i] = kept;
    for (const other of living) if (other !== kept) measure(kept, other);
  }
  return living.size === 1 ? worst : Infinity;
}

describe("every merge is of the closest pair there is, measured from all members", () => {
  const line = (place: (i: number) => number) =>
    matrix(
      300,
      1,
      Float32Array.from({ length: 300 }, (_, i) => place(i)),
    );
  const corners = matrix(150, 150);
  for (let i = 0; i < 150; i++) corners.data[i * 150 + i] = 1;
  test.each([
    ["normal vectors", normalVectors(300, 24, 5)],
    [
      "far from the origin",
      matrix(
        200,
        8,
        normalVectors(200, 8, 6).data.map((value) => value + 500),
      ),
    ],
    ["gaps that grow", line((i) => 1.02 ** i)],
    ["gaps that shrink", line((i) => -(1.02 ** -i))],
    ["even gaps", line((i) => (i * 137) % 300)],
    [
      "half of them the same",
      matrix(
        200,
        6,
        normalVectors(200, 6, 7).data.map((value, p) => (p < 600 ? 1 : value)),
      ),
    ],
    ["all at the same distance", corners],
  ])("%s", async (_, vectors) => {
    expect(worstExcess(vectors, ones(vectors), await mergeByWard(vectors, ones(vectors), run))).toBeLessThan(
      1e-9,
    );
  });

  test("rows of different weights", async () => {
    const vectors = normalVectors(200, 5, 9);
    const weights = Float64Array.from({ length: 200 }, (_, i) => 1 + (i % 7) ** 2);
    expect(worstExcess(vectors, weights, await mergeByWard(vectors, weights, run))).toBeLessThan(1e-9);
  });

  test("duplicates and ties in any number", async () => {
    await fc.assert(
      fc.asyncProperty(coarseMatrices(), async (vectors) => {
        const merges = await mergeByWard(vectors, ones(vectors), run);
        expect(worstExcess(vectors, ones(vectors), merges)).toBeLessThan(1e-9);
      }),
    );
  });
});

test("products in float32 decide nothing: other kernels give the same heights", async () => {
  const vectors = normalVectors(400, 40, 11);
  const heights = async (kernels = plainKernels) => {
    const merges = await mergeByWard(vectors, ones(vectors), methodRun({ seed: 0, kernels }));
    return Float64Array.from(merges, ({ height }) => height).sort();
  };
  const plain = await heights();
  for (const [t, height] of (await heights(portableKernels())).entries())
    expect(height).toBeCloseTo(plain[t]!, 12);
});

test("a large collection can be stopped while merging", async () => {
  const controller = new AbortController();
  const stages: string[] = [];
  const stopped = methodRun({
    seed: 0,
    signal: controller.signal,
    onProgress: ({ stage, done }) => {
      stages.push(stage);
      if (stage === "merge" && done > 0) controller.abort(new Error("enough"));
    },
  });
  const vectors = normalVectors(300, 12, 3);
  await expect(mergeByWard(vectors, ones(vectors), stopped)).rejects.toThrow("enough");
  expect(stages).toContain("find neighbours");
});
