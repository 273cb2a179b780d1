/** Runs. */
import { describe, expect, test } from "vitest";
import { run } from "../samples.contract.ts";
import type { Facts } from "./facts.ts";

export function runsContract(name: string, facts: () => Facts): void {
  describe(`${name}: runs`, () => {
    test("a run comes back as it was saved last, and the newest comes first", async () => {
      await facts().runs.save(run("a"));
      await facts().runs.save(run("b", { startedAt: "2026-02-01T00:00:00.000Z", kind: "evaluation" }));
      const done = run("a", {
        state: "done",
        metrics: { silhouette: 0.1234567890123, isDegenerate: false, unknown: null },
        artefacts: [{ name: "model", path: "files/ab/abcd", sha256: "abcd", sizeBytes: 12 }],
        clustering: "c",
        endedAt: "2026-01-02T03:05:00.000Z",
      });
      await facts().runs.save(done);
      expect(await facts().runs.get("a")).toEqual(done);
      expect(await facts().runs.get("unknown")).toBeNull();
      expect((await facts().runs.list(9)).map(({ id }) => id)).toEqual(["b", "a"]);
      expect(await facts().runs.list(1)).toHaveLength(1);
    });
  });
}
