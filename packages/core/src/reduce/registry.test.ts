/** What every registered reduction promises. */
import { describe, expect, test } from "vitest";
import { normalVectors } from "../cluster/clustering.contract.ts";
import { openWasmKernels } from "../compute/wasm/wasm-kernels.ts";
import { matrix, rowRange } from "../matrix.ts";
import { applyLinearMap } from "./linear-map.ts";
import { reductionMethod, reductionMethods } from "./registry.ts";

test("ids are unique and found; unknown ones are refused with the list", () => {
  expect(new Set(reductionMethods.map(({ id }) => id)).size).toBe(reductionMethods.length);
  for (const method of reductionMethods) expect(reductionMethod(method.id)).toBe(method);
  expect(() => reductionMethod("pcs")).toThrow(/no reduction "pcs"; .*pca/);
});

describe.each(reductionMethods.map((method) => [method.id, method] as const))("%s", (_, method) => {
  const vectors = normalVectors(300, 24, 3);
  const options = { dimensions: 6 };

  test("its description survives JSON", () => {
    const { reduce: _reduce, ...description } = method;
    expect(JSON.parse(JSON.stringify(description))).toEqual(description);
  });

  test("same seed, same bytes; kernels differ by rounding only", async () => {
    const first = await method.reduce(vectors, options, { seed: 4 });
    expect([first.coordinates.rows, first.coordinates.columns]).toEqual([300, 6]);
    expect(await method.reduce(vectors, options, { seed: 4 })).toEqual(first);
    const wasm = await method.reduce(vectors, options, { seed: 4, kernels: openWasmKernels() });
    for (const [i, value] of wasm.coordinates.data.entries()) {
      expect(Math.abs(value - first.coordinates.data[i]!)).toBeLessThan(1e-3);
    }
  });

  test("its map places vectors where the fit did, one by one as well", async () => {
    const { coordinates, map } = await method.reduce(vectors, options, { seed: 4 });
    const run = { kernels: openWasmKernels(), step: async () => {} };
    const placed = await applyLinearMap(map, rowRange(vectors, 17, 18), run);
    for (let d = 0; d < 6; d++) {
      expect(placed.data[d]).toBeCloseTo(coordinates.data[17 * 6 + d]!, 4);
    }
    await expect(applyLinearMap(map, matrix(1, 23), run)).rejects.toThrow(
      /of 23 numbers do not fit axes of 24/,
    );
  });

  test("broken vectors and options are named errors", async () => {
    const broken = normalVectors(5, 24, 1);
    broken.data[50] = Number.NaN;
    await expect(method.reduce(broken, options, { seed: 1 })).rejects.toThrow(/row 2 holds NaN at column 2/);
    await expect(method.reduce(matrix(0, 4), options, { seed: 1 })).rejects.toThrow(/0 vectors/);
    await expect(method.reduce(vectors, { dimensions: 0 }, { seed: 1 })).rejects.toThrow(/dimensions is 0/);
    await expect(method.reduce(vectors, { depth: 2 }, { seed: 1 })).rejects.toThrow(/no option "depth"/);
  });

  test("stops when told", async () => {
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error("enough"));
    const running = method.reduce(vectors, options, { seed: 1, signal: controller.signal, onProgress });
    await expect(running).rejects.toThrow("enough");
  });
});
