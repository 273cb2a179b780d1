import { expect, test } from "vitest";
import { normalVectors } from "../cluster/clustering.contract.ts";
import { row, squaredDistance } from "../matrix.ts";
import { squaredDistancesTo } from "./exact-distances.ts";

test("four side by side give the bytes of one after the other, for any number of others", () => {
  const vectors = normalVectors(30, 37, 1);
  for (let count = 0; count <= 9; count++) {
    const others = Int32Array.from({ length: count }, (_, k) => (7 * k + 3) % 30);
    const out = new Float64Array(10).fill(-1);
    squaredDistancesTo(vectors, 5, others, count, out);
    const expected = Array.from(others, (other) => squaredDistance(row(vectors, 5), row(vectors, other)));
    expect([...out]).toEqual([...expected, ...Array(10 - count).fill(-1)]);
  }
});
