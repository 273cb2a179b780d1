/** What every registered method promises, whatever it computes. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Matrix, matrix, selectRows } from "../matrix.ts";
import { random, shuffle } from "../random.ts";
import { blobs, coarseMatrices, normalVectors, sameness } from "./clustering.contract.ts";
import { clusterMethod, clusterMethods } from "./registry.ts";

test("ids are unique and found; unknown ones are refused with the list", () => {
  expect(new Set(clusterMethods.map(({ id }) => id)).size).toBe(clusterMethods.length);
  for (const method of clusterMethods) expect(clusterMethod(method.id)).toBe(method);
  expect(() => clusterMethod("k-meens")).toThrow(/no clustering method "k-meens"; .*kmeans/);
});

test("descriptions survive JSON", () => {
  for (const { cluster: _, ...description } of clusterMethods) {
    expect(JSON.parse(JSON.stringify(description))).toEqual(description);
  }
});

/** What finds the groups of the test data, about 1 wide and 6 apart; other methods are told how many. */
const optionsOf: Record<string, Record<string, unknown>> = {
  dbscan: { eps: 1.4, minSamples: 4 },
  hdbscan: { minClusterSize: 5 },
  optics: { extraction: "dbscan", eps: 1.4, minSamples: 4 },
  "mean-shift": { bandwidth: 2.5 },
};

