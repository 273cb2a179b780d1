import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSession } from "../sessions.ts";
import { readTfjsModel } from "./tfjs-reader.ts";
import { convertTfjsModel } from "./tfjs-to-onnx.ts";

/** One 3 × 3 convolution (3 → 2 channels, step 2, Relu6), then a depthwise one, a bias and a product. */
const KERNEL = Float32Array.from({ length: 3 * 3 * 3 * 2 }, (_, i) => Math.sin(i) / 50);
const DEPTHWISE = Float32Array.from({ length: 3 * 3 * 2 }, (_, i) => Math.cos(i));
const OFFSET = Float32Array.of(0.5, -0.25);
const FACTOR = Float32Array.of(2);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "imantics-tfjs-"));
});
afterEach(() => rm(folder, { recursive: true }));

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

const node = (name: string, op: string, input: string[] = [], attr: Record<string, unknown> = {}) => ({
  name,
  op,
  input,
  attr,
});
const strides = (step: number) => ({ list: { i: ["1", `${step}`, `${step}`, "1"] } });
const same = { s: base64("SAME") };

async function writeModel(extra: ReturnType<typeof node>[] = []): Promise<string> {
  const weights = [
    { name: "kernel", shape: [3, 3, 3, 2], dtype: "float32", data: KERNEL },
    { name: "depthwise", shape: [3, 3, 2, 1], dtype: "float32", data: DEPTHWISE },
    { name: "offset", shape: [2], dtype: "float32", data: OFFSET },
    { name: "factor", shape: [], dtype: "float32", data: FACTOR },
  ];
  const nodes = [
    node("x", "Placeholder"),
    ...weights.map(({ name }) => node(name, "Const")),
    node("first", "_FusedConv2D", ["x", "kernel", "offset"], {
      strides: strides(2),
      padding: same,
      fused_ops: { list: { s: [base64("BiasAdd"), base64("Relu6")] } },
    }),
    node("second", "DepthwiseConv2dNative", ["first", "depthwise"], { strides: strides(1), padding: same }),
    node("third", "BiasAdd", ["second", "offset"]),
    node("last", "Mul", ["factor", "third:0"]),
    ...extra,
  ];
  const manifest = [{ paths: ["w.bin"], weights: weights.map(({ data: _, ...entry }) => entry) }];
  await writeFile(
    join(folder, "w.bin"),
    Buffer.concat(weights.map(({ data }) => new Uint8Array(data.buffer))),
  );
  const path = join(folder, "model.json");
  await writeFile(path, JSON.stringify({ modelTopology: { node: nodes }, weightsManifest: manifest }));
  return path;
}

/** The same arithmetic written out with channels last, as TensorFlow defines it. */
function byHand(picture: Uint8Array, size: number): number[] {
  const half = Math.ceil(size / 2);
  const padBefore = Math.floor(((half - 1) * 2 + 3 - size) / 2);
  const first = new Float64Array(half * half * 2);
  for (let y = 0; y < half; y++)
    for (let x = 0; x < half; x++)
      for (let o = 0; o < 2; o++) {
        let sum = OFFSET[o] ?? 0;
        for (let dy = 0; dy < 3; dy++)
          for (let dx = 0; dx < 3; dx++)
            for (let c = 0; c < 3; c++) {
              const [sy, sx] = [y * 2 + dy - padBefore, x * 2 + dx - padBefore];
              if (sy < 0 || sx < 0 || sy >= size || sx >= size) continue;
              sum +=
                (picture[(sy * size + sx) * 3 + c] ?? 0) * (KERNEL[((dy * 3 + dx) * 3 + c) * 2 + o] ?? 0);
            }
        first[(y * half + x) * 2 + o] = Math.min(6, Math.max(0, sum));
      }
  const means = [0, 0];
  for (let y = 0; y < half; y++)
    for (let x = 0; x < half; x++)
      for (let c = 0; c < 2; c++) {
        let sum = OFFSET[c] ?? 0;
        for (let dy = 0; dy < 3; dy++)
          for (let dx = 0; dx < 3; dx++) {
            const [sy, sx] = [y + dy - 1, x + dx - 1];
            if (sy < 0 || sx < 0 || sy >= half || sx >= half) continue;
            sum += (first[(sy * half + sx) * 2 + c] ?? 0) * (DEPTHWISE[(dy * 3 + dx) * 2 + c] ?? 0);
          }
        means[c] = (means[c] ?? 0) + (2 * sum) / (half * half);
      }
  return means;
}

describe("convertTfjsModel", () => {
  test.each([7, 8])("computes what TensorFlow's definitions say, on %i pixels", async (size) => {
    const picture = Uint8Array.from({ length: size * size * 3 }, (_, i) => (i * 37) % 256);
    const model = await readTfjsModel(await writeModel());
    const onnx = convertTfjsModel(model, { scale: 1, offset: 0 }, [{ node: "last", output: "mean" }]);
    const session = await openSession(onnx);
    const { mean } = await session.run({ pixels: { shape: [1, size, size, 3], data: picture } });
    await session.close();
    const expected = byHand(picture, size);
    expect(mean?.shape).toEqual([1, 2]);
    expect(Number(mean?.data[0])).toBeCloseTo(expected[0] ?? Number.NaN, 4);
    expect(Number(mean?.data[1])).toBeCloseTo(expected[1] ?? Number.NaN, 4);
  });

  test("refuses an operation that it does not know, by name", async () => {
    const model = await readTfjsModel(await writeModel([node("odd", "Erf", ["last"])]));
    expect(() => convertTfjsModel(model, { scale: 1, offset: 0 }, [{ node: "odd", output: "y" }])).toThrow(
      /"odd" \(Erf\)/,
    );
  });

  test("refuses weights that are cut short, by name", async () => {
    const path = await writeModel();
    await writeFile(join(folder, "w.bin"), new Uint8Array(100));
    await expect(readTfjsModel(path)).rejects.toMatchObject({ code: "model-invalid" });
  });
});
