/** A published sweep of ward's distance threshold over 2,000 photos, from the same vectors. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { matrix, normaliseRows } from "../../matrix.ts";
import { methodRun } from "../../method/context.ts";
import { hierarchy } from "../hierarchical/hierarchy.ts";
import { thresholdSweep } from "./threshold-sweep.ts";

const file = new URL(
  "../../../../../../shared/data/imantics/gallery-clip-vitb32-2000x512-f16.npy",
  import.meta.url,
);

test.skipIf(!existsSync(file))("as many clusters at each threshold as were published", async () => {
  const bytes = readFileSync(file);
  const start = 10 + bytes.readUInt16LE(8);
  const numbers = Float32Array.from({ length: 2000 * 512 }, (_, i) =>
    halfFloat(bytes.readUInt16LE(start + 2 * i)),
  );
  const vectors = normaliseRows(matrix(2000, 512, numbers));
  const tree = await hierarchy(vectors, { linkage: "ward", metric: "euclidean" }, methodRun({ seed: 1 }));
  const { values } = thresholdSweep(tree, Float64Array.of(1, 1.2, 1.5, 1.8, 2, 2.5, 3));
  expect([...values]).toEqual([573, 300, 155, 90, 70, 41, 26]);
});

function halfFloat(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
