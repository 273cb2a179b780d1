import fc from "fast-check";
import { expect, test } from "vitest";
import { plainKernels, sumByLabel } from "../../compute/plain.ts";
import { matrix } from "../../matrix.ts";
import { random } from "../../random.ts";
import { normalVectors } from "../clustering.contract.ts";
import { inertiaOf } from "./lloyd.ts";
import { MemberSums } from "./member-sums.ts";

test("following moves gives the sums of the last assignment, however many moved", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), async (seed, share) => {
      const chance = random(seed);
      const vectors = normalVectors(60, 3, seed);
      const members = new MemberSums(vectors, 4, plainKernels);
      const assignment = Int32Array.from({ length: 60 }, () => chance.integer(4));
      await members.assign(assignment);
      for (let round = 0; round < 5; round++) {
        const next = assignment.map((cluster) => (chance.uniform() < share ? chance.integer(4) : cluster));
        const changed = next.filter((cluster, i) => cluster !== assignment[i]).length;
        assignment.set(next);
        expect(await members.assign(next)).toBe(changed);
      }
      const { sums, counts } = sumByLabel(vectors, assignment, 4);
      expect([...members.counts]).toEqual([...counts]);
      expect([...members.assignment]).toEqual([...assignment]);
      const means = members.means(matrix(4, 3));
      for (const [j, mean] of means.data.entries()) {
        const count = counts[Math.floor(j / 3)]!;
        if (count > 0) expect(mean).toBeCloseTo(sums[j]! / count, 6);
      }
    }),
    { numRuns: 40 },
  );
});

test("an empty cluster keeps its place", async () => {
  const members = new MemberSums(normalVectors(4, 2, 1), 2, plainKernels);
  await members.assign(new Int32Array(4));
  const previous = matrix(2, 2, Float32Array.of(5, 6, 7, 8));
  expect([...members.means(previous).data.subarray(2)]).toEqual([7, 8]);
});

test("the inertia of the sums is that of the vectors, near the origin or far away", async () => {
  for (const offset of [0, 500]) {
    const vectors = normalVectors(300, 4, 5);
    for (let v = 0; v < vectors.data.length; v++) vectors.data[v]! += offset;
    const centres = normalVectors(3, 4, 6);
    for (let v = 0; v < centres.data.length; v++) centres.data[v]! += offset;
    const { indices } = await plainKernels.nearest(vectors, centres);
    const members = new MemberSums(vectors, 3, plainKernels);
    await members.assign(indices);
    const squares = (await plainKernels.squaredNorms(vectors)).reduce((sum, norm) => sum + norm, 0);
    expect(members.inertia(centres, squares) / inertiaOf(vectors, indices, centres)).toBeCloseTo(1, 6);
  }
});
