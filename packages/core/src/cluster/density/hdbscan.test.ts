import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expected, iris, matrixOf } from "../../../../../fixtures/reference/reference.ts";
import { portableKernels } from "../../compute/wasm/wasm-kernels.ts";
import { contingency } from "../../evaluate/contingency.ts";
import { fowlkesMallows } from "../../evaluate/pairs.ts";
import { matrix, normaliseRows, row, selectRows, squaredDistance } from "../../matrix.ts";
import { random, shuffle } from "../../random.ts";
import { blobs, coarseMatrices, normalVectors, sameness, sizesOf } from "../clustering.contract.ts";
import { hdbscan } from "./hdbscan.ts";
import { cutHdbscan, fitHdbscan, type HdbscanModel } from "./hdbscan-model.ts";
import { approximatePredict } from "./hdbscan-prediction.ts";

const seed = { seed: 0 };
const reference = matrixOf(expected.hdbscan_blobs200.X);
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
const treeWeight = ({ dendrogram }: HdbscanModel) => sum(dendrogram.height);
const noiseOf = (labels: Int32Array) => labels.filter((label) => label < 0).length;

describe("the 200 points of the reference", () => {
  test("core distances, tree weight, clusters, and a cut of the tree", async () => {
    const model = await fitHdbscan(reference, { minSamples: 5 }, seed);
    const { expect: wanted, y, core_sum_k5, mst_weight_k5, dbscan03_5_k } = expected.hdbscan_blobs200;
    expect(sum(model.coreDistances)).toBeCloseTo(core_sum_k5, 5);
    expect(treeWeight(model)).toBeCloseTo(mst_weight_k5, 5);
    expect(model.selected.length).toBe(wanted.k);
    expect(fowlkesMallows(contingency(y, model.assignment))).toBeGreaterThan(wanted.min_fmi);
    const cut = cutHdbscan(model, 0.3);
    expect(new Set(cut.filter((label) => label >= 0)).size).toBe(dbscan03_5_k);
  });

  test("new vectors fall where the reference puts them", async () => {
    const model = await fitHdbscan(reference, {}, seed);
    const { assignment, strength } = await approximatePredict(
      model,
      matrixOf([
        [-1.5, -1],
        [1.5, -1],
        [0, 0],
      ]),
      seed,
    );
    const nearestLabel = (x: number, y: number) => {
      const distances = Array.from({ length: 200 }, (_, i) => squaredDistance(row(reference, i), [x, y]));
      return model.assignment[distances.indexOf(Math.min(...distances))];
    };
    expect([...assignment]).toEqual([nearestLabel(-1.5, -1), nearestLabel(1.5, -1), -1]);
    expect(assignment[0]).not.toBe(assignment[1]);
    expect(strength[2]).toBe(0);
    expect(Math.min(strength[0]!, strength[1]!)).toBeGreaterThan(0);
  });

  test("training vectors, placed anew, keep their cluster", async () => {
    const model = await fitHdbscan(reference, {}, seed);
    const { assignment } = await approximatePredict(model, reference, seed);
    const agreed = assignment.filter((label, i) => label === model.assignment[i]).length;
    expect(agreed).toBeGreaterThan(190);
  });

  test("rows with NaN or infinity are noise and change nothing else", async () => {
    const broken = matrix(202, 2);
    broken.data.set(reference.data, 4);
    broken.data.set([Number.NaN, 0, 1, Infinity]);
    const whole = await fitHdbscan(reference, {}, seed);
    const { assignment, strength } = await fitHdbscan(broken, {}, seed);
    expect([assignment[0], assignment[1], strength[0], strength[1]]).toEqual([-1, -1, 0, 0]);
    expect(assignment.slice(2)).toEqual(whole.assignment);
    expect(strength.slice(2)).toEqual(whole.strength);
    await expect(fitHdbscan(matrix(2, 1, Float32Array.of(NaN, NaN)), {}, seed)).rejects.toThrow(/0 vectors/);
  });

  test("no cluster is smaller than minClusterSize, none larger than maxClusterSize", async () => {
    for (let minClusterSize = 2; minClusterSize <= 200; minClusterSize += 11) {
      const { assignment } = await hdbscan.cluster(reference, { minClusterSize }, seed);
      for (const size of sizesOf(assignment)) expect(size).toBeGreaterThanOrEqual(minClusterSize);
    }
    const limited = await hdbscan.cluster(reference, { maxClusterSize: 30 }, seed);
    expect(limited.clusterCount).toBeGreaterThan(0);
    for (const size of sizesOf(limited.assignment)) expect(size).toBeLessThanOrEqual(30);
    expect(noiseOf((await hdbscan.cluster(reference, { minClusterSize: 201 }, seed)).assignment)).toBe(200);
  });
});

