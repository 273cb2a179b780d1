import { describe, expect, test } from "vitest";
import { dot, type Matrix, matrix, normaliseRows, row } from "../../matrix.ts";
import { random } from "../../random.ts";
import { joinGroups } from "./average-linkage-apart.ts";

const context = { seed: 0 };
const free = { mayJoin: () => true, onJoin: () => {} };

/** Unit vectors around a few directions, so that there is something to find at several heights. */
function drawn(count: number, columns: number, seed: number): Matrix {
  const chance = random(seed);
  const draw = () => chance.normal();
  const directions = Array.from({ length: 5 }, () => Float32Array.from({ length: columns }, draw));
  const vectors = matrix(count, columns);
  for (let i = 0; i < count; i++) {
    const direction = directions[i % directions.length] ?? new Float32Array(columns);
    for (let j = 0; j < columns; j++) vectors.data[i * columns + j] = (direction[j] ?? 0) + 0.8 * draw();
  }
  return normaliseRows(vectors);
}

/** One pair at a time, likenesses summed over all members: what the fast way must agree with. */
function oneByOne(vectors: Matrix, minLikeness: number, apart: ReadonlySet<string>): number[][] {
  let groups = Array.from({ length: vectors.rows }, (_, i) => [i]);
  const likeness = (a: number[], b: number[]) =>
    a.reduce((sum, i) => sum + b.reduce((s, j) => s + dot(row(vectors, i), row(vectors, j)), 0), 0) /
    (a.length * b.length);
  const mayJoin = (a: number[], b: number[]) =>
    !a.some((i) => b.some((j) => apart.has(`${Math.min(i, j)} ${Math.max(i, j)}`)));
  for (;;) {
    let best: { a: number[]; b: number[]; value: number } | null = null;
    for (const [i, a] of groups.entries()) {
      for (const b of groups.slice(0, i)) {
        const value = likeness(a, b);
        if (value >= minLikeness && value > (best?.value ?? -1) && mayJoin(a, b)) best = { a, b, value };
      }
    }
    if (best === null)
      return groups.map((group) => group.toSorted((a, b) => a - b)).sort(([a = 0], [b = 0]) => a - b);
    const { a, b } = best;
    groups = [...groups.filter((group) => group !== a && group !== b), [...a, ...b]];
  }
}

function membersOf(labels: Int32Array): number[][] {
  const groups = new Map<number, number[]>();
  for (const [i, label] of labels.entries()) groups.set(label, [...(groups.get(label) ?? []), i]);
  return [...groups.values()].sort(([a = 0], [b = 0]) => a - b);
}

const alone = (count: number) => Int32Array.from({ length: count }, (_, i) => i);

describe("joinGroups", () => {
  test.each([0.1, 0.3, 0.5])(
    "joins what joining pair by pair joins, from likeness %f on",
    async (minLikeness) => {
      const vectors = drawn(60, 8, 3);
      const labels = await joinGroups(vectors, alone(60), { ...free, minLikeness }, context);
      expect(membersOf(labels)).toEqual(oneByOne(vectors, minLikeness, new Set()));
    },
  );

  test("keeps apart what must stay apart, and still joins the rest as pair by pair would", async () => {
    const vectors = drawn(60, 8, 4);
    const apart = new Set<string>();
    for (let i = 0; i + 5 < 60; i += 2) apart.add(`${i} ${i + 5}`);
    const members = Array.from({ length: 60 }, (_, i) => [i]);
    const labels = await joinGroups(
      vectors,
      alone(60),
      {
        minLikeness: 0.3,
        mayJoin: (one, other) =>
          !members[one]?.some((i) =>
            members[other]?.some((j) => apart.has(`${Math.min(i, j)} ${Math.max(i, j)}`)),
          ),
        onJoin: (one, other) => members[one]?.push(...(members[other] ?? [])),
      },
      context,
    );
    expect(membersOf(labels)).toEqual(oneByOne(vectors, 0.3, apart));
    expect(membersOf(labels)).not.toEqual(oneByOne(vectors, 0.3, new Set()));
  });

  test("looks past forbidden neighbours, however many are nearer", async () => {
    // Forty equal vectors that may not join, and one a little off that may join any.
    const vectors = matrix(41, 2);
    for (let i = 0; i < 41; i++) vectors.data.set(i < 40 ? [1, 0] : [0.6, 0.8], 2 * i);
    let joined = 0;
    await joinGroups(
      vectors,
      alone(41),
      {
        minLikeness: 0.5,
        mayJoin: (one, other) => joined === 0 && Math.max(one, other) === 40,
        onJoin: () => joined++,
      },
      context,
    );
    expect(joined).toBe(1);
  });

  test("equal vectors end in one group, whatever the ties", async () => {
    const vectors = matrix(50, 3);
    for (let i = 0; i < 50; i++) vectors.data.set([0.6, 0, 0.8], 3 * i);
    const labels = await joinGroups(vectors, alone(50), { ...free, minLikeness: 0.9 }, context);
    expect(new Set(labels)).toEqual(new Set([0]));
  });

  test("stops when it is told to", async () => {
    const stopped = { ...context, signal: AbortSignal.abort(new Error("enough")) };
    const running = joinGroups(drawn(20, 4, 1), alone(20), { ...free, minLikeness: 0.2 }, stopped);
    await expect(running).rejects.toThrow("enough");
  });

  test("nothing gives nothing", async () => {
    const labels = await joinGroups(matrix(0, 4), alone(0), { ...free, minLikeness: 0.2 }, context);
    expect(labels).toHaveLength(0);
  });
});
