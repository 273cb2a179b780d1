/** Albums. */
import { describe, expect, test } from "vitest";
import { fill, imageId } from "../samples.contract.ts";
import type { Facts } from "./facts.ts";

export function albumsContract(name: string, facts: () => Facts): void {
  const album = (id: string, called: string) => ({ id, name: called, createdAt: "2026-01-02T03:04:05.000Z" });

  describe(`${name}: albums`, () => {
    test("albums are listed by name, renamed and removed", async () => {
      await facts().albums.add(album("1", "Winter"));
      await facts().albums.add(album("2", "Autumn"));
      await facts().albums.rename("1", "A beginning");
      await facts().albums.rename("unknown", "nobody");
      expect(await facts().albums.list()).toEqual([album("1", "A beginning"), album("2", "Autumn")]);
      await facts().albums.remove("1");
      expect(await facts().albums.list()).toEqual([album("2", "Autumn")]);
    });

    test("members keep their order, and an unknown image leaves the list as it was", async () => {
      await fill(facts(), 3);
      await facts().albums.add(album("1", "Winter"));
      await facts().albums.setMembers("1", [imageId(2), imageId(0)]);
      await expect(facts().albums.setMembers("1", [imageId(1), "unknown"])).rejects.toMatchObject({
        code: "internal:broken-reference",
      });
      await expect(facts().albums.setMembers("2", [imageId(1)])).rejects.toMatchObject({
        code: "internal:broken-reference",
      });
      expect(await facts().albums.members("1")).toEqual([imageId(2), imageId(0)]);
      await facts().albums.remove("1");
      expect(await facts().albums.members("1")).toEqual([]);
    });
  });
}