test.each([
  [5, 130.54562576040007],
  [10, 119.92091468738478],
])("iris: scikit-learn's clusters and strengths, %i at least", async (minClusterSize, strengths) => {
  const { assignment, strength } = await hdbscan.cluster(iris().vectors, { minClusterSize }, seed);
  expect([noiseOf(assignment), ...sizesOf(assignment)]).toEqual([0, 50, 100]);
  expect(sum(strength)).toBeCloseTo(strengths, 3);
});

/** NumPy's `RandomState(seed).rand`: 53-bit numbers from the Mersenne Twister of Matsumoto & Nishimura (1998). */
function mersenneUniform(start: number, length: number): Float32Array {
  const state = new Uint32Array(624);
  state[0] = start;
  for (let i = 1; i < 624; i++) {
    state[i] = Math.imul(1812433253, state[i - 1]! ^ (state[i - 1]! >>> 30)) + i;
  }
  let at = 624;
  const next = () => {
    if (at === 624) {
      for (let i = 0; i < 624; i++) {
        const mixed = (state[i]! & 0x80000000) | (state[(i + 1) % 624]! & 0x7fffffff);
        state[i] = state[(i + 397) % 624]! ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
      }
      at = 0;
    }
    let value = state[at++]!;
    value ^= value >>> 11;
    value ^= (value << 7) & 0x9d2c5680;
    value ^= (value << 15) & 0xefc60000;
    return (value ^ (value >>> 18)) >>> 0;
  };
  return Float32Array.from({ length }, () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53);
}

test.each([
  [0, 31],
  [0.18, 2],
])(
  "150 points without structure, one cluster allowed, epsilon %f: scikit-learn's noise",
  async (epsilon, noise) => {
    const vectors = matrix(150, 2, mersenneUniform(0, 300));
    const { assignment, clusterCount } = await hdbscan.cluster(
      vectors,
      { allowSingleCluster: true, epsilon },
      seed,
    );
    expect([clusterCount, noiseOf(assignment)]).toEqual([1, noise]);
  },
);

test("iris: weight of the tree and core distances as scipy has them", async () => {
  const wanted = expected.internal.iris.mutual_reach_k5;
  const model = await fitHdbscan(iris().vectors, { minSamples: 5 }, seed);
  expect(sum(model.coreDistances)).toBeCloseTo(wanted.core_sum, 5);
  expect(treeWeight(model)).toBeCloseTo(wanted.mst_weight, 5);
});

test("the spanning tree is as light as Prim's, whatever the vectors", async () => {
  await fc.assert(
    fc.asyncProperty(
      coarseMatrices(),
      fc.integer({ min: 1, max: 6 }),
      fc.constantFrom("euclidean" as const, "cosine" as const),
      async (vectors, minSamples, metric) => {
        const model = await fitHdbscan(vectors, { minSamples, metric }, seed);
        expect(treeWeight(model)).toBeCloseTo(primWeight(model), 9);
      },
    ),
    { numRuns: 60 },
  );
  for (const metric of ["euclidean", "cosine"] as const) {
    const model = await fitHdbscan(normalVectors(300, 6, 4), { minSamples: 3, metric }, seed);
    expect(treeWeight(model)).toBeCloseTo(primWeight(model), 9);
  }
});

