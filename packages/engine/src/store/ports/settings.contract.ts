/** Settings. */
import { describe, expect, test } from "vitest";
import type { Facts } from "./facts.ts";

export function settingsContract(name: string, facts: () => Facts): void {
  describe(`${name}: settings`, () => {
    test("a setting is kept until it is removed", async () => {
      expect(await facts().settings.get("theme")).toBeNull();
      await facts().settings.set("theme", "dark");
      await facts().settings.set("theme", "");
      expect(await facts().settings.get("theme")).toBe("");
      await facts().settings.set("theme", null);
      expect(await facts().settings.get("theme")).toBeNull();
    });
  });
}
