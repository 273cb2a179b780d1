import fc from "fast-check";
import { expect, test } from "vitest";
import { NearLists } from "./near-lists.ts";

test("whoever was added and is not in the list is at least as far as the bar and as everyone in it", () => {
  const distances = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 30 });
  fc.assert(
    fc.property(
      distances,
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 25 }),
      (added, room, bar) => {
        const near = new NearLists(2, room);
        near.start(1, bar);
        for (const [other, distance] of added.entries()) near.add(1, other, distance, false);
        const kept = added.filter((_, other) => near.find(1, other) >= 0);
        const absent = added.filter((_, other) => near.find(1, other) < 0);
        expect(kept.length).toBe(Math.min(room, added.filter((distance) => distance <= bar).length));
        expect(near.bars[1]).toBeLessThanOrEqual(bar);
        for (const distance of absent) expect(distance).toBeGreaterThanOrEqual(near.bars[1]!);
        for (const distance of kept) expect(distance).toBeLessThanOrEqual(near.bars[1]!);
        const nearest = near.nearest(1);
        if (kept.length === 0) expect(nearest).toBe(-1);
        else expect(near.distances[nearest]).toBe(Math.min(...added));
      },
    ),
  );
});

test("an entry that is taken out leaves the others", () => {
  const near = new NearLists(1, 4);
  near.start(0, Infinity);
  for (const other of [7, 8, 9]) near.add(0, other, other, other === 9);
  near.remove(0, near.find(0, 7));
  expect([7, 8, 9].map((other) => near.find(0, other) >= 0)).toEqual([false, true, true]);
  expect(near.isBound[near.find(0, 9)]).toBe(1);
  expect(near.isBound[near.find(0, 8)]).toBe(0);
});