test.each(["euclidean", "cosine"] as const)(
  "the tree does not depend on who computes, %s",
  async (metric) => {
    const vectors = normalVectors(500, 24, 7);
    const options = { minSamples: 3, metric } as const;
    const plain = await fitHdbscan(vectors, options, seed);
    const wasm = await fitHdbscan(vectors, options, { seed: 0, kernels: portableKernels() });
    expect(wasm.dendrogram).toEqual(plain.dendrogram);
    expect(wasm.strength).toEqual(plain.strength);
  },
);

test("along a graph in which everyone is a neighbour the tree is the exact one", async () => {
  await fc.assert(
    fc.asyncProperty(coarseMatrices(), fc.integer({ min: 1, max: 5 }), async (vectors, minSamples) => {
      const exact = await fitHdbscan(vectors, { minSamples }, seed);
      const graph = await fitHdbscan(vectors, { minSamples, neighbours: 30 }, seed);
      expect(graph.dendrogram.height).toEqual(exact.dendrogram.height);
      expect(graph.assignment).toEqual(exact.assignment);
    }),
    { numRuns: 40 },
  );
});

test("a graph in pieces: the pieces are clusters, joined at density 0", async () => {
  const { vectors, labels } = blobs(4, 30, 6, 14, 2);
  const model = await fitHdbscan(vectors, { neighbours: 6, selection: "leaf", minClusterSize: 20 }, seed);
  expect([...model.dendrogram.height.slice(-3)]).toEqual([Infinity, Infinity, Infinity]);
  expect(sameness(labels, model.assignment)).toBeGreaterThan(0.95);
  expect(model.strength.every((value) => value >= 0 && value <= 1)).toBe(true);
});

/** The definition, one vector after another. */
function primWeight({ vectors, coreDistances, options }: HdbscanModel): number {
  const reach = new Float64Array(vectors.rows).fill(Infinity);
  const isIn = new Uint8Array(vectors.rows);
  let weight = 0;
  for (let step = 0, at = 0; step < vectors.rows - 1; step++) {
    isIn[at] = 1;
    let next = -1;
    for (let j = 0; j < vectors.rows; j++) {
      if (isIn[j]) continue;
      const squared = squaredDistance(row(vectors, at), row(vectors, j));
      const distance = options.metric === "cosine" ? squared / 2 : Math.sqrt(squared);
      reach[j] = Math.min(reach[j]!, Math.max(distance, coreDistances[at]!, coreDistances[j]!));
      if (next < 0 || reach[j]! < reach[next]!) next = j;
    }
    weight += reach[next]!;
    at = next;
  }
  return weight;
}

test("the order of rows changes nothing, not even with ties everywhere", async () => {
  await fc.assert(
    fc.asyncProperty(coarseMatrices(), fc.integer(), async (vectors, orderSeed) => {
      const order = shuffle(Array(vectors.rows).keys(), random(orderSeed));
      const options = { minClusterSize: 2, minSamples: 2, allowSingleCluster: true } as const;
      const before = await fitHdbscan(vectors, options, seed);
      const after = await fitHdbscan(selectRows(vectors, order), options, seed);
      expect([...after.strength]).toEqual(order.map((i) => before.strength[i]));
      const moved = order.map((i) => before.assignment[i]!);
      expect(sameness(moved, after.assignment)).toBe(1);
    }),
    { numRuns: 80 },
  );
});

