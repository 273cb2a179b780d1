/** Jobs. */
import { describe, expect, test } from "vitest";
import { job } from "../samples.contract.ts";
import type { Facts } from "./facts.ts";

export function jobsContract(name: string, facts: () => Facts): void {
  describe(`${name}: jobs`, () => {
    test("a job is replaced by its newer state", async () => {
      await facts().jobs.save(job("a"));
      await facts().jobs.save(job("b", { createdAt: "2026-02-01T00:00:00.000Z", kind: "doctor" }));
      const done = job("a", {
        state: "failed",
        error: { code: "x", message: "y" },
        endedAt: "2026-03-01T00:00:00.000Z",
      });
      await facts().jobs.save(done);
      expect(await facts().jobs.get("a")).toEqual(done);
      expect(await facts().jobs.get("c")).toBeNull();
      expect((await facts().jobs.list(10)).map(({ id }) => id)).toEqual(["b", "a"]);
      expect(await facts().jobs.list(1)).toHaveLength(1);
      expect((await facts().jobs.list(10, "running")).map(({ id }) => id)).toEqual(["b"]);
    });
  });
}
