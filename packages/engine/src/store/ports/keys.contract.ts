/** API keys. */
import { describe, expect, test } from "vitest";
import type { Facts } from "./facts.ts";

export function keysContract(name: string, facts: () => Facts): void {
  describe(`${name}: keys`, () => {
    test("a key is kept until it is removed", async () => {
      const key = {
        id: "k1",
        label: "it's mine",
        digest: "ab",
        scope: "read",
        createdAt: "2026-01-02",
      } as const;
      await facts().keys.add(key);
      await facts().keys.add({ ...key, id: "k2", digest: "cd", scope: "admin" });
      await facts().keys.remove("k2");
      expect(await facts().keys.list()).toEqual([key]);
    });
  });
}