describe("selection", () => {
  test("leaf is never coarser than eom", async () => {
    const { vectors } = blobs(5, 40, 2, 5, 3);
    const eom = await hdbscan.cluster(vectors, {}, seed);
    const leaf = await hdbscan.cluster(vectors, { selection: "leaf" }, seed);
    expect(leaf.clusterCount).toBeGreaterThanOrEqual(eom.clusterCount);
  });

  test("epsilon joins what split below it", async () => {
    const line = [0, 0.1, 0.2, 0.3, 1, 1.1, 1.2, 1.3, 9, 9.1, 9.2, 9.3];
    const vectors = matrix(12, 1, Float32Array.from(line));
    const labels = async (epsilon: number) => [
      ...(
        await hdbscan.cluster(vectors, { minClusterSize: 3, minSamples: 1, selection: "leaf", epsilon }, seed)
      ).assignment,
    ];
    expect(await labels(0)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
    expect(await labels(0.8)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
  });

  test("no cluster holds both vectors of a forbidden pair, and what they are in falls apart", async () => {
    const { vectors } = blobs(3, 30, 2, 6, 8);
    const options = { minClusterSize: 5, allowSingleCluster: true } as const;
    const pair = fc.tuple(fc.nat({ max: 89 }), fc.nat({ max: 89 })).filter(([a, b]) => a !== b);
    await fc.assert(
      fc.asyncProperty(
        fc.array(pair, { maxLength: 6 }),
        fc.constantFrom(0, 0.5, 3),
        async (cannotLink, epsilon) => {
          for (const selection of ["eom", "leaf"] as const) {
            const { assignment } = await fitHdbscan(
              vectors,
              { ...options, selection, epsilon, cannotLink },
              seed,
            );
            for (const [a, b] of cannotLink) {
              expect(assignment[a] === -1 || assignment[a] !== assignment[b]).toBe(true);
            }
          }
        },
      ),
      { numRuns: 12 },
    );
    const wide = matrix(10, 1, Float32Array.of(0, 0.1, 0.2, 0.3, 1, 1.1, 1.2, 1.3, 9, 9.5));
    const fine = { minClusterSize: 3, minSamples: 1, epsilon: 2, allowSingleCluster: true };
    const together = await fitHdbscan(wide, fine, seed);
    expect(together.assignment[0]).toBe(together.assignment[4]);
    const apart = await fitHdbscan(wide, { ...fine, cannotLink: [[0, 4]] }, seed);
    expect([...apart.assignment]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, -1, -1]);
    const constrained = { ...seed, constraints: { cannotLink: [[0, 4]] } } as const;
    expect((await hdbscan.cluster(wide, fine, constrained)).assignment).toEqual(apart.assignment);
    await expect(fitHdbscan(wide, { cannotLink: [[3, 10]] }, seed)).rejects.toThrow(/pair 3, 10 .* 0 to 9/);
  });

  test("one group is found only when that is allowed", async () => {
    const { vectors } = blobs(1, 80, 2, 0, 5);
    // Two halves of 50 there cannot be.
    const options = { minClusterSize: 50, minSamples: 5, epsilon: 2 };
    const alone = await hdbscan.cluster(vectors, { ...options, allowSingleCluster: true }, seed);
    expect([alone.clusterCount, noiseOf(alone.assignment)]).toEqual([1, 0]);
    expect(noiseOf((await hdbscan.cluster(vectors, options, seed)).assignment)).toBe(80);
  });
});

test("the cosine metric sees directions only, and agrees with Euclid on unit vectors in its tree", async () => {
  const { vectors } = blobs(4, 30, 8, 7, 9);
  const stretched = matrix(
    vectors.rows,
    8,
    vectors.data.map((value, p) => value * (1 + ((p >> 3) % 5))),
  );
  const cosine = await fitHdbscan(stretched, { metric: "cosine" }, seed);
  const euclid = await fitHdbscan(normaliseRows(vectors), {}, seed);
  for (const [i, height] of euclid.dendrogram.height.entries()) {
    expect(cosine.dendrogram.height[i]).toBeCloseTo(height ** 2 / 2, 5);
  }
});