describe.each(clusterMethods.map((method) => [method.id, method] as const))("%s", (id, method) => {
  const options: Record<string, unknown> = optionsOf[id] ?? { clusterCount: 4 };
  const data = blobs(4, 30, 12, 8, 11);
  const run = (vectors: Matrix, seed = 1) => method.cluster(vectors, options, { seed });

  test("finds separate groups", async () => {
    expect(sameness(data.labels, (await run(data.vectors)).assignment)).toBeGreaterThan(0.95);
  });

  test("same seed, same bytes", async () => {
    expect(await run(data.vectors)).toEqual(await run(data.vectors));
  });

  test("keeps to the kinds of constraints it names, and refuses the others", async () => {
    const cloud = normalVectors(40, 5, 9);
    for (const seed of [1, 2, 3, 4, 5]) {
      // Any pairs that agree with some hidden answer of four groups can be kept with four clusters.
      const chance = random(seed);
      const hidden = Array.from({ length: 40 }, () => chance.integer(4));
      const pairs = Array.from({ length: 60 }, () => [chance.integer(40), chance.integer(40)] as const);
      const mustLink = pairs.filter(([a, b]) => a !== b && hidden[a] === hidden[b]);
      const cannotLink = pairs.filter(([a, b]) => hidden[a] !== hidden[b]);
      const kept = method.constraints;
      const constraints = {
        ...(kept.includes("must-link") && { mustLink }),
        ...(kept.includes("cannot-link") && { cannotLink }),
      };
      const settings = id in optionsOf ? {} : { clusterCount: 4 };
      const { assignment } = await method.cluster(cloud, settings, { seed, constraints });
      for (const [a, b] of constraints.mustLink ?? []) expect(assignment[a]).toBe(assignment[b]);
      for (const [a, b] of constraints.cannotLink ?? []) {
        expect(assignment[a] === -1 || assignment[a] !== assignment[b]).toBe(true);
      }
      for (const [kind, given] of [
        ["must-link", { mustLink }] as const,
        ["cannot-link", { cannotLink }] as const,
      ]) {
        if (kept.includes(kind)) continue;
        const refused = method.cluster(cloud, settings, { seed, constraints: given });
        await expect(refused).rejects.toThrow(`"${id}" takes no ${kind} constraints`);
      }
    }
  });

  test("the order of the vectors does not matter", async () => {
    const order = shuffle(data.labels.keys(), random(3));
    const before = (await run(data.vectors)).assignment;
    const after = (await run(selectRows(data.vectors, order))).assignment;
    expect(
      sameness(
        order.map((i) => before[i]!),
        after,
      ),
    ).toBe(1);
  });

  test("a constant column changes nothing", async () => {
    const wider = matrix(data.vectors.rows, 13);
    for (let i = 0; i < wider.rows; i++) {
      wider.data.set(data.vectors.data.subarray(12 * i, 12 * i + 12), 13 * i);
      wider.data[13 * i + 12] = 0.75;
    }
    expect(sameness((await run(data.vectors)).assignment, (await run(wider)).assignment)).toBe(1);
  });

  test("any vectors give a well-formed clustering: duplicates, ties, one or two points", async () => {
    await fc.assert(
      fc.asyncProperty(coarseMatrices(), fc.integer(), async (vectors, seed) => {
        const small = id in optionsOf ? options : { clusterCount: Math.min(3, vectors.rows) };
        const { assignment, strength, clusterCount, centres } = await method.cluster(vectors, small, {
          seed,
        });
        expect([assignment.length, strength.length]).toEqual([vectors.rows, vectors.rows]);
        const used = new Set(assignment.filter((cluster) => cluster >= 0));
        expect([...used].sort((a, b) => a - b)).toEqual([...Array(clusterCount).keys()]);
        expect([centres.rows, centres.data.every(Number.isFinite)]).toEqual([clusterCount, true]);
        expect(
          strength.every((value, i) => (assignment[i]! < 0 ? value === 0 : value > 0 && value <= 1)),
        ).toBe(true);
        if (!method.marksNoise) expect(assignment.every((cluster) => cluster >= 0)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("as many clusters as vectors, and no more", async () => {
    if (method.findsCount) return;
    const vectors = normalVectors(7, 3, 2);
    const all = await method.cluster(vectors, { clusterCount: 7 }, { seed: 1 });
    expect(all.clusterCount).toBe(7);
    expect(all.strength.every((value) => value === 1)).toBe(true);
    await expect(method.cluster(vectors, { clusterCount: 8 }, { seed: 1 })).rejects.toThrow(
      /clusterCount is 8, but there are only 7 vectors/,
    );
  });

  test("never more clusters than different vectors, and copies stay together", async () => {
    if (!method.options.some(({ name }) => name === "clusterCount")) return;
    const variants =
      id === "agglomerative"
        ? [{}, { linkage: "average" }, { linkage: "centroid" }, { linkage: "single", metric: "cosine" }]
        : [{}];
    for (const variant of variants) {
      for (const seed of [1, 2, 3]) {
        const distinct = normalVectors(9, 3, seed, 100);
        const chance = random(seed);
        const of = Array.from({ length: 26 }, (_, i) => (i < 9 ? i : chance.integer(9)));
        for (const clusterCount of [9, 10, 26]) {
          const settings = { ...variant, clusterCount };
          const { assignment } = await method.cluster(selectRows(distinct, of), settings, { seed });
          const pairs = new Set(of.map((original, i) => `${original} ${assignment[i]}`));
          expect(pairs.size).toBe(9);
        }
      }
    }
  });

  test("defaults work on any number of vectors", async () => {
    for (const rows of [1, 2, 3, 50]) {
      expect((await method.cluster(normalVectors(rows, 4, 5), {}, { seed: 1 })).assignment.length).toBe(rows);
    }
  });

  test("nothing to cluster, broken numbers and unknown options are named errors", async () => {
    await expect(run(matrix(0, 4))).rejects.toThrow(/0 vectors of 4 numbers/);
    const broken = normalVectors(5, 4, 1);
    broken.data[14] = Infinity;
    await expect(run(broken)).rejects.toThrow(/row 3 holds Infinity at column 2/);
    const wrong = (values: Record<string, unknown>) => method.cluster(data.vectors, values, { seed: 1 });
    await expect(wrong({ colour: 1 })).rejects.toThrow(/no option "colour"; the options are/);
    for (const option of method.options) {
      await expect(wrong({ [option.name]: "x" })).rejects.toThrow(
        new RegExp(`Option ${option.name} is "x"; it must be`),
      );
      if ((option.type === "integer" || option.type === "number") && option.min !== undefined) {
        await expect(wrong({ [option.name]: option.min - 1 })).rejects.toThrow(RangeError);
      }
    }
  });

  test("reports progress and stops when told", async () => {
    const controller = new AbortController();
    const stages: string[] = [];
    const running = method.cluster(data.vectors, options, {
      seed: 1,
      signal: controller.signal,
      onProgress: ({ stage, done, total }) => {
        stages.push(stage);
        expect(done).toBeLessThanOrEqual(total);
        controller.abort(new Error("enough"));
      },
    });
    await expect(running).rejects.toThrow("enough");
    expect(stages.length).toBe(1);
  });
});

test("options may be given by the names other libraries use, but not twice", async () => {
  const vectors = matrix(4, 1, Float32Array.from([0, 1, 10, 11]));
  const kmeans = clusterMethod("kmeans");
  const byOurs = await kmeans.cluster(vectors, { clusterCount: 2, maxIterations: 5 }, { seed: 1 });
  const byTheirs = await kmeans.cluster(vectors, { n_clusters: 2, max_iter: 5 }, { seed: 1 });
  expect(byTheirs.assignment).toEqual(byOurs.assignment);
  await expect(kmeans.cluster(vectors, { k: 2, clusterCount: 2 }, { seed: 1 })).rejects.toThrow(/twice/);
});
