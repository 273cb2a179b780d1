/** The journal. */
import { describe, expect, test } from "vitest";
import type { Facts } from "./facts.ts";

export function journalContract(name: string, facts: () => Facts): void {
  describe(`${name}: journal`, () => {
    test("the journal numbers the acts and remembers what was undone", async () => {
      const act = (name: string) => ({
        act: "rename-cluster",
        detail: { name, nested: { emoji: "🎂" } },
        change: { clusterNames: [{ cluster: "c", name }] },
        inverse: { clusterNames: [{ cluster: "c", name: null }] },
        at: "2026-01-02T03:04:05.000Z",
      });
      const first = await facts().journal.append(act("one"));
      const second = await facts().journal.append(act("two"));
      expect(second.sequence).toBeGreaterThan(first.sequence);
      await facts().journal.markUndone(first.sequence, true);
      expect(await facts().journal.list(10)).toEqual([
        { ...act("two"), sequence: second.sequence, isUndone: false },
        { ...act("one"), sequence: first.sequence, isUndone: true },
      ]);
      expect(await facts().journal.list(1)).toHaveLength(1);
      expect(await facts().journal.list(9, second.sequence)).toEqual([
        { ...act("one"), sequence: first.sequence, isUndone: true },
      ]);
      expect(await facts().journal.get(second.sequence)).toMatchObject(act("two"));
      expect(await facts().journal.get(second.sequence + 1)).toBeNull();
      await facts().journal.markUndone(first.sequence, false);
      expect((await facts().journal.list(10)).every((entry) => !entry.isUndone)).toBe(true);
    });
  });
}
