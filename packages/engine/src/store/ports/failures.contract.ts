/** The ledger. */
import { describe, expect, test } from "vitest";
import { failure, file, fill, imageId } from "../samples.contract.ts";
import type { Facts } from "./facts.ts";

export function failuresContract(name: string, facts: () => Facts): void {
  describe(`${name}: ledger`, () => {
    test("the ledger keeps the last failure of a path until it is linked, cleared or ignored", async () => {
      const id = await fill(facts(), 1);
      await facts().failures.record(id, [failure("/p/c"), failure("/p/a"), failure("/p/b%_'")]);
      const again = failure("/p/a", { code: "too-many-pixels" });
      await facts().failures.record(id, [again]);
      expect(await facts().failures.page({ offset: 0, limit: 2 })).toEqual({
        total: 3,
        failures: [again, failure("/p/b%_'")],
      });
      expect((await facts().failures.ofSource(id)).get("/p/a")).toEqual(again);
      expect((await facts().failures.ofSource(id + 1)).size).toBe(0);

      await facts().failures.setIgnored(["/p/c", "/p/unknown"], true);
      expect((await facts().failures.ofSource(id)).get("/p/c")?.isIgnored).toBe(true);
      expect((await facts().counts()).failures).toBe(2);

      expect((await facts().failures.ofPaths(["/p/c", "/p/unknown"])).map(({ path }) => path)).toEqual([
        "/p/c",
      ]);
      await facts().failures.setIgnored(["/p/c"], false);
      expect((await facts().counts()).failures).toBe(3);
      await facts().failures.setIgnored(["/p/c"], true);

      await facts().sources.link(id, [{ image: imageId(0), file: file("/p/a") }]);
      await facts().failures.clear(["/p/b%_'"]);
      expect([...(await facts().failures.ofSource(id)).keys()]).toEqual(["/p/c"]);
      await facts().failures.clear();
      expect((await facts().failures.page({ offset: 0, limit: 9 })).total).toBe(0);
    });
  });
}
