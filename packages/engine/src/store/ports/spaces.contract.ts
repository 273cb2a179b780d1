/** Spaces and their trash. */
import { describe, expect, test } from "vitest";
import { space } from "../samples.contract.ts";
import type { Facts } from "./facts.ts";

export function spacesContract(name: string, facts: () => Facts): void {
  describe(`${name}: spaces`, () => {
    test(`spaces stay in the order they were added, as they were first added`, async () => {
      await facts().spaces.add(space("z-space"));
      await facts().spaces.add({ ...space("a-space", 512), acceptsText: true });
      await facts().spaces.add({ ...space("z-space"), revision: "ignored" });
      expect(await facts().spaces.list()).toEqual([
        space("z-space"),
        { ...space("a-space", 512), acceptsText: true },
      ]);
    });

    test(`a space in the trash is in no other list, and comes back in its place`, async () => {
      for (const id of ["first", "second", "third"]) await facts().spaces.add(space(id));
      await facts().spaces.setRemoved("second", true);
      await facts().spaces.setRemoved("unknown", true);
      expect(await facts().spaces.list()).toEqual([space("first"), space("third")]);
      expect(await facts().spaces.removed()).toEqual([space("second")]);
      await facts().spaces.setRemoved("second", false);
      expect(await facts().spaces.list()).toEqual([space("first"), space("second"), space("third")]);
      expect(await facts().spaces.removed()).toEqual([]);

      await facts().spaces.setRemoved("first", true);
      await facts().spaces.add(space("first"));
      expect(await facts().spaces.removed()).toEqual([]);
      await facts().spaces.setRemoved("third", true);
      await facts().spaces.forget("third");
      await facts().spaces.setRemoved("third", false);
      expect(await facts().spaces.removed()).toEqual([]);
      expect(await facts().spaces.list()).toEqual([space("first"), space("second")]);
    });
  });
}
